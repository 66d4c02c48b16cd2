package io.github.wxpay.http;

/**
 * Receives the progress of an upload or a download. Must not block.
 *
 * <pre>{@code
 * chain.upload(file, meta, Options.none().progress((done, total) -> bar.set(done, total)));
 * }</pre>
 */
@FunctionalInterface
public interface Progress {
  /**
   * Reports that {@code done} of {@code total} bytes have been sent or received; {@code total} is
   * -1 if it is not known.
   */
  void moved(long done, long total);
}
