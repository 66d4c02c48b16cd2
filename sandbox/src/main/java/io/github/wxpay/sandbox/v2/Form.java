package io.github.wxpay.sandbox.v2;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of a request. Throws a {@link Failure} for a missing or invalid field. */
final class Form {
  private static final Pattern DIGITS = Pattern.compile("0|[1-9][0-9]{0,17}");

  private final Map<String, String> fields;

  Form(Map<String, String> fields) {
    this.fields = fields;
  }

  Map<String, String> fields() {
    return fields;
  }

  /** Returns the fields that distinguish requests, to recognize a repetition. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>(fields);
    parameters.keySet().removeAll(Set.of("nonce_str", "sign", "sign_type", "workwx_sign"));
    return parameters;
  }

  /** Returns a text, null if it is absent or empty. */
  @Nullable String optional(String name) {
    String text = fields.get(name);
    return text == null || text.isEmpty() ? null : text;
  }

  /** Returns a required text of at most {@code max} characters. */
  String text(String name, int max) {
    String text = optional(name);
    if (text == null) {
      throw Failure.communication("缺少参数: " + name + " is required");
    }
    if (text.codePointCount(0, text.length()) > max) {
      throw wrong(name, "must have at most " + max + " characters");
    }
    return text;
  }

  String matching(String name, Pattern form, String rule) {
    String text = text(name, Integer.MAX_VALUE);
    if (!form.matcher(text).matches()) {
      throw wrong(name, "must be " + rule);
    }
    return text;
  }

  String oneOf(String name, String... values) {
    String text = text(name, Integer.MAX_VALUE);
    if (!Arrays.asList(values).contains(text)) {
      throw wrong(name, "must be one of " + String.join(", ", values));
    }
    return text;
  }

  long integer(String name, long min, long max) {
    String text = text(name, Integer.MAX_VALUE);
    if (!DIGITS.matcher(text).matches()) {
      throw wrong(name, "must be an integer");
    }
    long value = Long.parseLong(text);
    if (value < min || value > max) {
      throw wrong(name, "must be " + min + " to " + max);
    }
    return value;
  }

  static Failure wrong(String name, String issue) {
    return Failure.communication("参数错误: " + name + " " + issue);
  }
}
