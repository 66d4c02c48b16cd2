package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Refund;

/**
 * Refunds of merchants, {@code v3/refund/domestic/refunds}, and of e-commerce platforms, {@code
 * v3/ecommerce/refunds}. A refund is in processing in the response and successful in queries, and
 * can be sent again to a bank card.
 */
final class Refunds implements StatefulApi {
  private static final String DIRECT = "v3/refund/domestic/refunds";
  private static final String ECOMMERCE = "v3/ecommerce/refunds/";
  private static final String ABNORMAL = "{refund_id}/apply-abnormal-refund";

  private static final FieldRules REFUND =
      FieldRules.NONE
          .oneOf("amount/currency", "CNY")
          .amount("amount/refund", 1)
          .amount("amount/total", 1);

  private final Ledger ledger;

  Refunds(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void register(OperationRegistry registry) {
    registry.on("POST", DIRECT, REFUND, this::create);
    registry.on("POST", ECOMMERCE + "apply", REFUND, this::apply);
    for (String root : new String[] {DIRECT + "/", ECOMMERCE + "out-refund-no/"}) {
      registry.on("GET", root + "{out_refund_no}", this::query);
    }
    registry.on("GET", ECOMMERCE + "id/{refund_id}", r -> RefundFields.of(byId(r), "SUCCESS"));
    registry.on("POST", ECOMMERCE + ABNORMAL, this::resend);
    registry.on("POST", DIRECT + "/" + ABNORMAL, this::resend);
  }

  // Only this endpoint has a separate code for an unknown order.
  private ObjectNode create(CheckedRequest request) {
    if (request.text("transaction_id").isEmpty() && request.text("out_trade_no").isEmpty()) {
      throw request.wrong("out_trade_no", "is required");
    }
    Order order;
    try {
      order = order(request);
    } catch (LedgerException unknown) {
      throw new LedgerException(LedgerException.Kind.REFUND_ORDER_UNKNOWN, unknown.getMessage());
    }
    return refund(request, order);
  }

  private ObjectNode apply(CheckedRequest request) {
    Order order = order(request);
    String theirs = order.draft().text("sub_mchid");
    String given = request.optional("sub_mchid");
    if (theirs != null && given != null && !theirs.equals(given)) {
      throw new LedgerException(
          LedgerException.Kind.ORDER_UNKNOWN,
          "order " + order.outTradeNo() + " does not belong to sub_mchid " + given);
    }
    return refund(request, order);
  }

  private Order order(CheckedRequest request) {
    return ledger.byEither(request.optional("transaction_id"), request.text("out_trade_no"));
  }

  private ObjectNode refund(CheckedRequest request, Order order) {
    Refund.Claim claim =
        new Refund.Claim(
            request.text("out_refund_no"),
            request.number("amount/refund"),
            request.number("amount/total"),
            request.body());
    return RefundFields.of(ledger.refund(order, claim), "PROCESSING");
  }

  private ObjectNode query(CheckedRequest request) {
    return RefundFields.of(ledger.refundOf(request.text("out_refund_no")), "SUCCESS");
  }

  private ObjectNode resend(CheckedRequest request) {
    Refund refund = byId(request);
    if (!refund.outRefundNo().equals(request.text("out_refund_no"))) {
      throw request.wrong(
          "out_refund_no", "must be the number of the refund, " + refund.outRefundNo());
    }
    return RefundFields.of(refund, "PROCESSING");
  }

  private Refund byId(CheckedRequest request) {
    String id = request.text("refund_id");
    return ledger.refunds(id, refund -> refund.refundId().equals(id)).get(0);
  }
}
