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

/** Bills that were asked for and wait to be fetched, for five minutes each; 100 at most. */
public final class BillDownloads {
  private static final Duration WAITING = Duration.ofMinutes(5);
  private static final int MOST = 100;

  private static final String ADDRESS = "v3/billdownload/file?token=";

  private final Clock clock;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private @Nullable GeneratedBill next;

  public BillDownloads(Clock clock) {
    this.clock = clock;
  }

  /** Puts a file there and returns its address on the server of that base. */
  public String put(String base, Body file, boolean packed) {
    String address = base + ADDRESS + put(file);
    return packed ? address + "&tartype=gzip" : address;
  }

  private synchronized String put(Body file) {
    String token = Randoms.alphanumeric(64);
    entries.put(token, new Entry(file, clock.instant().plus(WAITING)));
    Iterator<String> oldest = entries.keySet().iterator();
    if (entries.size() > MOST) {
      oldest.next();
      oldest.remove();
    }
    return token;
  }

  /** Returns the file of that token, null if there is none or it waited too long. */
  public synchronized @Nullable Body get(String token) {
    Entry entry = entries.get(token);
    return entry == null || clock.instant().isAfter(entry.until) ? null : entry.file;
  }

  /** Sets what the next trade bill is, whatever the ledger says. */
  public synchronized void generated(GeneratedBill bill) {
    next = bill;
  }

  /** Takes away what {@link #generated} has set, null if nothing. */
  public synchronized @Nullable GeneratedBill takeGenerated() {
    GeneratedBill bill = next;
    next = null;
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
