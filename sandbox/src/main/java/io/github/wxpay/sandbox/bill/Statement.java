package io.github.wxpay.sandbox.bill;

import static io.github.wxpay.sandbox.bill.BillWriter.yuan;

import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Refund;
import io.github.wxpay.sandbox.ledger.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes a statement: the trades of a day for merchants outside the mainland, with currencies and
 * rates.
 */
public final class Statement {
  private static final String COLUMNS =
      "交易时间,公众账号ID,商户号,子商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,"
          + "充值券币种,充值券金额,优惠券币种,优惠券金额,微信退款单号,商户退款单号,退款类型,退款状态,商品名称,商户数据包,"
          + "手续费,费率,标价币种,订单金额(标价币种),用户支付币种,用户支付金额,结算币种,应结订单金额,支付汇率,退款汇率,"
          + "申请退款金额,用户退款币种,用户退款金额,退款结算币种,退款应结订单金额,充值券退款金额,优惠券退款金额";
  private static final String RATE = "100000000";

  private Statement() {}

  /** Returns the text of the statement in UTF-8. */
  public static byte[] of(DayOfTrade entries, String mchid) {
    BillWriter table = new BillWriter(COLUMNS);
    entries.paid().forEach(order -> table.row(row(order, mchid, null)));
    entries.back().forEach(refund -> table.row(row(refund.order(), mchid, refund)));
    String in = yuan(entries.in());
    String out = yuan(entries.out());
    table.sums(TradeBill.SUMS, entries.count(), in, out, yuan(0), "0.00000", in, out);
    return table.bytes();
  }

  private static Object[] row(Order order, String mchid, @Nullable Refund refund) {
    boolean isRefund = refund != null;
    Order.Payment payment = TradeBill.payment(order);
    String appid = TradeBill.text(order, "appid");
    String device = TradeBill.text(order, "device_info");
    String total = yuan(isRefund ? 0 : order.total());
    String amount = yuan(refund == null ? 0 : refund.amount());
    List<Object> row = new ArrayList<>();
    row.add(Times.spaced(refund == null ? payment.time() : refund.time()));
    String sub = Objects.requireNonNullElse(order.draft().text("sub_mchid"), "0");
    row.addAll(List.of(appid, mchid, sub, device, payment.transactionId(), order.outTradeNo()));
    row.addAll(List.of(payment.openid(), order.draft().type(), isRefund ? "REFUND" : "SUCCESS"));
    row.addAll(List.of("OTHERS", "CNY", yuan(0), "CNY", yuan(0)));
    row.add(refund == null ? "0" : refund.refundId());
    row.add(refund == null ? "0" : refund.outRefundNo());
    row.addAll(List.of(isRefund ? "ORIGINAL" : "", isRefund ? "SUCCESS" : ""));
    row.add(TradeBill.text(order, "description"));
    row.add(TradeBill.text(order, "attach"));
    row.addAll(List.of("0.00000", "0.00%", "CNY", total, "CNY", total, "CNY", total));
    row.addAll(List.of(RATE, isRefund ? RATE : "", amount, "CNY", amount, "CNY", amount));
    row.addAll(List.of(yuan(0), yuan(0)));
    return row.toArray();
  }
}
