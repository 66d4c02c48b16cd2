package io.github.wxpay.sandbox.bill;

import static io.github.wxpay.sandbox.bill.BillWriter.yuan;

import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Refund;
import io.github.wxpay.sandbox.ledger.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes a trade bill: a row for each payment and each refund of a day. */
public final class TradeBill {
  // All columns; each kind of bill omits some.
  private static final List<String> COLUMNS =
      List.of(
          ("交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
                  + "应结订单金额,代金券金额,退款申请时间,退款成功时间,微信退款单号,商户退款单号,退款金额,充值券退款金额,"
                  + "退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注")
              .split(","));
  static final String SUMS = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";

  private TradeBill() {}

  /** Returns the text of the bill in UTF-8. */
  public static byte[] of(DayOfTrade entries, Kind kind, String mchid, String subMchid) {
    BillWriter table = new BillWriter(String.join(",", kind.only(COLUMNS)));
    for (Order order : entries.paid()) {
      table.row(kind.only(row(order, mchid, subMchid, null)).toArray());
    }
    for (Refund refund : entries.back()) {
      table.row(kind.only(row(refund.order(), mchid, subMchid, refund)).toArray());
    }
    String in = yuan(entries.in());
    String out = yuan(entries.out());
    table.sums(SUMS, entries.count(), in, out, yuan(0), "0.00000", in, out);
    return table.bytes();
  }

  /** Returns the headings of a bill of all trades. */
  static String headings() {
    return String.join(",", Kind.ALL.only(COLUMNS));
  }

  private static List<Object> row(
      Order order, String mchid, String subMchid, @Nullable Refund refund) {
    boolean isRefund = refund != null;
    String total = yuan(isRefund ? 0 : order.total());
    String amount = yuan(refund == null ? 0 : refund.amount());
    String time = Times.spaced(refund == null ? payment(order).time() : refund.time());
    List<Object> row = new ArrayList<>();
    String sub = Objects.requireNonNullElse(order.draft().text("sub_mchid"), subMchid);
    row.addAll(List.of(time, text(order, "appid"), mchid, sub, text(order, "device_info")));
    row.addAll(List.of(payment(order).transactionId(), order.outTradeNo()));
    row.addAll(List.of(payment(order).openid(), order.draft().type()));
    row.add(isRefund ? "REFUND" : "SUCCESS");
    row.addAll(List.of("OTHERS", "CNY", total, yuan(0)));
    row.addAll(List.of(isRefund ? time : "", isRefund ? time : ""));
    row.add(refund == null ? "0" : refund.refundId());
    row.add(refund == null ? "0" : refund.outRefundNo());
    row.addAll(List.of(amount, yuan(0), isRefund ? "ORIGINAL" : "", isRefund ? "SUCCESS" : ""));
    row.addAll(List.of(text(order, "description"), text(order, "attach"), "0.00000", "0.00%"));
    row.addAll(List.of(total, amount, ""));
    return row;
  }

  static String text(Order order, String name) {
    return Objects.requireNonNullElse(order.draft().text(name), "");
  }

  static Order.Payment payment(Order order) {
    return Objects.requireNonNull(order.payment(), "payment == null");
  }

  /** The kinds of trade bills, which differ in trades and columns. */
  public enum Kind {
    /** Payments and refunds. */
    ALL("退款申请时间,退款成功时间"),
    /** Payments only. */
    SUCCESS("退款申请时间,退款成功时间,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,申请退款金额"),
    /** Refunds only. */
    REFUND("");

    private final String omitted;

    Kind(String omitted) {
      this.omitted = "," + omitted + ",";
    }

    private <T> List<T> only(List<T> all) {
      List<T> some = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        if (!omitted.contains("," + COLUMNS.get(i) + ",")) {
          some.add(all.get(i));
        }
      }
      return some;
    }
  }
}
