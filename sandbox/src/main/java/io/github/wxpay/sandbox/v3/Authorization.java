package io.github.wxpay.sandbox.v3;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The Authorization header, taken apart. */
final class Authorization {
  /** The scheme of brands, who have an id of their own in the place of the merchant's. */
  static final String BRAND = "WECHATPAY-BRAND-SHA256-RSA2048";

  private static final List<String> REST =
      List.of("nonce_str", "signature", "timestamp", "serial_no");

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
    Map<String, String> values = pairs(header, scheme.length(), names);
    for (String name : names) {
      String value = values.getOrDefault(name, "");
      if (value.isEmpty()) {
        throw new IllegalArgumentException(name + " is missing");
      }
      // Timestamp and nonce are lines of the signed text, so that a line feed in one of them would
      // make another text of it.
      if (!value.chars().allMatch(Authorization::isVisible)) {
        throw new IllegalArgumentException(
            name + " must consist of visible ASCII characters, 0x21 to 0x7E");
      }
    }
    return new Authorization(who, values);
  }

  /** Reads the pairs that follow the scheme, in one pass. */
  private static Map<String, String> pairs(String header, int from, List<String> names) {
    Map<String, String> values = new HashMap<>();
    int at = from;
    while (at < header.length()) {
      int start = blanks(header, at);
      int equals = letters(header, start);
      int value = equals + 2;
      int end = header.startsWith("=\"", equals) ? header.indexOf('"', value) : -1;
      int next = end < 0 ? -1 : blanks(header, end + 1);
      if (equals == start || end < 0 || (next < header.length() && header.charAt(next) != ',')) {
        throw new IllegalArgumentException(
            "after the scheme come name=\"value\" pairs with commas between");
      }
      String name = header.substring(start, equals);
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            Refusal.shortened(name) + " is none of " + String.join(", ", names));
      }
      if (values.put(name, header.substring(value, end)) != null) {
        throw new IllegalArgumentException(name + " stands there twice");
      }
      at = next + 1;
    }
    return values;
  }

  private static int blanks(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }

  private static int letters(String text, int from) {
    int at = from;
    while (at < text.length()
        && ((text.charAt(at) >= 'a' && text.charAt(at) <= 'z') || text.charAt(at) == '_')) {
      at++;
    }
    return at;
  }

  private static boolean isVisible(int character) {
    return character > ' ' && character < 0x7f;
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
