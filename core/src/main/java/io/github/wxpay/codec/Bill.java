package io.github.wxpay.codec;

import io.github.wxpay.exception.FileException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.internal.gzip.GzipReader;
import io.github.wxpay.internal.text.Printable;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A bill of the platform: rows by the names of its heading, and a summary. It is read from its file
 * as it is asked for, as often as it is asked, and takes the same memory however long it is; packed
 * by gzip or not, with or without a byte order mark and a final line break.
 *
 * <pre>{@code
 * try (Bill bill = wxpay.v3().chain("bill/tradebill").bill(Options.none().query("bill_date", day));
 *     Stream<BillRow> rows = bill.rows()) {
 *   bill.check();
 *   long fen = rows.mapToLong(row -> row.fen("应结订单金额")).sum();
 * }
 * }</pre>
 *
 * <p>The platform writes every value behind a back-tick, and escapes three characters in values
 * that merchants choose (商品名称, 备注 and others): a line feed as {@code \n}, a carriage return as
 * {@code \r}, and a blank as a backslash with a blank behind it. {@link BillRow} decodes these and
 * leaves every other backslash as it is; {@link Formatter#castCsvBill} returns values as they are
 * in the file.
 *
 * <p>Methods that read throw a {@link FileException} when the file cannot be read, and a {@link
 * MalformedException} when the bill is damaged, with the number of the row.
 */
public final class Bill implements AutoCloseable {
  /** Totals of the summary, and the column that they are the sum of. */
  private static final Map<String, String> SUMS =
      Map.of(
          "应结订单总金额", "应结订单金额",
          "退款总金额", "退款金额",
          "充值券退款总金额", "充值券退款金额",
          "手续费总金额", "手续费",
          "订单总金额", "订单金额",
          "申请退款总金额", "申请退款金额");

  private static final String FLOW = "收支类型";
  private static final List<String> FLOW_AMOUNTS = List.of("收支金额(元)", "收支金额（元）");

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

  /** The bill in a file, which stays. */
  public static Bill of(Path file) {
    return new Bill(() -> Files.newInputStream(file), file, false);
  }

  /** The bill in a file that is deleted when the bill is closed. */
  public static Bill ofTemporary(Path file) {
    return new Bill(() -> Files.newInputStream(file), file, true);
  }

  /** The bill in memory. */
  public static Bill of(byte[] bytes) {
    byte[] copy = bytes.clone();
    return new Bill(() -> new ByteArrayInputStream(copy), null, false);
  }

  /** The names of the columns, as the heading has them. */
  public List<String> names() {
    try (BillReader reader = reader()) {
      return reader.names();
    } catch (IOException e) {
      throw unread(e);
    }
  }

  /** The rows, read one by one; the stream is to be closed when it was not read to its end. */
  public Stream<BillRow> rows() {
    BillReader reader;
    try {
      reader = reader();
    } catch (IOException e) {
      throw unread(e);
    }
    Spliterator<BillRow> rows =
        new Spliterators.AbstractSpliterator<>(
            Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL) {
          @Override
          public boolean tryAdvance(Consumer<? super BillRow> action) {
            try {
              BillRow row = reader.row();
              if (row == null) {
                reader.close();
                return false;
              }
              action.accept(row);
              return true;
            } catch (IOException e) {
              throw unread(e);
            }
          }
        };
    return StreamSupport.stream(rows, false)
        .onClose(
            () -> {
              try {
                reader.close();
              } catch (IOException e) {
                throw unread(e);
              }
            });
  }

  /** The summary by its own names; empty when the bill has none. Reads the bill through. */
  public Map<String, String> summary() {
    try (BillReader reader = reader()) {
      while (reader.row() != null) {
        // on to the end
      }
      return reader.summary();
    } catch (IOException e) {
      throw unread(e);
    }
  }

  /**
   * Compares the totals of the summary with the rows: their number, and of a trade bill the sums of
   * amounts and fees, of a fund-flow bill what came in and went out. Names that are not known are
   * left aside.
   *
   * @return the number of rows
   * @throws MalformedException when a total differs, or there is none
   */
  public long check() {
    long count = 0;
    Map<String, BigDecimal> sums = new LinkedHashMap<>();
    try (BillReader reader = reader()) {
      for (BillRow row = reader.row(); row != null; row = reader.row()) {
        count++;
        add(sums, row);
      }
      sums.put("总交易单数", BigDecimal.valueOf(count));
      sums.put("资金流水总笔数", BigDecimal.valueOf(count));
      int checked = 0;
      for (Map.Entry<String, String> total : reader.summary().entrySet()) {
        boolean known = sums.containsKey(total.getKey()) || isSum(total.getKey(), reader.names());
        if (known) {
          BigDecimal own = sums.getOrDefault(total.getKey(), BigDecimal.ZERO);
          if (BillRow.number(total.getKey(), total.getValue()).compareTo(own) != 0) {
            throw new MalformedException(
                "The bill's summary says "
                    + Printable.of(total.getKey(), 64)
                    + " = "
                    + Printable.of(total.getValue(), 64)
                    + ", but its rows say "
                    + own.toPlainString()
                    + ". It may have been cut or changed: download it again.");
          }
          checked++;
        }
      }
      if (checked == 0) {
        throw new MalformedException(
            "The bill has no summary with a total that could be checked; it may have been cut.");
      }
    } catch (IOException e) {
      throw unread(e);
    }
    return count;
  }

  /** Ends the bill; the file of a bill that was asked for in one go is deleted. */
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
      return "Bill[" + place + ", " + reader.names().size() + " columns: " + reader + "]";
    } catch (IOException | RuntimeException e) {
      return "Bill[" + place + ", not readable]"; // closed, deleted or damaged
    }
  }

  private static boolean isSum(String total, List<String> names) {
    return (SUMS.containsKey(total) && names.contains(SUMS.get(total)))
        || (names.contains(FLOW) && total.matches("(收入|支出)(笔数|金额)"));
  }

  private static void add(Map<String, BigDecimal> sums, BillRow row) {
    SUMS.forEach(
        (total, column) -> {
          if (row.has(column) && !row.get(column).isEmpty()) {
            sums.merge(total, row.number(column), BigDecimal::add);
          }
        });
    if (row.has(FLOW)) {
      String way = row.get(FLOW);
      sums.merge(way + "笔数", BigDecimal.ONE, BigDecimal::add);
      for (String column : FLOW_AMOUNTS) {
        if (row.has(column)) {
          sums.merge(way + "金额", row.number(column), BigDecimal::add);
        }
      }
    }
  }

  private BillReader reader() throws IOException {
    InputStream raw = source.open();
    try {
      raw = new BufferedInputStream(raw, 1 << 16);
      raw.mark(2);
      boolean packed = raw.read() == 0x1f && raw.read() == 0x8b;
      raw.reset();
      return new BillReader(packed ? new GzipReader(raw, Long.MAX_VALUE) : raw);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  private WxpayException unread(IOException e) {
    if (file == null || e instanceof ZipException || e instanceof EOFException) {
      return new MalformedException(
          "The bill cannot be unpacked: its gzip data is damaged or cut off. Download it again.",
          e);
    }
    return FileException.of("The bill cannot be read", file, e);
  }
}
