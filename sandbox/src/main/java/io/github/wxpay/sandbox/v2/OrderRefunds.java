package io.github.wxpay.sandbox.v2;

import io.github.wxpay.catalogue.Routes;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.Numbers;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Refund;
import io.github.wxpay.sandbox.ledger.Times;
import java.util.LinkedHashMap;
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

  void register(Routes<Endpoint> routes) {
    routes.add("POST", "secapi/pay/refund", Endpoint.of(this::refund, Endpoint.Trait.CERTIFICATE));
    routes.add("POST", "pay/refundquery", Endpoint.of(this::query));
  }

  private Answer refund(V2Request ask) {
    Form form = ask.form();
    form.text("appid", 32);
    String number = form.matching("out_refund_no", Numbers.REFUND, Numbers.REFUND_RULE);
    long total = form.integer("total_fee", 1, Integer.MAX_VALUE);
    long amount = form.integer("refund_fee", 1, Integer.MAX_VALUE);
    Order order = Orders.wanted(form, ledger);
    Refund refund =
        ledger.refund(order, new Refund.Claim(number, amount, total, form.parameters()));
    Map<String, String> fields = numbers(refund.order());
    fields.put("out_refund_no", refund.outRefundNo());
    fields.put("refund_id", refund.refundId());
    fields.put("refund_fee", Long.toString(refund.amount()));
    fields.put("cash_refund_fee", Long.toString(refund.amount()));
    fields.put("coupon_refund_fee", "0");
    fields.put("coupon_refund_count", "0");
    return ask.ok(fields);
  }

  private Answer query(V2Request ask) {
    Form form = ask.form();
    form.text("appid", 32);
    List<Refund> found = ledger.refunds(name(form), wanted(form));
    Map<String, String> fields = numbers(found.get(0).order());
    fields.put("refund_count", Integer.toString(found.size()));
    for (int i = 0; i < found.size(); i++) {
      Refund refund = found.get(i);
      fields.put("out_refund_no_" + i, refund.outRefundNo());
      fields.put("refund_id_" + i, refund.refundId());
      fields.put("refund_channel_" + i, "ORIGINAL");
      fields.put("refund_fee_" + i, Long.toString(refund.amount()));
      fields.put("refund_status_" + i, "SUCCESS");
      fields.put("refund_account_" + i, "REFUND_SOURCE_RECHARGE_FUNDS");
      // So spelt by the platform.
      fields.put("refund_recv_accout_" + i, "支付用户零钱");
      fields.put("refund_success_time_" + i, Times.spaced(refund.time()));
    }
    return ask.ok(fields);
  }

  // The most precise number wins: refund_id, out_refund_no, transaction_id, out_trade_no.
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

  private static Predicate<Refund> wanted(Form form) {
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

  private static Map<String, String> numbers(Order order) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("transaction_id", payment(order).transactionId());
    fields.put("out_trade_no", order.outTradeNo());
    fields.put("total_fee", Long.toString(order.total()));
    fields.put("cash_fee", Long.toString(order.total()));
    return fields;
  }

  private static Order.Payment payment(Order order) {
    return Objects.requireNonNull(order.payment(), "payment == null");
  }
}
