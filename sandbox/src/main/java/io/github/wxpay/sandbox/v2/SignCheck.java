package io.github.wxpay.sandbox.v2;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Recomputes a sign and, if it differs, looks for what the sender did instead. */
final class SignCheck {
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
      throw Failure.sign(check.diagnosis(), SignType.canonical(fields) + "&key=<key>");
    }
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

  private String diagnosis() {
    if (given.isEmpty()) {
      return "sign is missing";
    }
    String canonical = SignType.canonical(fields);
    if (given.equals(type.other().digest(canonical + "&key=" + key, key))) {
      return "the sign is right for "
          + type.other().wireName()
          + ", but sign_type says "
          + type.wireName();
    }
    if (given.toUpperCase(Locale.ROOT).equals(type.sign(fields, key))) {
      return "the sign must be in upper case";
    }
    if (given.equals(type.digest(canonical, key))) {
      return "the key was left out";
    }
    if (fits(asReceived(false))) {
      return "empty values were signed";
    }
    if (fits(asReceived(true))) {
      return "the fields were not sorted";
    }
    String field = oneField();
    return field.isEmpty() ? "no single field explains it" : field;
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

  private String oneField() {
    for (Map.Entry<String, String> field : fields.entrySet()) {
      String name = field.getKey();
      if (fits(SignType.canonical(changed(name, "")))) {
        return name + " was sent but not signed";
      }
      if (fits(SignType.canonical(changed(name, field.getValue().trim())))) {
        return name + " was signed without the blanks around it";
      }
      for (String second : fields.keySet()) {
        Map<String, String> without = changed(name, "");
        without.put(second, "");
        if (second.compareTo(name) > 0 && fits(SignType.canonical(without))) {
          return name + " and " + second + " were sent but not signed";
        }
      }
    }
    return "";
  }

  private Map<String, String> changed(String name, String value) {
    Map<String, String> copy = new LinkedHashMap<>(fields);
    copy.put(name, value);
    return copy;
  }
}
