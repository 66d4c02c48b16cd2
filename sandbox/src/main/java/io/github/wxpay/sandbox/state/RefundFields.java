package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Refund;
import io.github.wxpay.sandbox.ledger.Times;
import java.util.LinkedHashMap;
import java.util.Map;

/** Converts refunds to fields of the platform, with all documented names of each field. */
public final class RefundFields {
  private RefundFields() {}

  /** Returns the fields of a refund in APIv3, with {@code success_time} if it is successful. */
  static ObjectNode of(Refund refund, String status) {
    Order order = refund.order();
    String time = Times.rfc3339(refund.time());
    ObjectNode fields = Json.pick(OrderFields.of(order), "transaction_id", "out_trade_no");
    ObjectNode amount =
        fields
            .putObject("amount")
            .put("currency", "CNY")
            .put("refund", refund.amount())
            .put("payer_refund", refund.amount())
            .put("settlement_refund", refund.amount())
            .put("discount_refund", 0)
            .put("total", order.total())
            .put("payer_total", order.total())
            .put("settlement_total", order.total());
    amount.putArray("from");
    fields.putArray("promotion_detail");
    fields
        .put("refund_id", refund.refundId())
        .put("out_refund_no", refund.outRefundNo())
        .put("channel", "ORIGINAL")
        .put("funds_account", "AVAILABLE")
        .put("user_received_account", "支付用户零钱")
        .put("create_time", time)
        .put("status", status);
    return status.equals("SUCCESS") ? fields.put("success_time", time) : fields;
  }

  /** Returns the fields of a refund in APIv2. */
  public static Map<String, String> v2(Refund refund) {
    String amount = Long.toString(refund.amount());
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("out_refund_no", refund.outRefundNo());
    fields.put("refund_id", refund.refundId());
    fields.put("refund_channel", "ORIGINAL");
    fields.put("refund_fee", amount);
    fields.put("cash_refund_fee", amount);
    fields.put("coupon_refund_fee", "0");
    fields.put("coupon_refund_count", "0");
    fields.put("refund_status", "SUCCESS");
    fields.put("refund_account", "REFUND_SOURCE_RECHARGE_FUNDS");
    // The platform spells the field so.
    fields.put("refund_recv_accout", "支付用户零钱");
    fields.put("refund_success_time", Times.spaced(refund.time()));
    return fields;
  }
}
