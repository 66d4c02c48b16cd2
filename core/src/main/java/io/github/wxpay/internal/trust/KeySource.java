package io.github.wxpay.internal.trust;

import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.internal.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;

/** Where a key comes from: a text, bytes, a file; and how it is named without being shown. */
public final class KeySource {
  private KeySource() {}

  /** What DER bytes are expected to be, since they carry no label. */
  enum Form {
    PRIVATE_KEY,
    PUBLIC_KEY
  }

  /** A text that is a path becomes the path; key texts stay. Used where a file may name files. */
  public static Object orPath(Object thing, Path folder) {
    if (!(thing instanceof String)) {
      return thing;
    }
    String text = (String) thing;
    if (text.startsWith("file://")) {
      return folder.resolve(text.substring("file://".length()));
    }
    boolean keyText = text.isEmpty() || text.contains("-----BEGIN ") || text.contains("://");
    if (keyText || text.startsWith("classpath:")) {
      return text;
    }
    try {
      Path path = folder.resolve(text);
      return Files.exists(path) || looksLikeFile(text) ? path : text;
    } catch (InvalidPathException e) {
      return text;
    }
  }

  /** The key text of a text, bytes or a file: PEM as it is, DER with what it is before it. */
  static String text(Object thing, Form form) {
    return thing instanceof String ? (String) thing : text(bytes(thing), form);
  }

  /** The bytes of bytes or a file. */
  static byte[] bytes(Object thing) {
    if (thing instanceof byte[]) {
      return (byte[]) thing;
    }
    if (thing instanceof Path) {
      try {
        return Files.readAllBytes((Path) thing);
      } catch (IOException e) {
        throw new CryptoException(
            "The file '"
                + Printable.path(thing.toString())
                + "' cannot be read ("
                + e.getClass().getSimpleName()
                + "); is the path right, seen from "
                + Printable.path("" + Path.of("").toAbsolutePath().getFileName())
                + "?");
      }
    }
    throw new CryptoException(
        "A value " + Printable.type(thing) + " is not a key; give PEM text, a Path or a key.");
  }

  /** Such as apiclient_key.pem: short, with an extension, so no base64 that must not be shown. */
  private static boolean looksLikeFile(String text) {
    String extension = text.substring(text.lastIndexOf('.') + 1);
    return text.length() < 256
        && extension.length() < text.length()
        && extension.length() >= 2
        && extension.length() <= 4
        && extension.chars().allMatch(KeySource::isLetterOrDigit);
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static String text(byte[] bytes, Form form) {
    if (bytes.length < 8 || bytes[0] != 0x30) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    if (bytes[4] == 2 && bytes[5] == 1 && bytes[6] == 3) { // version 3: PKCS#12 alone
      throw new CryptoException(
          "This is a PKCS#12 file (.p12), which holds a certificate and a key under a password. Take"
              + " the PEM files beside it: apiclient_key.pem, apiclient_cert.pem.");
    }
    String base64 = Base64.getEncoder().encodeToString(bytes);
    if (form == Form.PRIVATE_KEY) {
      return "private.pkcs8://" + base64;
    }
    boolean certificate = bytes[4] == 0x30 && bytes[5] == (byte) 0x82; // its first part is long
    return certificate
        ? "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----"
        : "public.spki://" + base64;
  }
}
