package io.github.wxpay.peers;

import io.github.wxpay.codec.Formatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Texts and fields by chance, the same ones for the same seed. */
final class Texts {
  private static final String LETTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv";
  private static final String SPECIAL = " \t\n<>&'\"\\/=?%+,;:#[]{}`~^|-_.!*()@$\u00a0\u2028\uFEFF";

  private final Random random;

  Texts(long seed) {
    random = new Random(seed);
  }

  int number(int bound) {
    return random.nextInt(bound);
  }

  /**
   * Returns at most that many characters of any script, without control characters except \t and
   * \n.
   */
  String any(int most) {
    int length = random.nextInt(most + 1);
    StringBuilder out = new StringBuilder();
    while (out.length() < length) {
      switch (random.nextInt(6)) {
        case 0:
          out.append(SPECIAL.charAt(random.nextInt(SPECIAL.length())));
          break;
        case 1:
          out.append((char) ('\u4e00' + random.nextInt(0x51a5)));
          break;
        case 2:
          out.appendCodePoint(0x1f300 + random.nextInt(0x2ff));
          break;
        default:
          out.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
    }
    return out.toString();
  }

  /** Returns a text on one line: a part of a text to sign that is not the body. */
  String line(int most) {
    return any(most).replaceAll("[\t\n]", " ");
  }

  /** Letters and digits. */
  String plain(int length) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; i++) {
      out.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return out.toString();
  }

  /** Returns the text to sign of a random request. */
  String request() {
    String method = new String[] {"GET", "POST", "PUT", "DELETE"}[random.nextInt(4)];
    String body = method.equals("GET") ? "" : "{\"a\":\"" + any(200) + "\"}";
    return Formatter.request(method, "/v3/" + plain(12), timestamp(), plain(32), body);
  }

  String timestamp() {
    return Long.toString(1_600_000_000L + random.nextInt(200_000_000));
  }

  /** Fields as APIv2 has them, some empty. */
  Map<String, String> fields(int most) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = random.nextInt(most) + 1; i > 0; i--) {
      fields.put("f" + plain(1 + random.nextInt(5)) + "_" + plain(1), any(24));
    }
    return fields;
  }
}
