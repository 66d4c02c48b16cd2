package io.github.wxpay.codec;

import io.github.wxpay.exception.FileException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.internal.gzip.GzipReader;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A bill of the platform: rows by the names of its heading, and a summary. Every method reads the
 * file from its start, row by row, in constant memory. The file may be gzip-compressed, and may
 * lack the byte order mark and the final line break.
 *
 * <pre>{@code
 * try (Bill bill = wxpay.v3().chain("bill/tradebill").bill(Options.none().query("bill_date", day));
 *     Stream<BillRow> rows = bill.rows()) {
 *   bill.check();
 *   long fen = rows.mapToLong(row -> row.fen("应结订单金额")).sum();
 * }
 * }</pre>
 *
 * <p>The platform writes a back-tick before every value, and escapes three characters in values
 * that merchants choose (商品名称, 备注 and others): a line feed as {@code \n}, a carriage return as
 * {@code \r}, and a space as a backslash followed by a space. {@link BillRow} decodes these and
 * keeps every other backslash; {@link Formatter#castCsvBill} does not decode.
 *
 * <p>Methods that read throw a {@link FileException} if the file cannot be read, and a {@link
 * MalformedException} with the number of the row if the bill is damaged.
 */
public final class Bill implements AutoCloseable {
  private interface Source {
    InputStream open() throws IOException;
  }

  private final Source source;
  private final @Nullable Path file;
  private final boolean temporary;

  private Bill(Source source, @Nullable Path file, boolean temporary) {
    this.source = source;
    this.file = file;
    this.temporary = temporary;
  }

  /** Returns the bill in a file, which is not deleted. */
  public static Bill of(Path file) {
    return new Bill(() -> Files.newInputStream(file), file, false);
  }

  /** Returns the bill in a file that is deleted when the bill is closed. */
  public static Bill ofTemporary(Path file) {
    return new Bill(() -> Files.newInputStream(file), file, true);
  }

  /** Returns the bill in an array, which is copied. */
  public static Bill of(byte[] bytes) {
    byte[] copy = bytes.clone();
    return new Bill(() -> new ByteArrayInputStream(copy), null, false);
  }

  /** Returns the names of the columns, in the order of the heading. */
  public List<String> names() {
    try (BillReader reader = reader()) {
      return reader.heading().names();
    }
  }

  /**
   * Returns the rows, which are read one by one and remain valid. Close the stream if you do not
   * read it to its end. {@link #forEach} takes less memory and time for each row.
   */
  public Stream<BillRow> rows() {
    BillReader reader = reader();
    Spliterator<BillRow> rows =
        new Spliterators.AbstractSpliterator<>(
            Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL) {
          @Override
          public boolean tryAdvance(Consumer<? super BillRow> action) {
            if (!reader.next()) {
              reader.close();
              return false;
            }
            action.accept(reader.row().detached());
            return true;
          }
        };
    return StreamSupport.stream(rows, false).onClose(reader::close);
  }

  /**
   * Calls a visitor with each row, in the order of the bill. A row is valid until the visitor
   * returns: keep {@link BillRow#copy}, not the row. Its memory is used for the next row, so that
   * this is the fastest way to read a bill.
   *
   * <pre>{@code
   * bill.forEach(row -> fees.merge(row.get("交易类型"), row.fen("订单金额"), Long::sum));
   * }</pre>
   *
   * @throws X if the visitor throws it; the rows after that are not read
   */
  public <X extends Exception> void forEach(RowVisitor<X> visitor) throws X {
    Objects.requireNonNull(visitor, "visitor == null");
    try (BillReader reader = reader()) {
      while (reader.next()) {
        reader.visit(visitor);
      }
    }
  }

  /**
   * Returns the values of the summary by name; empty if the bill has none. Reads the complete bill.
   */
  public Map<String, String> summary() {
    try (BillReader reader = reader()) {
      while (reader.next()) {
        // The summary follows the last row.
      }
      return reader.summary();
    }
  }

  /**
   * Compares the totals of the summary with the rows: the number of rows; for a trade bill the sums
   * of amounts and fees; for a fund-flow bill income and expenses. Unknown names are ignored.
   *
   * @return the number of rows
   * @throws MalformedException if a total differs, or the summary has none
   */
  public long check() {
    try (BillReader reader = reader()) {
      BillTotals totals = new BillTotals(reader.heading());
      while (reader.next()) {
        reader.visit(totals::add);
      }
      totals.compare(reader.summary());
      return totals.rows();
    }
  }

  /** Deletes the file of a bill that the library downloaded; other files are kept. */
  @Override
  public void close() {
    if (temporary && file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw FileException.of("The temporary file of the bill cannot be deleted", file, e);
      }
    }
  }

  /** Returns where the bill is and the names of its columns, without any value. */
  @Override
  public String toString() {
    String place = file == null ? "in memory" : file.toString();
    try (BillReader reader = reader()) {
      BillHeading heading = reader.heading();
      return "Bill[" + place + ", " + heading.names().size() + " columns: " + heading + "]";
    } catch (RuntimeException e) {
      return "Bill[" + place + ", not readable]"; // closed, deleted or damaged
    }
  }

  private BillReader reader() {
    try {
      InputStream raw = source.open();
      try {
        return new BillReader(GzipReader.open(raw, Long.MAX_VALUE), this::unread);
      } catch (IOException | RuntimeException e) {
        raw.close();
        throw e;
      }
    } catch (IOException e) {
      throw unread(e);
    }
  }

  private WxpayException unread(IOException e) {
    if (file == null || e instanceof ZipException || e instanceof EOFException) {
      return new MalformedException(
          "The bill cannot be decompressed: its gzip data is damaged or truncated. Download it"
              + " again.",
          e);
    }
    return FileException.of("The bill cannot be read", file, e);
  }
}
