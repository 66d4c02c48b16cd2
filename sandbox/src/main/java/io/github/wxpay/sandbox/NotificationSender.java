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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends notifications and keeps the last 1,000 deliveries. Safe for use by many threads. */
final class NotificationSender {
  private static final System.Logger LOG = System.getLogger(NotificationSender.class.getName());
  private static final int MAX_DELIVERIES = 1_000;
  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private final AnswerCheck check;
  private final Clock clock;
  private final Deque<Delivery> deliveries = new ArrayDeque<>();
  private final ExecutorService later =
      new ThreadPoolExecutor(
          0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), NotificationSender::thread);
  private long count;
  private int pending;

  NotificationSender(Credentials credentials, Clock clock) {
    this.check = new AnswerCheck(credentials);
    this.clock = clock;
  }

  /** Sends a notification and adds the delivery to the list, with or without a reply. */
  Delivery deliver(URI receiver, SignedNotification notification) {
    Instant time = clock.instant();
    HttpResponse<byte[]> response;
    try {
      response =
          Post.send(receiver, notification.message().headers(), notification.message().body());
    } catch (IOException e) {
      keep(n -> new Delivery(n, time, receiver, notification, 0, new byte[0], "no reply: " + e));
      throw new UncheckedIOException("no reply from " + receiver, e);
    }
    String problem =
        notification.message().type().isAnsweredSigned()
            ? check.problem(response.headers().allValues("Authorization"), response.body())
            : null;
    return keep(
        n ->
            new Delivery(
                n, time, receiver, notification, response.statusCode(), response.body(), problem));
  }

  /** Sends a notification if the receiver is on this machine; a failure is only logged. */
  void tryDeliver(@Nullable String receiver, SignedNotification notification) {
    URI uri = local(receiver);
    if (uri != null) {
      tryDeliver(uri, notification);
    }
  }

  private void tryDeliver(URI receiver, SignedNotification notification) {
    try {
      deliver(receiver, notification);
    } catch (UncheckedIOException e) {
      LOG.log(System.Logger.Level.DEBUG, "not delivered: " + notification, e);
    }
  }

  /**
   * Sends a notification on another thread, one after the other, if the receiver is on this
   * machine.
   */
  void deliverLater(@Nullable String receiver, Supplier<SignedNotification> notification) {
    URI uri = local(receiver);
    if (uri == null) {
      return;
    }
    synchronized (deliveries) {
      pending++;
    }
    try {
      later.execute(() -> deliverNow(uri, notification));
    } catch (RejectedExecutionException closed) {
      done();
    }
  }

  private void deliverNow(URI receiver, Supplier<SignedNotification> notification) {
    try {
      tryDeliver(receiver, notification.get());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "the sandbox failed to create a notification", e);
    } finally {
      done();
    }
  }

  private void done() {
    synchronized (deliveries) {
      pending--;
      deliveries.notifyAll();
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "wxpay-sandbox-notifications");
    thread.setDaemon(true);
    return thread;
  }

  /** Stops the delivery in progress and drops those that are pending. */
  void close() {
    int unsent = later.shutdownNow().size();
    synchronized (deliveries) {
      pending -= unsent;
      deliveries.notifyAll();
    }
  }

  /** Returns the address of a receiver; null if there is none on this machine. */
  private static @Nullable URI local(@Nullable String receiver) {
    if (receiver == null) {
      return null;
    }
    try {
      URI uri = new URI(receiver);
      return Post.allowed(uri) ? uri : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  List<Delivery> deliveries() {
    synchronized (deliveries) {
      return List.copyOf(deliveries);
    }
  }

  /** Waits until no notification is pending, for at most 10 s. */
  void await() {
    synchronized (deliveries) {
      long end = System.nanoTime() + MAX_WAIT.toNanos();
      try {
        for (long left = MAX_WAIT.toMillis(); pending > 0 && left > 0; ) {
          deliveries.wait(left);
          left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Delivery keep(LongFunction<Delivery> numbered) {
    synchronized (deliveries) {
      Delivery delivery = numbered.apply(++count);
      deliveries.add(delivery);
      if (deliveries.size() > MAX_DELIVERIES) {
        deliveries.remove();
      }
      return delivery;
    }
  }
}
