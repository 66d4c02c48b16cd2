package io.github.wxpay.sandbox.v2;

import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.Numbers;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Refund;
import io.github.wxpay.sandbox.state.OrderFields;
import io.github.wxpay.sandbox.state.RefundFields;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** Refunds: {@code secapi/pay/refund}, {@code pay/refundquery}. */
final class OrderRefunds {
  private final Ledger ledger;

  OrderRefunds(Ledger ledger) {
    this.ledger = ledger;
  }

  void register(Endpoints endpoints) {
    endpoints.on("POST", "secapi/pay/refund", this::refund);
    endpoints.on("POST", "pay/refundquery", this::query);
  }

  private Answer refund(V2Request request) {
    Form form = request.form();
    form.text("appid", 32);
    String number = form.matching("out_refund_no", Numbers.REFUND, Numbers.REFUND_RULE);
    long total = form.integer("total_fee", 1, Integer.MAX_VALUE);
    long amount = form.integer("refund_fee", 1, Integer.MAX_VALUE);
    Order order = Orders.requested(form, ledger);
    Refund refund =
        ledger.refund(order, new Refund.Claim(number, amount, total, form.parameters()));
    Map<String, String> fields = OrderFields.v2(refund.order());
    fields.putAll(RefundFields.v2(refund));
    return request.documented(fields);
  }

  private Answer query(V2Request request) {
    Form form = request.form();
    form.text("appid", 32);
    List<Refund> found = ledger.refunds(name(form), matching(form));
    Map<String, String> fields = OrderFields.v2(found.get(0).order());
    fields.put("refund_count", Integer.toString(found.size()));
    for (int i = 0; i < found.size(); i++) {
      String index = "_" + i;
      RefundFields.v2(found.get(i)).forEach((name, value) -> fields.put(name + index, value));
    }
    return request.documented(fields);
  }

  // The most specific number takes precedence: refund_id, out_refund_no, transaction_id,
  // out_trade_no.
  private static String key(Form form) {
    for (String name :
        new String[] {"refund_id", "out_refund_no", "transaction_id", "out_trade_no"}) {
      if (form.optional(name) != null) {
        return name;
      }
    }
    throw Failure.communication("缺少参数: out_trade_no is required");
  }

  private static String name(Form form) {
    return key(form) + " " + form.optional(key(form));
  }

  private static Predicate<Refund> matching(Form form) {
    String key = key(form);
    String value = String.valueOf(form.optional(key));
    switch (key) {
      case "refund_id":
        return r -> r.refundId().equals(value);
      case "out_refund_no":
        return r -> r.outRefundNo().equals(value);
      case "transaction_id":
        return r -> payment(r.order()).transactionId().equals(value);
      default:
        return r -> r.order().outTradeNo().equals(value);
    }
  }

  private static Order.Payment payment(Order order) {
    return Objects.requireNonNull(order.payment(), "payment == null");
  }
}
