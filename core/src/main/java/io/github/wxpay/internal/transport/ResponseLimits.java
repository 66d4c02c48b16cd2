package io.github.wxpay.internal.transport;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a response may take: size, time without data, and whether its length must be there. */
public final class ResponseLimits {
  /** The bytes that are kept of the body of an error response. */
  static final int ERROR_BYTES = 64 << 10;

  private final int maxBytes;
  private final @Nullable Duration idle;
  private final boolean lengthRequired;

  /**
   * Creates limits.
   *
   * @param maxBytes the largest body in memory, as it is received and as it is when decompressed
   * @param idle how long no data may arrive; {@code null} where the deadline is the only limit
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
