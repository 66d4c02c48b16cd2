package io.github.wxpay.http;

import io.github.wxpay.crypto.Secret;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.Printable;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks header fields that are to be sent (RFC 9110 §5). */
final class FieldSyntax {
  private static final String TOKEN_MARKS = "!#$%&'*+.^_`|~-";
  private static final Set<String> SET_BY_THE_CONNECTION =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private FieldSyntax() {}

  static void check(String name, @Nullable Object value) {
    if (!isToken(Objects.requireNonNull(name, "name == null"))) {
      throw new IllegalArgumentException(
          "The header name '"
              + Printable.name(name)
              + "' is not a token. Use letters, digits and the characters !#$%&'*+.^_`|~- only.");
    }
    if (SET_BY_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "The header '" + Printable.name(name) + "' is set by the HTTP client. Remove it.");
    }
    if (value == null) {
      throw new IllegalArgumentException(
          "The header '" + Printable.name(name) + "' is null. Remove it, or pass a text.");
    }
    if (value instanceof Secret) {
      throw new IllegalArgumentException(
          "The header '"
              + Printable.name(name)
              + "' is a secret. Secrets are only sent encrypted, in the JSON body of APIv3.");
    }
    if (Json.isForeign(value)) {
      throw new IllegalArgumentException(
          "The header '"
              + Printable.name(name)
              + "' is "
              + Printable.type(value)
              + ". Pass a text or a List of texts.");
    }
    if (value instanceof Iterable) {
      ((Iterable<?>) value).forEach(v -> check(name, v));
    } else if (!isValue(value.toString())) {
      // The value itself may be a credential, so it is not shown.
      throw new IllegalArgumentException(
          "The value of the header '"
              + Printable.name(name)
              + "' contains a control character, such as a line break, or a character outside"
              + " ASCII.");
    }
  }

  private static boolean isToken(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letter && TOKEN_MARKS.indexOf(c) < 0) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean isValue(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c > 0x7e) {
        return false;
      }
    }
    return true;
  }
}
