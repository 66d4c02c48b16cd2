package io.github.wxpay.sandbox.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.http.Exchange;
import io.github.wxpay.sandbox.http.ExpectedText;
import io.github.wxpay.sandbox.ledger.Order;
import java.math.BigDecimal;

/** Calls, orders and notifications as JSON. */
final class Views {
  private static final int LINE = 300;

  private final DisplayText shown;

  Views(DisplayText shown) {
    this.shown = shown;
  }

  /** Returns the line of the list. */
  ObjectNode line(Exchange call) {
    ObjectNode line = object();
    line.put("number", call.number());
    line.put("time", call.time().toString());
    line.put("micros", call.duration().toNanos() / 1000);
    line.put("method", call.inbound().method());
    line.put("target", shown.text(call.inbound().target(), LINE));
    line.put("status", call.status());
    line.put("failed", FailureSummary.on(call).failed());
    return line;
  }

  /** Returns all of a call. */
  ObjectNode whole(Exchange call) {
    ObjectNode whole = line(call);
    whole.put("target", shown.text(call.inbound().target()));
    whole.put("words", shown.text(FailureSummary.on(call).words()));
    whole.put("objected", call.problem() != null);
    ObjectNode request = whole.putObject("request");
    request.set("headers", shown.headers(call.inbound().headers()));
    request.set("body", shown.body(call.inbound().body()));
    ObjectNode answer = whole.putObject("answer");
    answer.set("headers", shown.plainHeaders(call.answerHeaders()));
    answer.set("body", shown.body(call.answerBody()));
    ExpectedText signing = call.signing();
    if (signing != null) {
      ObjectNode signed = whole.putObject("signing");
      signed.put("version", signing.version());
      signed.put("expected", shown.text(signing.expected()));
      String actual = signing.actual();
      if (actual != null) {
        signed.put("actual", shown.text(actual));
      }
    }
    return whole;
  }

  ObjectNode order(Order order) {
    ObjectNode view = object();
    view.put("out_trade_no", order.outTradeNo());
    view.put("version", order.draft().version());
    view.put("type", order.draft().type().name());
    view.put("state", order.state().name());
    view.put("fen", order.total());
    view.put("yuan", yuan(order.total()));
    view.put("refunded", order.refunded());
    view.put("refunded_yuan", yuan(order.refunded()));
    view.put("description", order.draft().text("description"));
    view.put("notify_url", order.draft().text("notify_url"));
    view.put("code_url", order.codeUrl());
    Order.Payment payment = order.payment();
    if (payment != null) {
      view.put("transaction_id", payment.transactionId());
      view.put("paid", payment.time().toString());
    }
    return view;
  }

  /** Returns the line of the list. */
  ObjectNode line(Sent sent) {
    ObjectNode line = object();
    line.put("number", sent.number());
    line.put("time", sent.time().toString());
    line.put("event", sent.message().event().name());
    line.put("version", sent.message().event().version());
    line.put("receiver", shown.text(sent.receiver().toString(), LINE));
    line.put("status", sent.status());
    String problem = sent.problem();
    line.put("failed", problem != null || sent.status() / 100 != 2);
    line.put("problem", problem == null ? null : shown.text(problem));
    return line;
  }

  /** Returns all of a notification. */
  ObjectNode whole(Sent sent) {
    ObjectNode whole = line(sent);
    whole.put("receiver", shown.text(sent.receiver().toString()));
    whole.put("id", sent.message().id());
    ObjectNode message = whole.putObject("message");
    message.set("headers", shown.plainHeaders(sent.message().headers()));
    message.set("body", shown.body(sent.message().body()));
    String plain = sent.message().plaintext();
    whole.put("plaintext", shown.text(Indented.of(plain)));
    whole.set("answer", shown.body(sent.answer()));
    return whole;
  }

  private static String yuan(long fen) {
    return BigDecimal.valueOf(fen, 2).toPlainString();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
