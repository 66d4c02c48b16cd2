package io.github.wxpay.sandbox.crypto;

import java.security.SecureRandom;

/** Creates random texts: nonces, secrets, serial numbers, digits of order numbers. */
public final class Randoms {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom SOURCE = new SecureRandom();

  private Randoms() {}

  /** Returns this many digits and letters. */
  public static String alphanumeric(int length) {
    return from(ALPHABET, length);
  }

  /** Returns this many decimal digits. */
  public static String digits(int length) {
    return from("0123456789", length);
  }

  /** Returns this many upper-case hexadecimal digits. */
  public static String hex(int length) {
    return from("0123456789ABCDEF", length);
  }

  /**
   * Returns a serial number in the platform's form: 40 hexadecimal digits. The first is 1 to 7, so
   * that the number is positive in 20 octets and has no leading zero.
   */
  public static String serial() {
    return from("1234567", 1) + hex(39);
  }

  private static String from(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(SOURCE.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /** Returns an openid in the platform's form. */
  public static String openid() {
    return "oUpF8u" + alphanumeric(22);
  }
}
