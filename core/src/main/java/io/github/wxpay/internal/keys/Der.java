package io.github.wxpay.internal.keys;

import io.github.wxpay.exception.CryptoException;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Recognises the DER structures of keys, which have no label, and converts PKCS#1 to PKCS#8 and
 * SPKI.
 */
final class Der {
  static final String PKCS12 = "PKCS12";
  static final String PKCS7 = "PKCS7";

  /** The AlgorithmIdentifier of RSA: 1.2.840.113549.1.1.1 and NULL (RFC 8017, A.1). */
  private static final byte[] RSA = {
    0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
  };

  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int OID = 0x06;
  private static final int SEQUENCE = 0x30;
  private static final int CONTEXT = 0xa0;

  /** More parts than any of the recognised structures has. */
  private static final int MAX_PARTS = 12;

  private Der() {}

  /** Returns the PKCS#8 structure (RFC 5208) of a PKCS#1 private key. */
  static byte[] pkcs8(byte[] pkcs1) {
    return part(SEQUENCE, new byte[] {INTEGER, 1, 0}, RSA, part(OCTET_STRING, pkcs1));
  }

  /** Returns the SubjectPublicKeyInfo (RFC 5280) of a PKCS#1 public key. */
  static byte[] spki(byte[] pkcs1) {
    return part(SEQUENCE, RSA, part(BIT_STRING, new byte[] {0}, pkcs1));
  }

  private static byte[] part(int tag, byte[]... contents) {
    int length = Arrays.stream(contents).mapToInt(content -> content.length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      byte[] digits = BigInteger.valueOf(length).toByteArray();
      int from = digits[0] == 0 ? 1 : 0; // the sign
      out.write(0x80 | (digits.length - from));
      out.write(digits, from, digits.length - from);
    }
    for (byte[] content : contents) {
      out.writeBytes(content);
    }
    return out.toByteArray();
  }

  /** Returns whether bytes begin like the DER structure of a key. */
  static boolean isStructure(byte[] der) {
    return der.length > 8 && der[0] == SEQUENCE && length(der, 0) > 0;
  }

  /** Refuses bytes after a structure, which the readers of keys would ignore. */
  static void refuseMore(byte[] der, String what) {
    if (isStructure(der) && length(der, 0) < der.length) {
      requireOne(der, what);
    }
  }

  /** Refuses bytes that are not exactly one structure: a part of one, or one with more after it. */
  static void requireOne(byte[] der, String what) {
    long length = length(der, 0);
    if (length > 0 && length != der.length) {
      throw new CryptoException(
          what
              + " has "
              + der.length
              + " bytes, but according to its header "
              + length
              + ": "
              + (length > der.length
                  ? "it is truncated. Copy it again."
                  : "it is followed by another key or other text. Pass one key only."));
    }
  }

  /** Returns the PEM label of a structure; empty if it is not known. */
  static String label(byte[] der) {
    List<Integer> tags = tags(der, 0);
    if (tags.size() < 2) {
      return "";
    }
    int first = tags.get(0);
    int second = tags.get(1);
    int header = header(der, 0);
    if (first == INTEGER) {
      if (second == SEQUENCE) {
        return der[header + 1] == 1 && der[header + 2] == 3 ? PKCS12 : "PRIVATE KEY";
      }
      if (second == OCTET_STRING) {
        return "EC PRIVATE KEY";
      }
      boolean numbers = tags.stream().allMatch(tag -> tag == INTEGER);
      return !numbers
          ? tags.size() > 9 ? "RSA PRIVATE KEY" : ""
          : tags.size() == 2
              ? "RSA PUBLIC KEY"
              : tags.size() == 6 ? "DSA PRIVATE KEY" : "RSA PRIVATE KEY";
    }
    if (first == OID) {
      return PKCS7;
    }
    if (first != SEQUENCE) {
      return "";
    }
    if (tags.size() == 2) {
      return second == BIT_STRING
          ? "PUBLIC KEY"
          : second == OCTET_STRING ? "ENCRYPTED PRIVATE KEY" : "";
    }
    boolean signed = tags.size() == 3 && second == SEQUENCE && tags.get(2) == BIT_STRING;
    return !signed ? "" : isRequest(tags(der, header)) ? "CERTIFICATE REQUEST" : "CERTIFICATE";
  }

