package io.github.wxpay.internal.transport;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A body that records whether its request may have been sent. The JDK's client calls {@code
 * contentLength} when it writes the head of the request to a connection, and subscribes when it
 * then sends the body, but does neither before there is a connection. The platform does not execute
 * a request without its body, so only a request that has no body counts as sent when its head is
 * written.
 *
 * <p>After {@link #end} neither happens: a connection that is made late, which Java 11 does not
 * prevent, sends nothing.
 */
final class TrackedBody implements BodyPublisher {
  private final BodyPublisher body;
  private final Executor reader;
  private boolean begun;
  private boolean ended;

  /** Creates a body that is read by this executor. */
  TrackedBody(BodyPublisher body, Executor reader) {
    this.body = body;
    this.reader = reader;
  }

  /** Returns whether the request may have been sent; it may still be sent later. */
  synchronized boolean isBegun() {
    return begun;
  }

  /**
   * Ends the exchange for this body, and returns whether the request may have been sent; {@code
   * false} is certain and final.
   */
  synchronized boolean end() {
    ended = true;
    return begun;
  }

  /** Called before anything is sent that makes the platform execute the request. */
  private synchronized void begin() {
    if (ended) {
      throw new CancellationException("The call has ended, so its request is not sent");
    }
    begun = true;
  }

  @Override
  public long contentLength() {
    long length = body.contentLength();
    if (length == 0) {
      begin();
    }
    return length;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    reader.execute(() -> new Reading(subscriber).start());
  }

  /**
   * Passes on a body to its subscriber, the subscriber's requests to the executor, and exceptions
   * of opening and reading to the subscriber.
   */
  private final class Reading implements Flow.Subscriber<ByteBuffer> {
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private Flow.@Nullable Subscription source;

    Reading(Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    void start() {
      try {
        begin();
        body.subscribe(this);
      } catch (RuntimeException | Error e) { // for example, the file was deleted
        if (source == null) {
          subscriber.onSubscribe(requests(null));
        }
        subscriber.onError(e);
      }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      source = subscription;
      subscriber.onSubscribe(requests(subscription));
    }

    private void read(Flow.Subscription of, long n) {
      try {
        of.request(n);
      } catch (RuntimeException | Error e) { // for example, the file changes while it is read
        subscriber.onError(e);
      }
    }

    private Flow.Subscription requests(Flow.@Nullable Subscription of) {
      return new Flow.Subscription() {
        @Override
        public void request(long n) {
          if (of != null) {
            reader.execute(() -> read(of, n));
          }
        }

        @Override
        public void cancel() {
          if (of != null) {
            of.cancel();
          }
        }
      };
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
