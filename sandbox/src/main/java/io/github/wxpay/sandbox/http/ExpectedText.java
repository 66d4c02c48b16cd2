package io.github.wxpay.sandbox.http;

import org.jspecify.annotations.Nullable;

/** The text a request has to sign; secrets stand in it as placeholders. Immutable. */
public final class ExpectedText {
  private final int version;
  private final String expected;
  private final @Nullable String actual;

  /** Takes the protocol, 2 or 3, the right text and, if another was signed and is known, that. */
  public ExpectedText(int version, String expected, @Nullable String actual) {
    this.version = version;
    this.expected = expected;
    this.actual = actual;
  }

  /** Returns the protocol: 2 (fields with {@code &} between) or 3 (lines). */
  public int version() {
    return version;
  }

  public String expected() {
    return expected;
  }

  /** Returns what was signed in its place; null if nothing was or nobody can tell. */
  public @Nullable String actual() {
    return actual;
  }
}
