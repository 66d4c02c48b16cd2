package io.github.wxpay.codec;

import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.WxpayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a bill row by row: heading, rows, heading of the summary, summary. */
final class BillReader implements AutoCloseable {
  private static final String ADDED = "a value contains ,` so its end cannot be found.";

  private final BillLines lines;
  private final BillHeading heading;
  private boolean pending;
  private byte @Nullable [] first;
  private byte[] plain = {};
  private long rows;
  private volatile long visited;
  private Map<String, String> summary = Map.of();

  /** Reads up to the first row. The stream is not closed if that fails. */
  BillReader(InputStream in, Function<IOException, WxpayException> failure) {
    lines = new BillLines(in, failure);
    String names = lines.next() ? new String(lines.line(), StandardCharsets.UTF_8) : "";
    pending = lines.next();
    byte[] line = pending && !lines.isTicked() ? lines.line() : null;
    boolean totals = false;
    if (line != null) {
      // Without a row with back-ticks the bill has either no rows or no back-ticks.
      pending = lines.next();
      totals = pending && lines.isTicked();
    }
    boolean ticked = totals || (pending && line == null);
    heading = new BillHeading(names.startsWith("\uFEFF") ? names.substring(1) : names, ticked);
    if (line != null && totals) {
      summarise(line);
    } else {
      first = line;
    }
  }

  BillHeading heading() {
    return heading;
  }

  /** Moves to the next row; returns {@code false} after the last, when the summary is known. */
  boolean next() {
    byte[] line = first;
    if (line != null) {
      first = null;
      plain = line;
      rows++;
      return true;
    }
    boolean there = pending || lines.next();
    pending = false;
    if (!there) {
      return false;
    }
    if (!heading.ticked()) {
      plain = lines.line();
    } else if (!lines.isTicked()) {
      byte[] names = lines.line();
      if (lines.next()) {
        summarise(names);
      }
      return false;
    }
    rows++;
    if (heading.ticked() && lines.count() != heading.names().size()) {
      throw ofAnotherLength(lines.count());
    }
    return true;
  }

  /** Returns the number of rows so far. */
  long rows() {
    return rows;
  }

  /** Returns the current row, which is valid until the next one. */
  BillRow row() {
    if (!heading.ticked()) {
      int[] starts = commas(plain);
      return new BillRow(heading, plain, starts, starts.length - 1, rows, this);
    }
    return new BillRow(heading, lines.buffer(), lines.starts(), lines.count(), rows, this);
  }

  /** Calls a visitor with the current row, which is valid until the visitor returns. */
  <X extends Exception> void visit(RowVisitor<X> visitor) throws X {
    visited = rows;
    try {
      visitor.visit(row());
    } finally {
      visited = 0;
    }
  }

  /** Returns the number of the row that is being visited; 0 outside of a visit. */
  long visited() {
    return visited;
  }

  /** Returns the values of the last line by their names; empty before the end. */
  Map<String, String> summary() {
    return summary;
  }

  @Override
  public void close() {
    lines.close();
  }

  private MalformedException ofAnotherLength(int size) {
    int names = heading.names().size();
    return new MalformedException(
        "Row "
            + rows
            + " of the bill has "
            + size
            + " values, but the heading has "
            + names
            + " names: "
            + (size > names ? ADDED : lacking(names - size)));
  }

  /** Returns why a row has fewer values than names, as the lines after it show. */
  private String lacking(int values) {
    if (!lines.next()) {
      return "the bill is truncated within the row. Download it again.";
    }
    int missing = values;
    do { // a line break divides a value into two lines
      missing -= lines.count() - 1;
    } while (missing > 0 && lines.next());
    return missing == 0
        ? "a value contains a line break, so its end cannot be found."
        : "the platform left values out, as in bills of the APIv2 acceptance tests, so the"
            + " values cannot be assigned to names.";
  }

  /** Reads the last two lines, and fails if lines that look like them are followed by others. */
  private void summarise(byte[] names) {
    BillHeading totals = new BillHeading(new String(names, StandardCharsets.UTF_8), true);
    BillRow row =
        new BillRow(totals, lines.buffer(), lines.starts(), lines.count(), 0, null).detached();
    boolean fits = lines.isTicked() && row.size() == totals.names().size();
    if (!fits || lines.next()) {
      throw new MalformedException(
          "The line after row "
              + rows
              + " of the bill is neither a row nor the heading of the summary. A value contains a"
              + " line break, or the bill is damaged.");
    }
    summary = row.map();
  }

  /**
   * Returns the positions at which the values of a line without back-ticks begin, and a further one
   * would.
   */
  private static int[] commas(byte[] line) {
    int[] starts = new int[line.length + 2];
    int count = 1;
    for (int i = 0; i < line.length; i++) {
      if (line[i] == ',') {
        starts[count++] = i + 1;
      }
    }
    starts[count] = line.length + 1;
    return Arrays.copyOf(starts, count + 1);
  }
}
