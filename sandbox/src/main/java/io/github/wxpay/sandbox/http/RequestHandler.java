package io.github.wxpay.sandbox.http;

import java.time.Duration;

/** What becomes of one request, decided when no more than its head is there. */
public interface RequestHandler {
  /** Returns how many bytes of the body are read at most; the rest is left where it is. */
  default long most() {
    return Long.MAX_VALUE;
  }

  /** Returns how long the request waits before it is answered. */
  default Duration pause() {
    return Duration.ZERO;
  }

  /** Answers the request, whose body is there now. */
  Answer answer(Inbound inbound);
}
