package io.github.wxpay.internal.transport;

import java.nio.ByteBuffer;

/** Stores a response body while it is received. */
interface Sink {
  /** Stores the next {@code length} bytes of a buffer. */
  void take(ByteBuffer from, int length);

  /** Ends the body; a second call has no effect. */
  void close();
}
