package io.github.wxpay.internal.trust;

import java.security.cert.X509Certificate;
import java.util.Locale;

/** Formats the serial numbers of certificates and compares the IDs of keys. */
public final class SerialNumber {
  private static final String DIGITS = "0123456789ABCDEF";

  private SerialNumber() {}

  /**
   * Returns the serial number as WeChat Pay writes it: two upper-case hexadecimal digits for each
   * byte, leading zeros included.
   */
  public static String of(X509Certificate certificate) {
    byte[] bytes = certificate.getSerialNumber().toByteArray();
    int sign = bytes.length > 1 && bytes[0] == 0 ? 1 : 0; // the sign byte
    StringBuilder out = new StringBuilder(2 * bytes.length);
    for (int i = sign; i < bytes.length; i++) {
      out.append(DIGITS.charAt((bytes[i] >> 4) & 15)).append(DIGITS.charAt(bytes[i] & 15));
    }
    return out.toString();
  }

  /**
   * Returns the form in which IDs of keys are compared: in upper case and without leading zeros, in
   * which tools differ. It is never sent.
   */
  public static String comparable(String id) {
    int start = 0;
    if (isComparable(id)) {
      return id;
    }
    while (start < id.length() - 1 && id.charAt(start) == '0') {
      start++;
    }
    return id.substring(start).toUpperCase(Locale.ROOT);
  }

  private static boolean isComparable(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean asItIs = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
      if (!asItIs || (c == '0' && i == 0)) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether two IDs are those of one key. */
  public static boolean same(String id, String other) {
    return comparable(id).equals(comparable(other));
  }
}
