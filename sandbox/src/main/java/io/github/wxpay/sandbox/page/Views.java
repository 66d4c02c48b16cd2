package io.github.wxpay.sandbox.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.Delivery;
import io.github.wxpay.sandbox.Recorded;
import io.github.wxpay.sandbox.SignedNotification;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Converts calls, orders and notifications to JSON for the page. */
final class Views {
  private static final int LINE = 300;

  private final DisplayText shown;

  Views(DisplayText shown) {
    this.shown = shown;
  }

  /** Returns the entry of a call in the list. */
  ObjectNode line(Recorded call) {
    ObjectNode line = object();
    line.put("number", call.number());
    line.put("time", call.time().toString());
    line.put("micros", call.duration().toNanos() / 1000);
    line.put("method", call.method());
    line.put("target", shown.text(call.target(), LINE));
    line.put("status", call.status());
    line.put("failed", FailureSummary.on(call).failed());
    return line;
  }

  /** Returns the details of a call. */
  ObjectNode details(Recorded call) {
    ObjectNode details = line(call);
    details.put("target", shown.text(call.target()));
    details.put("words", shown.text(FailureSummary.on(call).words()));
    details.put("objected", call.problem().isPresent());
    ObjectNode request = details.putObject("request");
    request.set("headers", shown.headers(call.headers()));
    request.set("body", shown.body(call.body()));
    ObjectNode answer = details.putObject("answer");
    answer.set("headers", shown.plainHeaders(call.answerHeaders()));
    answer.set("body", shown.body(call.answerBody().orElse(null)));
    call.signedText()
        .ifPresent(
            expected -> {
              ObjectNode signed = details.putObject("signing");
              signed.put("version", number(call.version()));
              signed.put("expected", shown.text(expected));
              call.actualSignedText().ifPresent(text -> signed.put("actual", shown.text(text)));
            });
    return details;
  }

  ObjectNode order(Map<String, Object> order) {
    ObjectNode view = object();
    view.put("out_trade_no", text(order, "out_trade_no"));
    view.put("version", number(String.valueOf(order.get("version"))));
    view.put("type", text(order, "trade_type"));
    view.put("state", text(order, "state"));
    view.put("fen", fen(order, "total"));
    view.put("yuan", yuan(fen(order, "total")));
    view.put("refunded", fen(order, "refunded"));
    view.put("refunded_yuan", yuan(fen(order, "refunded")));
    view.put("description", text(order, "description"));
    view.put("notify_url", text(order, "notify_url"));
    view.put("code_url", text(order, "code_url"));
    if (order.containsKey("transaction_id")) {
      view.put("transaction_id", text(order, "transaction_id"));
      view.put("paid", text(order, "success_time"));
    }
    return view;
  }

  /** Returns the entry of a notification in the list. */
  ObjectNode line(Delivery sent) {
    ObjectNode line = object();
    line.put("number", sent.number());
    line.put("time", sent.time().toString());
    line.put("event", sent.notification().eventType());
    line.put("version", number(sent.notification().version()));
    line.put("receiver", shown.text(sent.receiver().toString(), LINE));
    line.put("status", sent.status());
    line.put("failed", sent.problem().isPresent() || sent.status() / 100 != 2);
    line.put("problem", sent.problem().map(shown::text).orElse(null));
    return line;
  }

  /** Returns the details of a notification. */
  ObjectNode details(Delivery sent) {
    ObjectNode details = line(sent);
    details.put("receiver", shown.text(sent.receiver().toString()));
    SignedNotification notification = sent.notification();
    details.put("id", notification.id());
    ObjectNode message = details.putObject("message");
    message.set("headers", shown.plainHeaders(notification.headers()));
    message.set("body", shown.body(notification.body()));
    details.put("plaintext", shown.text(Indented.of(notification.plaintext())));
    details.set("answer", shown.body(sent.body()));
    return details;
  }

  private static @Nullable String text(Map<String, Object> order, String name) {
    Object value = order.get(name);
    return value == null ? null : value.toString();
  }

  private static long fen(Map<String, Object> order, String name) {
    return ((Number) Objects.requireNonNull(order.get(name), name)).longValue();
  }

  /** Returns the number of a protocol, 2 or 3. */
  private static int number(String version) {
    return version.equals("v2") ? 2 : 3;
  }

  private static String yuan(long fen) {
    return BigDecimal.valueOf(fen, 2).toPlainString();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
