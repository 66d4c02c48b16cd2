package io.github.wxpay.sandbox;

import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.http.Post;
import io.github.wxpay.sandbox.v3.AnswerCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Delivers notifications and remembers the last 1,000 deliveries. */
final class NotificationSender {
  private static final System.Logger LOG = System.getLogger(NotificationSender.class.getName());
  private static final int MOST = 1_000;

  private final AnswerCheck check;
  private final Clock clock;
  private final Deque<Delivery> deliveries = new ArrayDeque<>();
  private long count;

  NotificationSender(Credentials credentials, Clock clock) {
    this.check = new AnswerCheck(credentials);
    this.clock = clock;
  }

  /** Sends; the delivery stands in the list whether an answer came or not. */
  Delivery deliver(URI receiver, SignedNotification notification) {
    Instant time = clock.instant();
    HttpResponse<byte[]> answer;
    try {
      answer = Post.send(receiver, notification.message().headers(), notification.message().body());
    } catch (IOException e) {
      keep(n -> new Delivery(n, time, receiver, notification, 0, new byte[0], "no answer: " + e));
      throw new UncheckedIOException("no answer from " + receiver, e);
    }
    String problem =
        notification.message().type().isAnsweredSigned()
            ? check.problem(answer.headers().allValues("Authorization"), answer.body())
            : null;
    return keep(
        n ->
            new Delivery(
                n, time, receiver, notification, answer.statusCode(), answer.body(), problem));
  }

  /** Sends if the receiver is on this machine; whoever pays need not care what comes of it. */
  void tryDeliver(@Nullable String receiver, SignedNotification notification) {
    URI uri = receiver == null ? null : uri(receiver);
    if (uri == null || !Post.allowed(uri)) {
      return;
    }
    try {
      deliver(uri, notification);
    } catch (UncheckedIOException e) {
      LOG.log(System.Logger.Level.DEBUG, "not delivered: " + notification, e);
    }
  }

  private static @Nullable URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  List<Delivery> deliveries() {
    synchronized (deliveries) {
      return List.copyOf(deliveries);
    }
  }

  private Delivery keep(LongFunction<Delivery> numbered) {
    synchronized (deliveries) {
      Delivery delivery = numbered.apply(++count);
      deliveries.add(delivery);
      if (deliveries.size() > MOST) {
        deliveries.remove();
      }
      return delivery;
    }
  }
}
