package io.github.wxpay.sandbox.bill;

import static io.github.wxpay.sandbox.bill.Table.yuan;

import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Refund;
import io.github.wxpay.sandbox.ledger.Times;

/** Money that came and went on a day, with the balance after each step. */
public final class FlowBill {
  private static final String COLUMNS =
      "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号";
  private static final String SUMS = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额";

  private FlowBill() {}

  /** Returns the bill's text in UTF-8. */
  public static byte[] of(Entries entries) {
    Table table = new Table(COLUMNS);
    long left = 0;
    for (Order order : entries.paid()) {
      left += order.total();
      String id = TradeBill.payment(order).transactionId();
      String time = Times.spaced(TradeBill.payment(order).time());
      String amount = yuan(order.total());
      table.row(time, id, id, "交易", "交易", "收入", amount, yuan(left), "system", "", id);
    }
    for (Refund refund : entries.back()) {
      left -= refund.amount();
      String id = refund.refundId();
      String time = Times.spaced(refund.time());
      String amount = yuan(refund.amount());
      table.row(time, id, id, "退款", "退款", "支出", amount, yuan(left), "system", "", id);
    }
    table.sums(
        SUMS,
        entries.count(),
        entries.paid().size(),
        yuan(entries.in()),
        entries.back().size(),
        yuan(entries.out()));
    return table.bytes();
  }
}
