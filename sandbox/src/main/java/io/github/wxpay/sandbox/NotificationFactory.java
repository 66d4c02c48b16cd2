package io.github.wxpay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.NotificationType;
import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.shape.NotificationShapes;
import io.github.wxpay.sandbox.v3.ResponseSigner;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates signed notifications of both protocols. */
final class NotificationFactory {
  private final Credentials credentials;
  private final NotificationShapes shapes;
  private final Clock clock;
  private final io.github.wxpay.sandbox.v2.Notices v2;
  private final io.github.wxpay.sandbox.v3.Notices v3;

  NotificationFactory(Credentials credentials, Clock clock, ResponseSigner signer) {
    this.credentials = credentials;
    this.shapes = new NotificationShapes(credentials);
    this.clock = clock;
    this.v2 = new io.github.wxpay.sandbox.v2.Notices(credentials);
    this.v3 = new io.github.wxpay.sandbox.v3.Notices(credentials, signer);
  }

  SignedNotification make(String eventType, Map<String, ?> fields) {
    NotificationType type = NotificationShapes.named(eventType);
    Instant now = clock.instant();
    ObjectNode payload = shapes.payload(type, now, fields);
    return new SignedNotification(
        type.version() == 2 ? v2.make(type, payload, now) : v3.make(type, payload, now));
  }

  /**
   * Creates the notification of a paid order, or of the orders of a combined one, in their
   * protocol.
   */
  SignedNotification paid(List<Order> orders) {
    boolean xml = orders.get(0).draft().version() == 2;
    Map<String, @Nullable Object> fields = PaymentEvent.fields(orders, credentials.mchid());
    return make(xml ? "v2/transaction-success" : "TRANSACTION.SUCCESS", fields);
  }
}
