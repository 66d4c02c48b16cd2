package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Refund;
import io.github.wxpay.sandbox.ledger.Times;
import java.util.Objects;

/**
 * Refunds of a platform of shops, {@code v3/ecommerce/refunds}, and refunds that went wrong and are
 * sent on to a bank card: any of the ledger's may be.
 */
final class RefundsOfOthers implements StatefulApi {
  private static final String ROOT = "v3/ecommerce/refunds/";
  private static final String ABNORMAL = "{refund_id}/apply-abnormal-refund";

  private final Ledger ledger;

  RefundsOfOthers(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void register(OperationRegistry desk) {
    desk.on("POST", ROOT + "apply", this::apply);
    desk.on("GET", ROOT + "id/{refund_id}", asked -> view(byId(asked), "SUCCESS"));
    desk.on("GET", ROOT + "out-refund-no/{out_refund_no}", this::query);
    desk.on("POST", ROOT + ABNORMAL, this::resend);
    desk.on("POST", "v3/refund/domestic/refunds/" + ABNORMAL, this::resend);
  }

  private ObjectNode apply(CheckedRequest asked) {
    String transaction = asked.text("transaction_id");
    Order order =
        ledger.byEither(transaction.isEmpty() ? null : transaction, asked.text("out_trade_no"));
    String theirs = order.draft().text("sub_mchid");
    String given = asked.text("sub_mchid");
    if (theirs != null && !given.isEmpty() && !theirs.equals(given)) {
      throw new LedgerException(
          LedgerException.Kind.ORDER_UNKNOWN,
          "order " + order.outTradeNo() + " is not of " + given);
    }
    long amount = asked.fen("amount/refund", 1);
    long total = asked.fen("amount/total", 1);
    Refund.Claim claim = new Refund.Claim(asked.text("out_refund_no"), amount, total, asked.body());
    return view(ledger.refund(order, claim), "PROCESSING");
  }

  private ObjectNode query(CheckedRequest asked) {
    return view(ledger.refundOf(asked.text("out_refund_no")), "SUCCESS");
  }

  private ObjectNode resend(CheckedRequest asked) {
    Refund refund = byId(asked);
    if (!refund.outRefundNo().equals(asked.text("out_refund_no"))) {
      throw asked.wrong("out_refund_no", "must be that of the refund, " + refund.outRefundNo());
    }
    return view(refund, "PROCESSING");
  }

  private Refund byId(CheckedRequest asked) {
    String id = asked.text("refund_id");
    return ledger.refunds(id, refund -> refund.refundId().equals(id)).get(0);
  }

  private static ObjectNode view(Refund refund, String status) {
    Order order = refund.order();
    Order.Payment payment = Objects.requireNonNull(order.payment(), "payment == null");
    String time = Times.rfc3339(refund.time());
    ObjectNode view = Node.object();
    view.putObject("amount")
        .put("currency", "CNY")
        .put("refund", refund.amount())
        .put("payer_refund", refund.amount())
        .put("settlement_refund", refund.amount())
        .put("discount_refund", 0)
        .put("total", order.total())
        .put("payer_total", order.total())
        .put("settlement_total", order.total());
    view.put("refund_id", refund.refundId())
        .put("out_refund_no", refund.outRefundNo())
        .put("transaction_id", payment.transactionId())
        .put("out_trade_no", order.outTradeNo())
        .put("channel", "ORIGINAL")
        .put("user_received_account", "支付用户零钱")
        .put("create_time", time)
        .put("status", status);
    return status.equals("SUCCESS") ? view.put("success_time", time) : view;
  }
}
