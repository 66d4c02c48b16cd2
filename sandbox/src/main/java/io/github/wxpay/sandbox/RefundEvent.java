package io.github.wxpay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Refund;
import io.github.wxpay.sandbox.ledger.Times;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The notification of a refund, in the protocol of its request. */
final class RefundEvent {
  private final Refund refund;
  private final boolean xml;

  RefundEvent(Refund refund) {
    this.refund = refund;
    this.xml = refund.parameters() instanceof Map;
  }

  String type() {
    return xml ? "v2/refund-processed" : "REFUND.SUCCESS";
  }

  /** Returns the {@code notify_url} of the request, null if there is none. */
  @Nullable String url() {
    if (refund.parameters() instanceof Map) {
      Object url = ((Map<?, ?>) refund.parameters()).get("notify_url");
      return url == null ? null : url.toString();
    }
    return refund.parameters() instanceof JsonNode
        ? ((JsonNode) refund.parameters()).path("notify_url").textValue()
        : null;
  }

  /** Returns the fields that depend on the refund; null removes a field. */
  Map<String, @Nullable Object> fields() {
    Order order = refund.order();
    Map<String, @Nullable Object> given = new HashMap<>();
    given.put("out_trade_no", order.outTradeNo());
    given.put("transaction_id", Objects.requireNonNull(order.payment()).transactionId());
    given.put("out_refund_no", refund.outRefundNo());
    given.put("refund_id", refund.refundId());
    if (xml) {
      given.put("success_time", Times.spaced(refund.time()));
      given.put("total_fee", Long.toString(order.total()));
      given.put("settlement_total_fee", Long.toString(order.total()));
      for (String name : new String[] {"refund_fee", "settlement_refund_fee", "cash_refund_fee"}) {
        given.put(name, Long.toString(refund.amount()));
      }
      return given;
    }
    given.put("success_time", Times.rfc3339(refund.time()));
    given.put("amount", Map.of("total", order.total(), "refund", refund.amount()));
    if (order.draft().text("sp_mchid") != null) {
      given.put("mchid", null);
      given.put("sp_mchid", order.draft().text("sp_mchid"));
      given.put("sub_mchid", order.draft().text("sub_mchid"));
    }
    return given;
  }
}
