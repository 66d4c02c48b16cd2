package io.github.wxpay.sandbox.v3;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Authorization header, taken apart. */
final class Authorization {
  static final String SCHEME = "WECHATPAY2-SHA256-RSA2048";
  private static final List<String> NAMES =
      List.of("mchid", "nonce_str", "signature", "timestamp", "serial_no");
  private static final Pattern PAIR = Pattern.compile("\\s*([a-z_]+)=\"([^\"]*)\"\\s*(,|$)");

  private final Map<String, String> values;

  private Authorization(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads the header.
   *
   * @throws IllegalArgumentException if it is not of the documented form; the message says why
   */
  static Authorization parse(List<String> headers) {
    if (headers.size() != 1) {
      throw new IllegalArgumentException(
          headers.isEmpty() ? "the header is missing" : "the header stands there twice");
    }
    String header = headers.get(0);
    int blank = header.indexOf(' ');
    String scheme = blank < 0 ? header : header.substring(0, blank);
    if (!scheme.equals(SCHEME)) {
      throw new IllegalArgumentException("the scheme must be " + SCHEME);
    }
    String rest = blank < 0 ? "" : header.substring(blank);
    Map<String, String> values = new HashMap<>();
    Matcher pair = PAIR.matcher(rest);
    int at = 0;
    while (at < rest.length()) {
      if (!pair.find(at) || pair.start() != at) {
        throw new IllegalArgumentException(
            "after the scheme come name=\"value\" pairs with commas between");
      }
      String name = pair.group(1);
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(name + " is none of " + String.join(", ", NAMES));
      }
      if (values.put(name, pair.group(2)) != null) {
        throw new IllegalArgumentException(name + " stands there twice");
      }
      at = pair.end();
    }
    for (String name : NAMES) {
      if (values.getOrDefault(name, "").isEmpty()) {
        throw new IllegalArgumentException(name + " is missing");
      }
    }
    return new Authorization(values);
  }

  String mchid() {
    return value("mchid");
  }

  String nonce() {
    return value("nonce_str");
  }

  String signature() {
    return value("signature");
  }

  String timestamp() {
    return value("timestamp");
  }

  String serial() {
    return value("serial_no");
  }

  private String value(String name) {
    return values.getOrDefault(name, "");
  }
}
