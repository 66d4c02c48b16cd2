package io.github.wxpay.sandbox.v3;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parsed header {@code Authorization} of a request. Immutable. */
final class Authorization {
  /** The scheme of brands, which use a brand ID instead of the merchant's number. */
  static final String BRAND = "WECHATPAY-BRAND-SHA256-RSA2048";

  private static final List<String> REST =
      List.of("nonce_str", "signature", "timestamp", "serial_no");

  private final String idName;
  private final Map<String, String> values;

  private Authorization(String idName, Map<String, String> values) {
    this.idName = idName;
    this.values = values;
  }

  /** Returns whether the header is that of a brand. */
  static boolean isBrand(List<String> headers) {
    return headers.size() == 1 && headers.get(0).startsWith(BRAND + " ");
  }

  /**
   * Parses the header.
   *
   * @throws IllegalArgumentException if it does not have the documented form
   */
  static Authorization parse(List<String> headers, String expected) {
    if (headers.size() != 1) {
      throw new IllegalArgumentException(
          headers.isEmpty() ? "the header is missing" : "the header occurs twice");
    }
    String header = headers.get(0);
    int blank = header.indexOf(' ');
    String scheme = blank < 0 ? header : header.substring(0, blank);
    if (!scheme.equals(expected)) {
      throw new IllegalArgumentException("the scheme must be " + expected);
    }
    String idName = expected.equals(BRAND) ? "brand_id" : "mchid";
    List<String> names = new ArrayList<>(List.of(idName));
    names.addAll(REST);
    Map<String, String> values = pairs(header, scheme.length(), names);
    for (String name : names) {
      String value = values.getOrDefault(name, "");
      if (value.isEmpty()) {
        throw new IllegalArgumentException(name + " is missing");
      }
      // Timestamp and nonce are lines of the signed text, so a line feed in one of them would make
      // a
      // different text of it.
      if (!value.chars().allMatch(Authorization::isVisible)) {
        throw new IllegalArgumentException(
            name + " must consist of visible ASCII characters, 0x21 to 0x7E");
      }
    }
    return new Authorization(idName, values);
  }

  /** Parses the pairs after the scheme in one pass. */
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
            "the scheme must be followed by name=\"value\" pairs separated by commas");
      }
      String name = header.substring(start, equals);
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            Refusal.shortened(name) + " is not one of " + String.join(", ", names));
      }
      if (values.put(name, header.substring(value, end)) != null) {
        throw new IllegalArgumentException(name + " occurs twice");
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

  /** Returns the name of the field with the caller's ID: {@code mchid} or {@code brand_id}. */
  String callerField() {
    return idName;
  }

  /** Returns the caller's ID: a merchant's number or a brand ID. */
  String callerId() {
    return value(idName);
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
