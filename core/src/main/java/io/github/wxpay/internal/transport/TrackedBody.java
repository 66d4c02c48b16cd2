package io.github.wxpay.internal.transport;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/**
 * A body that knows whether its request may have been sent. The JDK's client asks for the length of
 * a body when it writes the head of the request to a connection, and subscribes when it then sends
 * the body; it does neither before there is a connection. Without its body a request that has one
 * is not executed, so only a request without a body counts as sent from its head on.
 */
final class TrackedBody implements BodyPublisher {
  private final BodyPublisher body;
  private volatile boolean begun;

  TrackedBody(BodyPublisher body) {
    this.body = body;
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
    body.subscribe(subscriber);
  }
}
