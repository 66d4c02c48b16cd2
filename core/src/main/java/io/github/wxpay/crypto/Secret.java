package io.github.wxpay.crypto;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A sensitive plaintext, which is encrypted for the platform when it is sent, anywhere in a body of
 * APIv3. Its text form is {@code <secret>}. Created by {@code Wxpay.secret}. Immutable.
 *
 * <pre>{@code
 * chain.post(Map.of("user_name", Wxpay.secret("张三"), "openid", openid));
 * }</pre>
 */
public final class Secret {
  // transient, because serializers that read fields must not write it
  private final transient String plaintext;

  private Secret(String plaintext) {
    this.plaintext = plaintext;
  }

  /** Returns a secret with this plaintext. */
  public static Secret of(String plaintext) {
    return new Secret(Objects.requireNonNull(plaintext, "plaintext == null"));
  }

  /** Returns whether a value is a secret, or contains one in its maps and lists. */
  public static boolean isIn(@Nullable Object value) {
    if (value instanceof Map) {
      return ((Map<?, ?>) value).values().stream().anyMatch(Secret::isIn);
    }
    if (value instanceof Collection) {
      return ((Collection<?>) value).stream().anyMatch(Secret::isIn);
    }
    return value instanceof Secret;
  }

  /** Returns the plaintext encrypted with a cipher. */
  public String encrypted(UnaryOperator<String> cipher) {
    return cipher.apply(plaintext);
  }

  /** Returns {@code <secret>}. */
  @Override
  public String toString() {
    return "<secret>";
  }
}
