package io.github.wxpay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.event.Event;
import io.github.wxpay.sandbox.event.EventContext;
import io.github.wxpay.sandbox.event.Events;
import io.github.wxpay.sandbox.event.Payload;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.v3.ResponseSigner;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes notifications of both protocols. */
final class NotificationFactory {
  private final Credentials credentials;
  private final Clock clock;
  private final io.github.wxpay.sandbox.v2.Notices v2;
  private final io.github.wxpay.sandbox.v3.Notices v3;

  NotificationFactory(Credentials credentials, Clock clock, ResponseSigner stamp) {
    this.credentials = credentials;
    this.clock = clock;
    this.v2 = new io.github.wxpay.sandbox.v2.Notices(credentials);
    this.v3 = new io.github.wxpay.sandbox.v3.Notices(credentials, stamp);
  }

  SignedNotification make(String eventType, Map<String, ?> given) {
    Event event = Events.named(eventType);
    Instant now = clock.instant();
    EventContext facts = new EventContext(credentials.mchid(), now, credentials::encrypt);
    ObjectNode payload = Payload.of(event, facts, given);
    return new SignedNotification(
        event.version() == 2 ? v2.make(event, payload, now) : v3.make(event, payload, now));
  }

  /** Tells that an order is paid, or those of a combined one, in the protocol they came by. */
  SignedNotification paid(List<Order> orders) {
    boolean xml = orders.get(0).draft().version() == 2;
    Map<String, @Nullable Object> given = PaymentEvent.fields(orders, credentials.mchid());
    return make(xml ? "v2/transaction-success" : "TRANSACTION.SUCCESS", given);
  }
}
