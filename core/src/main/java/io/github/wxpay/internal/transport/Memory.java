package io.github.wxpay.internal.transport;

import java.io.ByteArrayOutputStream;

/**
 * A body in memory, which can be taken out once. An idle connection of the JDK refers to its last
 * exchange, so what is left here would stay as long as the connection.
 */
final class Memory extends ByteArrayOutputStream {
  Memory() {
    super(1024);
  }

  /** Returns the bytes, and forgets them. */
  synchronized byte[] take() {
    byte[] bytes = count == buf.length ? buf : toByteArray();
    buf = new byte[0];
    count = 0;
    return bytes;
  }
}
