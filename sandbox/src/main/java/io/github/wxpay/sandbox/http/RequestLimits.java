package io.github.wxpay.sandbox.http;

import java.time.Duration;

/** Limits for connections and for slow requests. Immutable. */
public final class RequestLimits {
  /** 10 s for a request, 512 threads, 500 ms while connections wait, 128 MiB of bodies. */
  public static final RequestLimits DEFAULT =
      new RequestLimits(Duration.ofSeconds(10), 512, Duration.ofMillis(500), 128L << 20);

  private final Duration total;
  private final int threads;
  private final Duration underLoad;
  private final long bodyBytes;

  private RequestLimits(Duration total, int threads, Duration underLoad, long bodyBytes) {
    this.total = total;
    this.threads = threads;
    this.underLoad = underLoad;
    this.bodyBytes = bodyBytes;
  }

  /** Returns these limits with another time for receiving a request, from first to last byte. */
  public RequestLimits total(Duration time) {
    return new RequestLimits(time, threads, underLoad, bodyBytes);
  }

  /** Returns these limits with another number of threads, and thus of open connections. */
  public RequestLimits threads(int max) {
    return new RequestLimits(total, max, underLoad, bodyBytes);
  }

  /** Returns these limits with another time for receiving a request while connections wait. */
  public RequestLimits underLoad(Duration time) {
    return new RequestLimits(total, threads, time, bodyBytes);
  }

  /** Returns these limits with another total size, in bytes, of all incomplete bodies. */
  public RequestLimits bodyBytes(long max) {
    return new RequestLimits(total, threads, underLoad, max);
  }

  Duration total() {
    return total;
  }

  int threads() {
    return threads;
  }

  Duration underLoad() {
    return underLoad;
  }

  long bodyBytes() {
    return bodyBytes;
  }
}
