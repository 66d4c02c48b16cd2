package io.github.wxpay.internal.keys;

import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.internal.text.Printable;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A block of RFC 7468: its label and its DER bytes.
 *
 * <p>Scans the text in linear time. A block is {@code -----BEGIN label-----}, header lines such as
 * {@code Proc-Type: …} (RFC 1421), base64, and {@code -----END label-----} with the same label.
 * Other text, before, between and after blocks, is skipped.
 */
final class Pem {
  private static final String DASHES = "-----";
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";

  final String label;
  final byte[] der;

  Pem(String label, byte[] der) {
    this.label = label;
    this.der = der;
  }

  static boolean isArmoured(String text) {
    return text.contains(BEGIN.strip()); // also if nothing follows it
  }

  /**
   * Returns the first block whose label ends with {@code ending}, or the first block if there is
   * none.
   */
  static Pem read(String text, String ending) {
    Pem first = null;
    for (Block block = next(text, 0); block != null; block = next(text, block.end)) {
      if (block.encrypted) {
        throw new CryptoException(
            "The key is encrypted in the old OpenSSL format (Proc-Type: 4,ENCRYPTED). Convert it:"
                + " openssl pkcs8 -topk8 -in old.pem -out new.pem");
      }
      Pem pem = new Pem(block.label, base64(block.base64, "The PEM text"));
      if (!pem.label.equals("TRUSTED CERTIFICATE")) { // OpenSSL appends its settings to those
        Der.refuseMore(pem.der, "The " + pem.label + " in the PEM text");
      }
      if (pem.label.endsWith(ending)) {
        return pem;
      }
      first = first == null ? pem : first;
    }
    if (first == null) {
      throw new CryptoException(
          "The PEM text is truncated or damaged: it has no complete block from -----BEGIN …----- to"
              + " -----END …-----. Download the file again.");
    }
    return first;
  }

  /** Returns the labels of the blocks of a text. */
  static List<String> labels(String text) {
    List<String> labels = new ArrayList<>();
    for (Block block = next(text, 0); block != null; block = next(text, block.end)) {
      labels.add(block.label);
    }
    return labels;
  }

  /** Decodes base64 with or without line breaks; other characters are refused. */
  static byte[] base64(String text, String what) {
    try {
      return Base64.getDecoder().decode(withoutSpace(text));
    } catch (IllegalArgumentException e) {
      String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
      throw new CryptoException(what + " is not base64: " + Printable.of(reason, 100) + ".");
    }
  }

  /** Returns the bytes of base64 as {@link #base64} does, but none if it is not base64. */
  static byte[] tryBase64(String text) {
    try {
      return Base64.getDecoder().decode(withoutSpace(text));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** Returns the first complete block from a position on; {@code null} if there is none. */
  private static @Nullable Block next(String text, int from) {
    // After a block without an end the search continues at the next BEGIN, which is after all
    // scanned characters, since a scan of a block stops at five dashes. So no character is scanned
    // twice.
    int begin = text.indexOf(BEGIN, from);
    while (begin >= 0) {
      Block block = block(text, begin + BEGIN.length());
      if (block != null) {
        return block;
      }
      begin = text.indexOf(BEGIN, begin + BEGIN.length());
    }
    return null;
  }

  /** Returns the block whose label begins here; {@code null} if it is not complete. */
  private static @Nullable Block block(String text, int start) {
    int labelEnd = start;
    while (labelEnd < text.length() && isLabel(text.charAt(labelEnd))) {
      labelEnd++;
    }
    if (labelEnd == start || !text.startsWith(DASHES, labelEnd)) {
      return null;
    }
    String label = text.substring(start, labelEnd);
    int content = labelEnd + DASHES.length();
    boolean encrypted = false;
    for (int line = headerEnd(text, content); line >= 0; line = headerEnd(text, content)) {
      encrypted |= text.substring(content, line).stripLeading().startsWith("Proc-Type:");
      content = line;
    }
    int dash = text.indexOf('-', content);
    String boundary = END + label + DASHES;
    if (dash < 0 || !text.startsWith(boundary, dash)) {
      return null;
    }
    return new Block(label, text.substring(content, dash), encrypted, dash + boundary.length());
  }

  /** Returns where a header line such as {@code DEK-Info: …} ends; -1 if there is none here. */
  private static int headerEnd(String text, int from) {
    int at = from;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    boolean dash = false;
    while (at < text.length() && isNameOfHeader(text, at)) {
      dash |= text.charAt(at) == '-';
      at++;
    }
    if (!dash || at == text.length() || text.charAt(at) != ':') {
      return -1;
    }
    while (at < text.length() && text.charAt(at) != '\n' && !text.startsWith(DASHES, at)) {
      at++;
    }
    return at;
  }

  /** Returns whether the character may be in the name of a header: letters and single dashes. */
  private static boolean isNameOfHeader(String text, int at) {
    char c = text.charAt(at);
    return isLetter(c) || (c == '-' && !text.startsWith("--", at));
  }

  private static boolean isLabel(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ';
  }

  private static boolean isLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static String withoutSpace(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (!isSpace(text.charAt(i))) {
        out.append(text.charAt(i));
      }
    }
    return out.toString();
  }

  private static final class Block {
    final String label;
    final String base64;
    final boolean encrypted;
    final int end;

    Block(String label, String base64, boolean encrypted, int end) {
      this.label = label;
      this.base64 = base64;
      this.encrypted = encrypted;
      this.end = end;
    }
  }
}
