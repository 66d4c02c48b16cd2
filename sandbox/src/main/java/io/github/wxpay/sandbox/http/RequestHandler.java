package io.github.wxpay.sandbox.http;

import java.time.Duration;

/** Handles one request. It is chosen when only the head of the request has been received. */
public interface RequestHandler {
  /** Returns the maximum number of bytes to read of the body; the rest is not read. */
  default long most() {
    return Long.MAX_VALUE;
  }

  /** Returns how long to wait before the request is answered. */
  default Duration pause() {
    return Duration.ZERO;
  }

  /** Answers the request, whose body has been received. */
  Answer answer(Inbound inbound);
}
