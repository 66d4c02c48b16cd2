package io.github.wxpay.sandbox.bill;

import static io.github.wxpay.sandbox.bill.BillWriter.yuan;

import io.github.wxpay.sandbox.ledger.MoneyMovement;
import io.github.wxpay.sandbox.ledger.Times;
import java.util.List;

/** Money that came and went on a day, with the balance after each step. */
public final class FlowBill {
  private static final String COLUMNS =
      "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号";
  private static final String SUMS = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额";

  private FlowBill() {}

  /** Returns the bill's text in UTF-8. */
  public static byte[] of(DayOfTrade entries) {
    BillWriter table = new BillWriter(COLUMNS);
    long left = 0;
    long in = 0;
    int ins = 0;
    List<MoneyMovement> flows = entries.all();
    for (MoneyMovement flow : flows) {
      boolean came = flow.amount() > 0;
      left += flow.amount();
      in += came ? flow.amount() : 0;
      ins += came ? 1 : 0;
      String id = flow.id();
      table.row(
          Times.spaced(flow.time()),
          id,
          id,
          flow.name(),
          flow.name(),
          came ? "收入" : "支出",
          yuan(Math.abs(flow.amount())),
          yuan(left),
          "system",
          "",
          id);
    }
    table.sums(SUMS, flows.size(), ins, yuan(in), flows.size() - ins, yuan(in - left));
    return table.bytes();
  }
}
