package io.github.wxpay.http;

import io.github.wxpay.crypto.Secret;
import io.github.wxpay.internal.text.Printable;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may stand in a header field that is to be sent (RFC 9110 §5). */
final class FieldSyntax {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");
  private static final Set<String> SET_BY_THE_CONNECTION =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private FieldSyntax() {}

  static void check(String name, @Nullable Object value) {
    if (!TOKEN.matcher(Objects.requireNonNull(name, "name == null")).matches()) {
      throw new IllegalArgumentException(
          "The header name '" + Printable.name(name) + "' is no token.");
    }
    if (SET_BY_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "The header '"
              + Printable.name(name)
              + "' is set by the connection itself; leave it out.");
    }
    if (value == null) {
      throw new IllegalArgumentException(
          "The header '" + Printable.name(name) + "' is null; leave it out, or give a text.");
    }
    if (value instanceof Secret) {
      throw new IllegalArgumentException(
          "The header '"
              + Printable.name(name)
              + "' is a secret; those go encrypted in the JSON body of APIv3.");
    }
    if (value instanceof Iterable) {
      ((Iterable<?>) value).forEach(v -> check(name, v));
    } else if (!VALUE.matcher(value.toString()).matches()) {
      // The value itself may be a credential, so it is not shown.
      throw new IllegalArgumentException(
          "The value of the header '"
              + Printable.name(name)
              + "' holds a line break, another control character or a letter outside ASCII.");
    }
  }
}
