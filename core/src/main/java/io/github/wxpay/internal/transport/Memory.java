package io.github.wxpay.internal.transport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * A body in memory, which can be taken out once. An idle connection of the JDK refers to its last
 * exchange, so what is left here would stay as long as the connection.
 */
final class Memory extends ByteArrayOutputStream {
  private static final int MAX_RESERVED = 1 << 16;

  Memory() {
    super(0);
  }

  /** Reserves room for a body of a number of bytes that was announced; -1 if none was. */
  synchronized void reserve(long expected) {
    if (count == 0 && expected != 0) {
      buf = new byte[expected < 0 ? 1024 : (int) Math.min(expected, MAX_RESERVED)];
    }
  }

  /** Appends this many bytes of a buffer. */
  synchronized void append(ByteBuffer from, int length) {
    if (length <= buf.length - count) {
      from.get(buf, count, length);
      count += length;
    } else {
      byte[] chunk = new byte[length];
      from.get(chunk);
      write(chunk, 0, length);
    }
  }

  /** Returns the bytes, and forgets them. */
  synchronized byte[] take() {
    byte[] bytes = count == buf.length ? buf : toByteArray();
    buf = new byte[0];
    count = 0;
    return bytes;
  }
}
