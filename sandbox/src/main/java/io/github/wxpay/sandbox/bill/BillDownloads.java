package io.github.wxpay.sandbox.bill;

import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.http.Body;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of requested bills, by token. Each can be downloaded for five minutes; at most 100 are
 * kept. Safe for use by several threads.
 */
public final class BillDownloads {
  private static final Duration VALIDITY = Duration.ofMinutes(5);
  private static final int MAX_FILES = 100;

  private static final String ADDRESS = "v3/billdownload/file?token=";

  private final Clock clock;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private @Nullable GeneratedBill nextGenerated;

  public BillDownloads(Clock clock) {
    this.clock = clock;
  }

  /** Adds a file and returns the address from which the server with this base URL serves it. */
  public String put(String base, Body file, boolean gzip) {
    String address = base + ADDRESS + put(file);
    return gzip ? address + "&tartype=gzip" : address;
  }

  private synchronized String put(Body file) {
    String token = Randoms.alphanumeric(64);
    entries.put(token, new Entry(file, clock.instant().plus(VALIDITY)));
    Iterator<String> oldest = entries.keySet().iterator();
    if (entries.size() > MAX_FILES) {
      oldest.next();
      oldest.remove();
    }
    return token;
  }

  /** Returns the file of this token; null if there is none or its time is over. */
  public synchronized @Nullable Body get(String token) {
    Entry entry = entries.get(token);
    return entry == null || clock.instant().isAfter(entry.until) ? null : entry.file;
  }

  /** Sets the next trade bill, which is served instead of one from the ledger. */
  public synchronized void generated(GeneratedBill bill) {
    nextGenerated = bill;
  }

  /** Removes and returns the bill that {@link #generated} set; null if there is none. */
  public synchronized @Nullable GeneratedBill takeGenerated() {
    GeneratedBill bill = nextGenerated;
    nextGenerated = null;
    return bill;
  }

  private static final class Entry {
    final Body file;
    final Instant until;

    Entry(Body file, Instant until) {
      this.file = file;
      this.until = until;
    }
  }
}
