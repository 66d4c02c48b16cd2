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
  private static final String ADDED = "a value contains ,` and where it ends cannot be found.";

  private final InputStream in;
  private byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private final BillHeading heading;
  private byte @Nullable [] next;
  private byte @Nullable [] pushed;
  private final boolean ticked;
  private long rows;
  private Map<String, String> summary = Map.of();

  BillReader(InputStream in) throws IOException {
    this.in = in;
    byte[] first = line();
    String text = first == null ? "" : new String(first, StandardCharsets.UTF_8);
    this.heading = new BillHeading(text.startsWith("\uFEFF") ? text.substring(1) : text);
    this.next = line();
    boolean ticks = isTicked(next);
    byte[] heldBack = ticks ? null : next;
    if (heldBack != null) {
      // No row with back-ticks: either there are none, or this is no bill of theirs.
      byte[] after = line();
      if (after != null && isTicked(after)) {
        summarise(heldBack, after);
        this.next = null;
        ticks = true;
      } else {
        this.pushed = after;
      }
    }
    this.ticked = ticks;
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
    rows++;
    BillRow row = new BillRow(heading, line, ticked, rows);
    if (ticked && row.size() != heading.names().size()) {
      throw new MalformedException(
          "Row "
              + rows
              + " of the bill has "
              + row.size()
              + " values, and the heading has "
              + heading.names().size()
              + " names: "
              + (row.size() > heading.names().size() ? ADDED : lacking(row.size())));
    }
    return row;
  }

  /** Why a row has fewer values than names, as the lines behind it show. */
  private String lacking(int size) throws IOException {
    int missing = heading.names().size() - size;
    byte[] rest = next;
    if (rest == null) {
      return "the bill ends within the row. It was cut off; download it again.";
    }
    while (missing > 0 && rest != null) { // a line break divides a value into two lines
      missing -= new BillRow(heading, rest, true, 0).size() - 1;
      rest = missing > 0 ? line() : null;
    }
    return missing == 0
        ? "a value contains a line break, so its end cannot be found."
        : "the platform left values out, as in bills of the APIv2 acceptance tests, so the"
            + " values cannot be assigned to names.";
  }

  /** What the last row was followed by; empty before. */
  Map<String, String> summary() {
    return summary;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Returns the names of the columns, fit for one line. */
  @Override
  public String toString() {
    return heading.toString();
  }

  /** The last two lines; what only looks like them would end the rows too early. */
  private void summarise(byte[] names, byte[] values) throws IOException {
    BillHeading totals = new BillHeading(new String(names, StandardCharsets.UTF_8));
    BillRow row = new BillRow(totals, values, true, 0);
    if (!isTicked(values) || row.size() != totals.names().size() || line() != null) {
      throw new MalformedException(
          "The line after row "
              + rows
              + " of the bill is neither a row nor the heading of the summary. A value contains a"
              + " line break, or the bill is damaged.");
    }
    summary = row.map();
  }

  /**
   * Whether a line has values, each behind a back-tick. The first one may lack it: the platform
   * writes the summary of some bills so (those of the APIv2 acceptance tests).
   */
  private static boolean isTicked(byte @Nullable [] line) {
    if (line == null || line.length == 0 || line[0] == '`') {
      return line != null && line.length > 0;
    }
    for (int i = 1; i < line.length; i++) {
      if (line[i] == '`' && line[i - 1] == ',') {
        return true;
      }
    }
    return false;
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

  /**
   * Reads more bytes behind those that remain. These move to the front only when the buffer is
   * full, and not at each read, since a stream may deliver a byte at a time.
   */
  private boolean more() throws IOException {
    int left = limit - position;
    if (left > LONGEST) {
      throw new MalformedException("A line of the bill is longer than " + LONGEST + " bytes.");
    }
    if (limit == buffer.length || left == 0) {
      byte[] to = left * 2 > buffer.length ? new byte[buffer.length * 2] : buffer;
      System.arraycopy(buffer, position, to, 0, left);
      buffer = to;
      position = 0;
      limit = left;
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    limit += Math.max(0, count);
    return count > 0;
  }
}