  /**
   * Returns whether the parts are version, name, key and attributes; a certificate also has an
   * algorithm and dates.
   */
  private static boolean isRequest(List<Integer> tags) {
    return tags.size() >= 3
        && tags.size() <= 4
        && tags.get(0) == INTEGER
        && tags.get(1) == SEQUENCE
        && tags.get(2) == SEQUENCE
        && (tags.size() == 3 || tags.get(3) == CONTEXT);
  }

  /**
   * Returns the algorithm of a PKCS#8 or SPKI structure if WeChat Pay does not use it; empty
   * otherwise.
   */
  static String foreignAlgorithm(byte[] der) {
    String head = head(der);
    if (head.contains("\u0006\u0007*\u0086H\u00ce8\u0004\u0001")) { // 1.2.840.10040.4.1
      return "A DSA";
    }
    if (head.contains(
        "\u0006\u0009*\u0086H\u0086\u00f7\r\u0001\u0001\n")) { // 1.2.840.113549.1.1.10
      return "An RSASSA-PSS";
    }
    if (head.contains("\u0006\u0003+ep") || head.contains("\u0006\u0003+eq")) { // 1.3.101.112, 113
      return "An Ed25519 or Ed448";
    }
    return head.contains("\u0006\u0003+en") || head.contains("\u0006\u0003+eo")
        ? "An X25519 or X448"
        : "";
  }

  /** Returns the beginning of a PKCS#8 or SPKI structure, which names the algorithm, as Latin-1. */
  static String head(byte[] der) {
    return new String(der, 0, Math.min(der.length, 40), StandardCharsets.ISO_8859_1);
  }

  /**
   * Refuses an EC key that names a curve other than SM2's, without Bouncy Castle. A key that
   * describes its curve is checked by Bouncy Castle.
   */
  static void requireSm2(byte[] der) {
    String head = head(der);
    boolean named = head.contains("*\u0086H\u00ce=\u0002\u0001\u0006"); // the curve's OID follows
    if (named && !head.contains("*\u0081\u001c\u00cfU\u0001\u0082-")) { // 1.2.156.10197.1.301
      throw KeyReader.unusable("An EC key on a curve other than SM2's");
    }
  }

  /** Returns the tags of the parts of the structure that begins here. */
  private static List<Integer> tags(byte[] der, int start) {
    List<Integer> tags = new ArrayList<>();
    long end = Math.min(der.length, start + Math.max(0, length(der, start)));
    int at = header(der, start);
    while (at >= 0 && at < end && tags.size() < MAX_PARTS) {
      long length = length(der, at);
      if (length < 0 || at + length > end) {
        return List.of();
      }
      tags.add(der[at] & 0xff);
      at += (int) length;
    }
    return tags;
  }

  /** Returns the position of the content of a part; -1 if it has no length. */
  private static int header(byte[] der, int start) {
    if (start + 1 >= der.length) {
      return -1;
    }
    int first = der[start + 1] & 0xff;
    int count = first < 0x80 ? 0 : first & 0x7f;
    return count > 4 || first == 0x80 || start + 2 + count > der.length ? -1 : start + 2 + count;
  }

  /** Returns the length of a part with its header; -1 if it has none. */
  private static long length(byte[] der, int start) {
    int header = header(der, start);
    if (header < 0) {
      return -1;
    }
    long length = der[start + 1] & 0xff;
    if (length >= 0x80) {
      length = 0;
      for (int i = start + 2; i < header; i++) {
        length = length << 8 | (der[i] & 0xff);
      }
    }
    return header - start + length;
  }
}
