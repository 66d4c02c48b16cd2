package io.github.wxpay.exception;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the time of {@code postUntilFinal} or {@code awaitFinal} is over, or the thread was
 * interrupted, before a final state was found. The outcome is {@link Outcome#UNKNOWN}.
 *
 * <pre>{@code
 * } catch (StillUnknownException e) {
 *   queryLater(e.number(), e.query());   // keep the number; do not take a new one
 * }
 * }</pre>
 */
public final class StillUnknownException extends WxpayException {
  private static final long serialVersionUID = 1L;

  private final String number;
  private final String state;
  private final String query;

  /**
   * Creates an exception about a number of the merchant.
   *
   * @param state the last state that was found; empty if there was none
   * @param query the query to repeat
   */
  public StillUnknownException(
      String message, String number, String state, String query, @Nullable Throwable cause) {
    super(message, cause, Outcome.UNKNOWN);
    this.number = Objects.requireNonNull(number, "number == null");
    this.state = Objects.requireNonNull(state, "state == null");
    this.query = Objects.requireNonNull(query, "query == null");
  }

  /** Returns the merchant's own number, such as that of {@code out_refund_no}. */
  public String number() {
    return number;
  }

  /**
   * Returns the last state that the platform reported, such as {@code PROCESSING}; empty if it
   * reported none. As received; escape before logging.
   */
  public String state() {
    return state;
  }

  /**
   * Returns the query to repeat, with its method, path and parameters: {@code GET
   * v3/refund/domestic/refunds/refund-1}. APIv2 sends the parameters as fields of the body.
   */
  public String query() {
    return query;
  }
}
