package io.github.wxpay.sandbox.http;

import org.jspecify.annotations.Nullable;

/** The text that a request must sign, with placeholders instead of secrets. Immutable. */
public final class ExpectedText {
  private final int version;
  private final String expected;
  private final @Nullable String actual;

  /**
   * Creates the text of a request.
   *
   * @param version the protocol, 2 or 3
   * @param expected the text that must be signed
   * @param actual the text that was signed instead; null if it is the same or not known
   */
  public ExpectedText(int version, String expected, @Nullable String actual) {
    this.version = version;
    this.expected = expected;
    this.actual = actual;
  }

  /** Returns the protocol: 2 (fields separated by {@code &}) or 3 (lines). */
  public int version() {
    return version;
  }

  public String expected() {
    return expected;
  }

  /** Returns the text that was signed instead; null if it is the same or not known. */
  public @Nullable String actual() {
    return actual;
  }
}
