package io.github.wxpay.sandbox.bill;

import io.github.wxpay.sandbox.crypto.Digests;
import io.github.wxpay.sandbox.http.Body;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/**
 * A trade bill of any size, generated each time it is written and always the same: rows are random
 * with a seed, and every tenth is a refund. Only a few kilobytes are in memory at any time.
 */
public final class GeneratedBill implements Body {
  private static final long MIN_BYTES = 1_000;
  private static final long MAX_BYTES = 16L << 30;
  private static final int CHUNK = 1 << 16;
  private static final int MAX_ROW = 1 << 10;

  private final byte[] head;
  private final String shop;
  private final long seed;
  private final long rows;
  private final long length;
  private final byte[] sha1;

  /**
   * Creates a bill of about this many bytes. Generates it once to compute length and digest.
   *
   * @throws IllegalArgumentException if the size is not within 1,000 bytes to 16 GiB
   */
  public GeneratedBill(long bytes, long seed, String mchid) {
    if (bytes < MIN_BYTES || bytes > MAX_BYTES) {
      throw new IllegalArgumentException("bytes must be 1,000 to 16 GiB, not " + bytes);
    }
    this.head = ("\ufeff" + TradeBill.headings() + "\r\n").getBytes(StandardCharsets.UTF_8);
    this.shop = ",`wxd678efh567hg6787,`" + mchid + ",`0,`,`";
    this.seed = seed;
    MessageDigest digest = Digests.SHA1.start();
    Counting counting = new Counting();
    try (DigestOutputStream out = new DigestOutputStream(counting, digest)) {
      this.rows = write(out, Long.MAX_VALUE, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.length = counting.count;
    this.sha1 = digest.digest();
  }

  /** Returns the number of rows between headings and summary. */
  public long rows() {
    return rows;
  }

  /** Returns the SHA-1 digest in lower-case hexadecimal. */
  public String sha1() {
    return Digests.hex(sha1);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    write(out, rows, Long.MAX_VALUE);
  }

  // Ends after the maximum number of rows or of about so many bytes; returns the number of rows.
  private long write(OutputStream out, long maxRows, long maxBytes) throws IOException {
    byte[] chunk = new byte[CHUNK];
    GeneratedRow row = new GeneratedRow(chunk, shop, seed);
    out.write(head);
    long written = head.length;
    long count = 0;
    while (count < maxRows && written + row.at < maxBytes - MAX_ROW / 4) {
      row.next(count);
      count++;
      if (row.at > CHUNK - MAX_ROW) {
        out.write(chunk, 0, row.at);
        written += row.at;
        row.at = 0;
      }
    }
    out.write(chunk, 0, row.at);
    String in = BillWriter.yuan(row.in);
    String back = BillWriter.yuan(row.back);
    String sums = String.join(",`", "`" + count, in, back, "0.00", "0.00000", in, back);
    out.write((TradeBill.SUMS + "\r\n" + sums + "\r\n").getBytes(StandardCharsets.UTF_8));
    return count;
  }

  private static final class Counting extends OutputStream {
    long count;

    @Override
    public void write(int b) {
      count++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      count += length;
    }
  }
}
