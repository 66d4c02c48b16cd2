package io.github.wxpay.http;

/** Told how far an upload or a download has come; must not block. */
@FunctionalInterface
public interface Progress {
  /** So many bytes of so many have moved; {@code total} is -1 where nobody knows it. */
  void moved(long done, long total);
}
