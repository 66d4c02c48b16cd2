package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Routes;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Numbers;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Refund;
import io.github.wxpay.sandbox.ledger.Times;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Refunds: {@code v3/refund/domestic/refunds}. */
final class Refunds {
  private static final String ROOT = "v3/refund/domestic/refunds";

  private final Ledger ledger;

  Refunds(Ledger ledger) {
    this.ledger = ledger;
  }

  void register(Routes<Handler> routes) {
    routes.add("POST", ROOT, this::create);
    routes.add("GET", ROOT + "/{out_refund_no}", this::query);
  }

  private Answer create(V3Request call) {
    Fields body = call.body();
    String transactionId = body.optionalText("transaction_id", 1, 32);
    String outTradeNo = body.optionalText("out_trade_no", 6, 32);
    if (transactionId == null && outTradeNo == null) {
      throw body.missing("out_trade_no");
    }
    String number = body.matching("out_refund_no", Numbers.REFUND, Numbers.REFUND_RULE);
    body.optionalText("reason", 1, 80);
    body.optionalText("notify_url", 8, 256);
    Fields amount = body.object("amount");
    amount.text("currency", 1, 16);
    amount.optionalOneOf("currency", "CNY");
    long refund = amount.integer("refund", 1, Integer.MAX_VALUE);
    long total = amount.integer("total", 1, Integer.MAX_VALUE);
    Order order = orderOf(transactionId, outTradeNo);
    Refund.Claim claim = new Refund.Claim(number, refund, total, body.node());
    // Money never arrives at once: the answer says PROCESSING, a later query says SUCCESS.
    return Json.answer(200, view(ledger.refund(order, claim), "PROCESSING"));
  }

  // Here, and only here, the platform has another code for an order it does not know.
  private Order orderOf(@Nullable String transactionId, @Nullable String outTradeNo) {
    try {
      return ledger.byEither(transactionId, outTradeNo);
    } catch (LedgerException trouble) {
      throw new Refusal(404, "RESOURCE_NOT_EXISTS", "订单不存在: " + trouble.getMessage());
    }
  }

  private Answer query(V3Request call) {
    String number = call.path("out_refund_no", Numbers.REFUND, Numbers.REFUND_RULE);
    Refund refund = ledger.refundOf(number);
    ObjectNode view = view(refund, "SUCCESS");
    view.put("success_time", Times.rfc3339(refund.time()));
    return Json.answer(200, view);
  }

  private static ObjectNode view(Refund refund, String status) {
    Order order = refund.order();
    Order.Payment payment = Objects.requireNonNull(order.payment(), "payment == null");
    ObjectNode view = Json.object();
    ObjectNode amount = view.putObject("amount");
    amount.put("currency", "CNY");
    amount.put("discount_refund", 0);
    amount.putArray("from");
    amount.put("payer_refund", refund.amount());
    amount.put("payer_total", order.total());
    amount.put("refund", refund.amount());
    amount.put("settlement_refund", refund.amount());
    amount.put("settlement_total", order.total());
    amount.put("total", order.total());
    view.put("channel", "ORIGINAL");
    view.put("create_time", Times.rfc3339(refund.time()));
    view.put("funds_account", "AVAILABLE");
    view.put("out_refund_no", refund.outRefundNo());
    view.put("out_trade_no", order.outTradeNo());
    view.putArray("promotion_detail");
    view.put("refund_id", refund.refundId());
    view.put("status", status);
    view.put("transaction_id", payment.transactionId());
    view.put("user_received_account", "支付用户零钱");
    return view;
  }
}
