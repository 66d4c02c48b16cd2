package io.github.wxpay.internal.transport;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * A body that knows whether its request may have been sent. The JDK's client asks for the length of
 * a body when it writes the head of the request to a connection, and subscribes when it then sends
 * the body; it does neither before there is a connection. Without its body a request that has one
 * is not executed, so only a request without a body counts as sent from its head on.
 */
final class TrackedBody implements BodyPublisher {
  private final BodyPublisher body;
  private final Executor reader;
  private volatile boolean begun;

  /** Creates a body that is read by this executor. */
  TrackedBody(BodyPublisher body, Executor reader) {
    this.body = body;
    this.reader = reader;
  }

  /** Returns whether the request may have been sent; {@code false} is certain. */
  boolean isBegun() {
    return begun;
  }

  @Override
  public long contentLength() {
    long length = body.contentLength();
    if (length == 0) {
      begun = true;
    }
    return length;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    begun = true;
    reader.execute(() -> body.subscribe(new Reading(subscriber)));
  }

  /** Passes a body on, and its subscriber's requests to the executor. */
  private final class Reading implements Flow.Subscriber<ByteBuffer> {
    private final Flow.Subscriber<? super ByteBuffer> subscriber;

    Reading(Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscriber.onSubscribe(
          new Flow.Subscription() {
            @Override
            public void request(long n) {
              reader.execute(() -> subscription.request(n));
            }

            @Override
            public void cancel() {
              subscription.cancel();
            }
          });
    }

    @Override
    public void onNext(ByteBuffer bytes) {
      subscriber.onNext(bytes);
    }

    @Override
    public void onError(Throwable e) {
      subscriber.onError(e);
    }

    @Override
    public void onComplete() {
      subscriber.onComplete();
    }
  }
}
