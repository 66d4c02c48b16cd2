package io.github.wxpay.sandbox.v3;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Authorization header, taken apart. */
final class Authorization {
  /** The scheme of brands, who have an id of their own in the place of the merchant's. */
  static final String BRAND = "WECHATPAY-BRAND-SHA256-RSA2048";

  private static final List<String> REST =
      List.of("nonce_str", "signature", "timestamp", "serial_no");
  private static final Pattern PAIR = Pattern.compile("\\s*([a-z_]+)=\"([^\"]*)\"\\s*(,|$)");

  private final String who;
  private final Map<String, String> values;

  private Authorization(String who, Map<String, String> values) {
    this.who = who;
    this.values = values;
  }

  /** Returns whether that is the header of a brand. */
  static boolean isBrand(List<String> headers) {
    return headers.size() == 1 && headers.get(0).startsWith(BRAND + " ");
  }

  /**
   * Reads the header.
   *
   * @throws IllegalArgumentException if it is not of the documented form; the message says why
   */
  static Authorization parse(List<String> headers, String expected) {
    if (headers.size() != 1) {
      throw new IllegalArgumentException(
          headers.isEmpty() ? "the header is missing" : "the header stands there twice");
    }
    String header = headers.get(0);
    int blank = header.indexOf(' ');
    String scheme = blank < 0 ? header : header.substring(0, blank);
    if (!scheme.equals(expected)) {
      throw new IllegalArgumentException("the scheme must be " + expected);
    }
    String who = expected.equals(BRAND) ? "brand_id" : "mchid";
    List<String> names = new ArrayList<>(List.of(who));
    names.addAll(REST);
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
      if (!names.contains(name)) {
        throw new IllegalArgumentException(name + " is none of " + String.join(", ", names));
      }
      if (values.put(name, pair.group(2)) != null) {
        throw new IllegalArgumentException(name + " stands there twice");
      }
      at = pair.end();
    }
    for (String name : names) {
      if (values.getOrDefault(name, "").isEmpty()) {
        throw new IllegalArgumentException(name + " is missing");
      }
    }
    return new Authorization(who, values);
  }

  /** Returns the name of the field that says who asks. */
  String whoField() {
    return who;
  }

  /** Returns who asks: a merchant's number or a brand's id. */
  String who() {
    return value(who);
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
