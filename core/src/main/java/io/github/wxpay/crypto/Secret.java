package io.github.wxpay.crypto;

import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A plaintext that must not be seen: it is sent encrypted for the platform, wherever it stands in a
 * body of APIv3, and prints as {@code <secret>}. Made by {@code Wxpay.secret}.
 */
public final class Secret {
  // transient: what writes objects field by field leaves it out
  private final transient String plaintext;

  private Secret(String plaintext) {
    this.plaintext = plaintext;
  }

  /** A plaintext to be encrypted on its way. */
  public static Secret of(String plaintext) {
    return new Secret(Objects.requireNonNull(plaintext, "plaintext == null"));
  }

  /** What a cipher makes of it. */
  public String encrypted(UnaryOperator<String> cipher) {
    return cipher.apply(plaintext);
  }

  /** Never the plaintext. */
  @Override
  public String toString() {
    return "<secret>";
  }
}
