package io.github.wxpay.crypto;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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

  /** Whether a value is a secret, or holds one in its maps and lists. */
  public static boolean isIn(@Nullable Object value) {
    if (value instanceof Map) {
      return ((Map<?, ?>) value).values().stream().anyMatch(Secret::isIn);
    }
    if (value instanceof Collection) {
      return ((Collection<?>) value).stream().anyMatch(Secret::isIn);
    }
    return value instanceof Secret;
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
