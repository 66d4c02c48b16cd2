package io.github.wxpay.internal.transport;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Limits of a response: size, time without data, and whether its length is required. */
public final class ResponseLimits {
  /** The number of bytes that are kept of the body of an error response. */
  static final int ERROR_BYTES = 64 << 10;

  private final int maxBytes;
  private final @Nullable Duration idle;
  private final boolean lengthRequired;

  /**
   * Creates limits.
   *
   * @param maxBytes the maximum size of a body in memory, as received and when decompressed
   * @param idle the idle timeout; {@code null} if the deadline is the only limit
   * @param lengthRequired whether a successful response without a length is refused
   */
  public ResponseLimits(int maxBytes, @Nullable Duration idle, boolean lengthRequired) {
    this.maxBytes = maxBytes;
    this.idle = idle;
    this.lengthRequired = lengthRequired;
  }

  int maxBytes() {
    return maxBytes;
  }

  @Nullable Duration idle() {
    return idle;
  }

  boolean lengthRequired() {
    return lengthRequired;
  }
}
