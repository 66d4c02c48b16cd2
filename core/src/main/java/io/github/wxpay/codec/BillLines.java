package io.github.wxpay.codec;

import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.WxpayException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Reads the lines of a bill and finds their values, one line at a time, in a buffer that the next
 * line overwrites. Empty lines are skipped. Not safe for use by several threads.
 */
final class BillLines implements AutoCloseable {
  private static final int LONGEST = 1 << 20;

  private final InputStream in;
  private final Function<IOException, WxpayException> failure;
  private byte[] buffer = new byte[1 << 16];
  private int limit;
  private boolean ended;
  private int from;
  private int to;
  private int next;
  private int[] starts = new int[64];
  private int count;

  /** Creates a reader; {@code failure} converts the exceptions of the stream. */
  BillLines(InputStream in, Function<IOException, WxpayException> failure) {
    this.in = in;
    this.failure = failure;
  }

  /** Moves to the next line; returns {@code false} after the last. */
  boolean next() {
    do {
      from = next;
      count = 1;
      to = end();
      next = Math.min(to + 1, limit);
      if (from == limit) {
        return false;
      }
      if (to > from && buffer[to - 1] == '\r') {
        to--;
      }
    } while (to == from);
    starts[0] = buffer[from] == '`' ? from + 1 : from;
    starts[count] = to + 2;
    return true;
  }

  /** Returns the buffer, in which {@link #starts()} are; valid until the next line. */
  byte[] buffer() {
    return buffer;
  }

  /**
   * Returns the positions at which the values of the line begin: the first value, and each one
   * after a comma with a back-tick, since values may contain commas. The last element is where a
   * further value would begin.
   */
  int[] starts() {
    return starts;
  }

  /** Returns the number of values of the line. */
  int count() {
    return count;
  }

  /** Returns a copy of the line, without its end. */
  byte[] line() {
    return Arrays.copyOfRange(buffer, from, to);
  }

  /**
   * Returns whether the line has values, each after a back-tick. The first one may lack it, as in
   * the summary of the bills of the APIv2 acceptance tests.
   */
  boolean isTicked() {
    return count > 1 || buffer[from] == '`';
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw failure.apply(e);
    }
  }

  /** Returns where the line ends: at its line feed, or at the end of the bill. */
  private int end() {
    int scanned = 0;
    while (true) {
      int end = scan(from + scanned);
      if (end >= 0) {
        return end;
      }
      scanned = limit - from;
      if (!more()) {
        return limit;
      }
    }
  }

  /** Finds values and the line feed in one pass; returns -1 if the buffer ends before. */
  private int scan(int position) {
    byte[] bytes = buffer;
    int[] found = starts;
    int size = count;
    int end = limit;
    int first = from;
    for (int i = position; i < end; i++) {
      byte b = bytes[i];
      if (b == '`') {
        if (i > first && bytes[i - 1] == ',') {
          if (size + 1 == found.length) {
            found = Arrays.copyOf(found, size * 2);
            starts = found;
          }
          found[size++] = i + 1;
        }
      } else if (b == '\n') {
        count = size;
        return i;
      }
    }
    count = size;
    return -1;
  }

  /**
   * Reads more bytes after the remaining ones. These move to the front only when the buffer is full
   * and not at each read, since a stream may deliver one byte at a time.
   */
  private boolean more() {
    int left = limit - from;
    if (left > LONGEST) {
      throw new MalformedException("A line of the bill is longer than " + LONGEST + " bytes.");
    }
    if (ended) {
      return false;
    }
    if (limit == buffer.length || left == 0) {
      byte[] moved = left * 2 > buffer.length ? new byte[buffer.length * 2] : buffer;
      System.arraycopy(buffer, from, moved, 0, left);
      for (int i = 1; i < count; i++) {
        starts[i] -= from;
      }
      buffer = moved;
      from = 0;
      limit = left;
    }
    try {
      int read = in.read(buffer, limit, buffer.length - limit);
      ended = read <= 0;
      limit += Math.max(0, read);
      return read > 0;
    } catch (IOException e) {
      throw failure.apply(e);
    }
  }
}
