package io.github.wxpay.internal.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A body in memory, which can be taken once. An idle connection of the JDK refers to its last
 * exchange, so bytes that are not taken would be retained as long as the connection.
 */
final class Memory implements Sink {
  private static final int MAX_RESERVED = 1 << 16;
  private static final int UNANNOUNCED = 1024;
  private static final byte[] EMPTY = {};

  private byte[] bytes = EMPTY;
  private int count;

  /** Reserves memory for a body of an announced number of bytes, or -1. */
  synchronized void reserve(long expected) {
    if (count == 0 && expected != 0) {
      bytes = new byte[expected < 0 ? UNANNOUNCED : (int) Math.min(expected, MAX_RESERVED)];
    }
  }

  @Override
  public synchronized void take(ByteBuffer from, int length) {
    if (length > bytes.length - count) {
      long size = Math.max(2L * bytes.length, Math.addExact(count, length));
      bytes = Arrays.copyOf(bytes, (int) Math.min(size, Integer.MAX_VALUE - 8));
    }
    from.get(bytes, count, length);
    count += length;
  }

  /** Returns the bytes and removes them from this object. */
  synchronized byte[] take() {
    byte[] all = count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    bytes = EMPTY;
    count = 0;
    return all;
  }

  @Override
  public void close() {
    // The bytes remain until they are taken.
  }
}
