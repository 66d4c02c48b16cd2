package io.github.wxpay.sandbox.http;

import java.time.Duration;

/** Limits for connections, and for requests that arrive slowly. Immutable. */
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

  /** Returns these limits with another time for a request, from its first byte to its last. */
  public RequestLimits total(Duration time) {
    return new RequestLimits(time, threads, underLoad, bodyBytes);
  }

  /** Returns these limits with another number of threads, so of connections at a time. */
  public RequestLimits threads(int most) {
    return new RequestLimits(total, most, underLoad, bodyBytes);
  }

  /** Returns these limits with another time that a request has while connections wait. */
  public RequestLimits underLoad(Duration time) {
    return new RequestLimits(total, threads, time, bodyBytes);
  }

  /** Returns these limits with another sum, in bytes, of all bodies that are not complete yet. */
  public RequestLimits bodyBytes(long most) {
    return new RequestLimits(total, threads, underLoad, most);
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
