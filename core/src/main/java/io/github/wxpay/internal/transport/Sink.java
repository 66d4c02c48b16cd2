package io.github.wxpay.internal.transport;

import java.nio.ByteBuffer;

/** What keeps a response body as it comes. */
interface Sink {
  /** Takes the next bytes of a buffer, this many. */
  void take(ByteBuffer from, int length);

  /** Ends the body; does nothing the second time. */
  void close();
}
