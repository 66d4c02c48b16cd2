package io.github.wxpay.sandbox.v3;

import io.github.wxpay.sandbox.testing.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reader of the header Authorization: a value that is accepted is visible ASCII and written in
 * the header once, and the header written again is read the same; any other header is refused with
 * a short message.
 */
public final class AuthorizationTarget {
  public static final FuzzTarget TARGET = FuzzTarget.of(AuthorizationTarget.class, "authorization");

  private static final String SCHEME = "WECHATPAY2-SHA256-RSA2048";
  private static final int LONGEST_MESSAGE = 200;

  private AuthorizationTarget() {}

  /** Loads the classes before the time of the inputs is measured. */
  public static void fuzzerInitialize() throws Throwable {
    TARGET.load();
  }

  /** Reads the input as a header, and as the pairs after each scheme. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    read(text, SCHEME);
    read(SCHEME + " " + text, SCHEME);
    read(Authorization.BRAND + " " + text, Authorization.BRAND);
  }

  private static void read(String header, String scheme) {
    Authorization read;
    try {
      read = Authorization.parse(List.of(header), scheme);
    } catch (IllegalArgumentException e) {
      String message = e.getMessage();
      require(message.length() < LONGEST_MESSAGE, "the message is too long: " + message);
      require(
          message.chars().allMatch(c -> c >= ' ' && c != 0x7f && (c < 0x7f || c == '…')),
          "the message is not one line of text: " + message);
      return;
    }
    Map<String, String> values = values(read);
    StringBuilder written = new StringBuilder(scheme);
    String separator = " ";
    for (Map.Entry<String, String> pair : values.entrySet()) {
      String text = pair.getKey() + "=\"" + pair.getValue() + "\"";
      require(header.contains(text), text + " is not in the header");
      require(pair.getValue().matches("[!-~&&[^\"]]+"), pair.getKey() + " is not visible ASCII");
      written.append(separator).append(text);
      separator = ",";
    }
    require(
        values.equals(values(Authorization.parse(List.of(written.toString()), scheme))),
        "the header written again is read differently: " + written);
  }

  private static Map<String, String> values(Authorization read) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(read.callerField(), read.callerId());
    values.put("nonce_str", read.nonce());
    values.put("signature", read.signature());
    values.put("timestamp", read.timestamp());
    values.put("serial_no", read.serial());
    return values;
  }

  private static void require(boolean holds, String property) {
    if (!holds) {
      throw new AssertionError(property);
    }
  }
}
