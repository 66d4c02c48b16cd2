package io.github.wxpay.sandbox.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pauses within a body. */
final class Pauses {
  private Pauses() {}

  /** Waits that long; throws as soon as the latch is open. */
  static void await(Duration pause, CountDownLatch closed) throws IOException {
    try {
      if (closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException("closed in a pause");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("closed in a pause");
    }
  }
}
