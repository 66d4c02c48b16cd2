package io.github.wxpay.sandbox.bill;

import static io.github.wxpay.sandbox.bill.BillWriter.yuan;

import io.github.wxpay.sandbox.ledger.MoneyMovement;
import io.github.wxpay.sandbox.ledger.Times;
import java.util.List;

/** Writes a fund flow bill: the money movements of a day, with the balance after each. */
public final class FlowBill {
  private static final String COLUMNS =
      "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号";
  private static final String SUMS = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额";

  private FlowBill() {}

  /** Returns the text of the bill in UTF-8. */
  public static byte[] of(DayOfTrade entries) {
    BillWriter table = new BillWriter(COLUMNS);
    long balance = 0;
    long in = 0;
    int inCount = 0;
    List<MoneyMovement> flows = entries.all();
    for (MoneyMovement flow : flows) {
      boolean incoming = flow.amount() > 0;
      balance += flow.amount();
      in += incoming ? flow.amount() : 0;
      inCount += incoming ? 1 : 0;
      String id = flow.id();
      table.row(
          Times.spaced(flow.time()),
          id,
          id,
          flow.name(),
          flow.name(),
          incoming ? "收入" : "支出",
          yuan(Math.abs(flow.amount())),
          yuan(balance),
          "system",
          "",
          id);
    }
    table.sums(SUMS, flows.size(), inCount, yuan(in), flows.size() - inCount, yuan(in - balance));
    return table.bytes();
  }
}
