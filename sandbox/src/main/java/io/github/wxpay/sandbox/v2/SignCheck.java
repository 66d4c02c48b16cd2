package io.github.wxpay.sandbox.v2;

import io.github.wxpay.sandbox.http.ExpectedText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Recomputes a sign and, if it differs, looks for what the sender did instead. */
final class SignCheck {
  private static final String KEY = "&key=<key>";
  // A wrong sign costs its sender nothing, so the search for its cause is bounded.
  private static final int LONGEST = 64 << 10;
  private static final int MOST_FIELDS = 50;

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

  /** Checks the field {@code sign}; throws a {@link Failure} that explains. */
  static void check(Map<String, String> fields, SignType type, String key) {
    SignCheck check = new SignCheck(fields, type, key);
    if (!check.fits(SignType.canonical(fields))) {
      throw Failure.sign(check.diagnosis().words, SignType.canonical(fields) + KEY);
    }
  }

  /** Returns what is to be signed and, if it can be told, what was signed instead. */
  static ExpectedText signing(Map<String, String> fields, SignType type, String key) {
    SignCheck check = new SignCheck(fields, type, key);
    String expected = SignType.canonical(fields);
    String actual = check.fits(expected) ? null : check.diagnosis().text;
    return new ExpectedText(2, expected + KEY, actual);
  }

  /** Checks {@code workwx_sign}: MD5 over a few fields under the secret of a WeCom application. */
  static void checkWorkwx(Map<String, String> all, Set<String> names, String secret) {
    Map<String, String> signed = new LinkedHashMap<>(all);
    signed.keySet().retainAll(names);
    String text = SignType.canonical(signed);
    String given = all.getOrDefault("workwx_sign", "");
    if (!given.equals(SignType.MD5.digest(text + "&secret=" + secret, secret))) {
      String hint =
          given.isEmpty() ? "workwx_sign is missing" : "workwx_sign differs, sign was right";
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
          "the sign is right for "
              + type.other().wireName()
              + ", but sign_type says "
              + type.wireName(),
          null);
    }
    if (given.toUpperCase(Locale.ROOT).equals(type.sign(fields, key))) {
      return new Finding("the sign must be in upper case", null);
    }
    if (given.equals(type.digest(canonical, key))) {
      return new Finding("the key was left out", canonical);
    }
    if (fits(asReceived(false))) {
      return new Finding("empty values were signed", asReceived(false) + KEY);
    }
    if (fits(asReceived(true))) {
      return new Finding("the fields were not sorted", asReceived(true) + KEY);
    }
    return canonical.length() > LONGEST || fields.size() > MOST_FIELDS
        ? new Finding("the message is too large to look for the cause", null)
        : oneField();
  }

  private boolean fits(String text) {
    return given.equals(type.digest(text + "&key=" + key, key));
  }

  // Sorted with the empty ones, or in the order received without them.
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
    return new Finding("no single field explains it", null);
  }

  private Map<String, String> changed(String name, String value) {
    Map<String, String> copy = new LinkedHashMap<>(fields);
    copy.put(name, value);
    return copy;
  }

  /** What the sender did: in words, and the text that was signed where it is another. */
  private static final class Finding {
    final String words;
    final @Nullable String text;

    Finding(String words, @Nullable String text) {
      this.words = words;
      this.text = text;
    }
  }
}
