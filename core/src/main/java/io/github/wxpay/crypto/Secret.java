package io.github.wxpay.crypto;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A sensitive plaintext, which is encrypted for the platform when it is sent, anywhere in a body or
 * a query of APIv3. Its text form is {@code <secret>}. Created by {@code Wxpay.secret}. Immutable.
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

  /** Returns a copy of a map with the secrets in it, also in its maps and lists, encrypted. */
  public static Map<String, @Nullable Object> encrypted(
      Map<String, ? extends @Nullable Object> values, UnaryOperator<String> cipher) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    values.forEach((name, value) -> copy.put(name, encrypted(value, cipher)));
    return copy;
  }

  private static @Nullable Object encrypted(@Nullable Object value, UnaryOperator<String> cipher) {
    if (value instanceof Secret) {
      return ((Secret) value).encrypted(cipher);
    }
    if (value instanceof Map) {
      Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
      ((Map<?, ?>) value).forEach((name, one) -> copy.put(name, encrypted(one, cipher)));
      return copy;
    }
    if (value instanceof Collection) {
      List<@Nullable Object> copy = new ArrayList<>();
      ((Collection<?>) value).forEach(one -> copy.add(encrypted(one, cipher)));
      return copy;
    }
    return value;
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
