package io.github.wxpay.cli.doctor;

import java.math.BigInteger;
import java.security.Key;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.Locale;
import java.util.regex.Pattern;

/** Values as verdicts show them. A text that may be a secret in the wrong entry is not shown. */
final class Shown {
  /** Longer than an APIv2 or APIv3 key, which has 32 characters. */
  private static final Pattern SERIAL = Pattern.compile("[0-9A-Fa-f]{36,64}");

  private static final Pattern PUBLIC_KEY_ID = Pattern.compile("PUB_KEY_ID_[0-9A-Za-z]{1,64}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

  private Shown() {}

  /** Returns an ID or number, or its length if it does not have the form of one. */
  static String id(String text) {
    boolean known =
        SERIAL.matcher(text).matches() || isPublicKeyId(text) || NUMBER.matcher(text).matches();
    return known ? text : "a text of " + text.length() + " characters";
  }

  /** Returns whether an ID is that of a platform public key. */
  static boolean isPublicKeyId(String id) {
    return PUBLIC_KEY_ID.matcher(id).matches();
  }

  /** Returns whether an ID consists of hexadecimal digits, as serial numbers do. */
  static boolean isSerial(String id) {
    return id.matches("[0-9A-Fa-f]{1,64}");
  }

  /** Returns the serial number of a certificate, two upper-case digits for each byte. */
  static String serial(X509Certificate certificate) {
    String hex = certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
    return hex.length() % 2 == 0 ? hex : "0" + hex;
  }

  /** Returns whether a serial number is that of a certificate; case and leading zeros differ. */
  static boolean isSerialOf(String serial, X509Certificate certificate) {
    return isSerial(serial) && new BigInteger(serial, 16).equals(certificate.getSerialNumber());
  }

  /** Returns the algorithm and the length of a key. */
  static String key(Key key) {
    return key instanceof RSAKey
        ? "RSA, " + ((RSAKey) key).getModulus().bitLength() + " bits"
        : KeyPairs.isSm2(key) ? "SM2" : key.getAlgorithm();
  }
}
