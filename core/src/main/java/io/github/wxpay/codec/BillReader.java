package io.github.wxpay.codec;

import io.github.wxpay.exception.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a bill line by line: heading, rows, heading of the summary, summary. */
final class BillReader implements AutoCloseable {
  private static final int LONGEST = 1 << 20;

  private final InputStream in;
  private byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private final BillHeading heading;
  private byte @Nullable [] next;
  private byte @Nullable [] pushed;
  private final boolean ticked;
  private Map<String, String> summary = Map.of();

  BillReader(InputStream in) throws IOException {
    this.in = in;
    byte[] first = line();
    String text = first == null ? "" : new String(first, StandardCharsets.UTF_8);
    this.heading = new BillHeading(text.startsWith("\uFEFF") ? text.substring(1) : text);
    this.next = line();
    boolean rows = isTicked(next);
    byte[] heldBack = rows ? null : next;
    if (heldBack != null) {
      // No row with back-ticks: either there are none, or this is no bill of theirs.
      byte[] after = line();
      if (after != null && isTicked(after)) {
        summarise(heldBack, after);
        this.next = null;
        rows = true;
      } else {
        this.pushed = after;
      }
    }
    this.ticked = rows;
  }

  List<String> names() {
    return heading.names();
  }

  /** The next row; {@code null} after the last. */
  @Nullable BillRow row() throws IOException {
    byte[] line = next;
    if (line == null) {
      return null;
    }
    if (ticked && !isTicked(line)) {
      byte[] values = line();
      if (values != null) {
        summarise(line, values);
      }
      next = null;
      return null;
    }
    next = pushed != null ? pushed : line();
    pushed = null;
    BillRow row = new BillRow(heading, line, ticked);
    if (ticked && row.size() != heading.names().size()) {
      throw new MalformedException(
          "A row of the bill has "
              + row.size()
              + " values, and its heading "
              + heading.names().size()
              + " names: a value holds a line break or ,` and nobody can tell which is which.");
    }
    return row;
  }

  /** What the last row was followed by; empty before. */
  Map<String, String> summary() {
    return summary;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** The last two lines; what only looks like them would end the rows too early. */
  private void summarise(byte[] names, byte[] values) throws IOException {
    BillHeading totals = new BillHeading(new String(names, StandardCharsets.UTF_8));
    BillRow row = new BillRow(totals, values, isTicked(values));
    if (!isTicked(values) || row.size() != totals.names().size() || line() != null) {
      throw new MalformedException(
          "The bill has a line among its rows that is neither a row nor the summary; it may be"
              + " damaged.");
    }
    summary = row.map();
  }

  private static boolean isTicked(byte @Nullable [] line) {
    return line != null && line.length > 0 && line[0] == '`';
  }

  /** The next line that is not empty, without its end; {@code null} after the last. */
  private byte @Nullable [] line() throws IOException {
    while (true) {
      int scanned = position;
      int end = -1;
      while (end < 0) {
        for (int i = scanned; i < limit; i++) {
          if (buffer[i] == '\n') {
            end = i;
            break;
          }
        }
        if (end < 0) {
          scanned = limit - position;
          if (!more()) {
            break;
          }
          scanned += position;
        }
      }
      boolean last = end < 0;
      int to = last ? limit : end;
      int from = position;
      position = last ? limit : end + 1;
      if (to > from && buffer[to - 1] == '\r') {
        to--;
      }
      if (to > from) {
        return Arrays.copyOfRange(buffer, from, to);
      }
      if (last) {
        return null;
      }
    }
  }

  /** Reads on behind what is left, which moves to the front. */
  private boolean more() throws IOException {
    int left = limit - position;
    if (left > LONGEST) {
      throw new MalformedException("A line of the bill is longer than " + LONGEST + " bytes.");
    }
    byte[] to = left * 2 > buffer.length ? new byte[buffer.length * 2] : buffer;
    System.arraycopy(buffer, position, to, 0, left);
    buffer = to;
    position = 0;
    limit = left;
    int count = in.read(buffer, limit, buffer.length - limit);
    limit += Math.max(0, count);
    return count > 0;
  }
}
