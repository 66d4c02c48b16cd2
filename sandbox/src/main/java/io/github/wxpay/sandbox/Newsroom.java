package io.github.wxpay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.event.Event;
import io.github.wxpay.sandbox.event.Events;
import io.github.wxpay.sandbox.event.Facts;
import io.github.wxpay.sandbox.event.Payload;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Times;
import io.github.wxpay.sandbox.v3.Stamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes notifications of both protocols. */
final class Newsroom {
  private final Credentials credentials;
  private final Clock clock;
  private final io.github.wxpay.sandbox.v2.Notices v2;
  private final io.github.wxpay.sandbox.v3.Notices v3;

  Newsroom(Credentials credentials, Clock clock, Stamp stamp) {
    this.credentials = credentials;
    this.clock = clock;
    this.v2 = new io.github.wxpay.sandbox.v2.Notices(credentials);
    this.v3 = new io.github.wxpay.sandbox.v3.Notices(credentials, stamp);
  }

  SignedNotification make(String eventType, Map<String, ?> given) {
    Event event = Events.named(eventType);
    Instant now = clock.instant();
    Facts facts = new Facts(credentials.mchid(), now, credentials::encrypt);
    ObjectNode payload = Payload.of(event, facts, given);
    return new SignedNotification(
        event.version() == 2 ? v2.make(event, payload, now) : v3.make(event, payload, now));
  }

  /** Tells that an order is paid, in the protocol in which it was made. */
  SignedNotification paid(Order order) {
    Order.Payment payment = Objects.requireNonNull(order.payment(), "payment == null");
    Map<String, @Nullable Object> given = new HashMap<>();
    given.put("appid", order.draft().text("appid"));
    given.put("attach", order.draft().text("attach"));
    given.put("out_trade_no", order.outTradeNo());
    given.put("transaction_id", payment.transactionId());
    given.put("trade_type", order.draft().type().name());
    if (order.draft().version() == 2) {
      given.put("openid", payment.openid());
      given.put("total_fee", Long.toString(order.total()));
      given.put("time_end", Times.compact(payment.time()));
      return make("v2/transaction-success", given);
    }
    given.put("payer", Map.of("openid", payment.openid()));
    given.put("amount", Map.of("total", order.total()));
    given.put("success_time", Times.rfc3339(payment.time()));
    return make("TRANSACTION.SUCCESS", given);
  }
}
