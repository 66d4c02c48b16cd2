package io.github.wxpay.sandbox.v2;

import io.github.wxpay.sandbox.http.ExpectedText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Verifies a sign and, if it is wrong, searches for the cause. */
final class SignCheck {
  private static final String KEY = "&key=<key>";
  // Anyone can send wrong signs, so the search for the cause is limited.
  private static final int MAX_LENGTH = 64 << 10;
  private static final int MAX_FIELDS = 50;

  private final Map<String, String> fields;
  private final SignType type;
  private final String key;
  private final String given;

  private SignCheck(Map<String, String> fields, SignType type, String key) {
    this.fields = fields;
    this.type = type;
    this.key = key;
    this.given = fields.getOrDefault("sign", "");
  }

  /** Verifies the field {@code sign}; throws a {@link Failure} with the cause if it is wrong. */
  static void check(Map<String, String> fields, SignType type, String key) {
    SignCheck check = new SignCheck(fields, type, key);
    if (!check.fits(SignType.canonical(fields))) {
      throw Failure.sign(check.diagnosis().words, SignType.canonical(fields) + KEY);
    }
  }

  /** Returns the text that must be signed and, if it was recognized, the text that was signed. */
  static ExpectedText signing(Map<String, String> fields, SignType type, String key) {
    SignCheck check = new SignCheck(fields, type, key);
    String expected = SignType.canonical(fields);
    String actual = check.fits(expected) ? null : check.diagnosis().text;
    return new ExpectedText(2, expected + KEY, actual);
  }

  /**
   * Verifies {@code workwx_sign}: the MD5 of a few fields with the secret of a WeCom application.
   */
  static void checkWorkwx(Map<String, String> all, Set<String> names, String secret) {
    Map<String, String> signed = new LinkedHashMap<>(all);
    signed.keySet().retainAll(names);
    String text = SignType.canonical(signed);
    String given = all.getOrDefault("workwx_sign", "");
    if (!given.equals(SignType.MD5.digest(text + "&secret=" + secret, secret))) {
      String hint =
          given.isEmpty() ? "workwx_sign is missing" : "workwx_sign is wrong, but sign is correct";
      throw Failure.sign(hint, text + "&secret=<secret>");
    }
  }

  private Finding diagnosis() {
    if (given.isEmpty()) {
      return new Finding("sign is missing", null);
    }
    String canonical = SignType.canonical(fields);
    if (given.equals(type.other().digest(canonical + "&key=" + key, key))) {
      return new Finding(
          "the sign is correct for "
              + type.other().wireName()
              + ", but sign_type is "
              + type.wireName(),
          null);
    }
    if (given.toUpperCase(Locale.ROOT).equals(type.sign(fields, key))) {
      return new Finding("the sign must be in upper case", null);
    }
    if (given.equals(type.digest(canonical, key))) {
      return new Finding("the sign was computed without the key", canonical);
    }
    if (fits(asReceived(false))) {
      return new Finding("empty values were signed", asReceived(false) + KEY);
    }
    if (fits(asReceived(true))) {
      return new Finding("the fields were not sorted", asReceived(true) + KEY);
    }
    return canonical.length() > MAX_LENGTH || fields.size() > MAX_FIELDS
        ? new Finding("the message is too large to search for the cause", null)
        : oneField();
  }

  private boolean fits(String text) {
    return given.equals(type.digest(text + "&key=" + key, key));
  }

  // Sorted with empty values, or in the order received without them.
  private String asReceived(boolean unsorted) {
    StringJoiner text = new StringJoiner("&");
    (unsorted ? fields : new TreeMap<>(fields))
        .forEach(
            (name, value) -> {
              if (!name.equals("sign") && (!unsorted || !value.isEmpty())) {
                text.add(name + "=" + value);
              }
            });
    return text.toString();
  }

  private Finding oneField() {
    for (Map.Entry<String, String> field : fields.entrySet()) {
      String name = field.getKey();
      String left = SignType.canonical(changed(name, ""));
      if (fits(left)) {
        return new Finding(name + " was sent but not signed", left + KEY);
      }
      String trimmed = SignType.canonical(changed(name, field.getValue().trim()));
      if (fits(trimmed)) {
        return new Finding(name + " was signed without the blanks around it", trimmed + KEY);
      }
      for (String second : fields.keySet()) {
        Map<String, String> without = changed(name, "");
        without.put(second, "");
        String rest = SignType.canonical(without);
        if (second.compareTo(name) > 0 && fits(rest)) {
          return new Finding(name + " and " + second + " were sent but not signed", rest + KEY);
        }
      }
    }
    return new Finding("no single field is the cause", null);
  }

  private Map<String, String> changed(String name, String value) {
    Map<String, String> copy = new LinkedHashMap<>(fields);
    copy.put(name, value);
    return copy;
  }

  /** A cause: its description, and the text that was signed if it differs. */
  private static final class Finding {
    final String words;
    final @Nullable String text;

    Finding(String words, @Nullable String text) {
      this.words = words;
      this.text = text;
    }
  }
}
