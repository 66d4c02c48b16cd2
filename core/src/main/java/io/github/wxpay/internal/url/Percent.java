package io.github.wxpay.internal.url;

import io.github.wxpay.internal.text.Printable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** Percent-encodes UTF-8 (RFC 3986 §2), except for a set of characters. */
final class Percent {
  private static final String ALPHANUMERIC =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  /** Characters that a placeholder's value keeps: the unreserved ones of RFC 3986. */
  static final BitSet UNRESERVED = set("-._~");

  /** Characters that a path keeps: pchar and the slash. */
  static final BitSet PATH = set("-._~!$&'()*+,;=:@/");

  /**
   * Characters that the query of a template keeps; the apostrophe is encoded, as in the original.
   */
  static final BitSet QUERY = set("-._~!$&()*+,;=:@/?");

  /**
   * Characters that a query value keeps, as in the original: those of encodeURIComponent, and
   * {@code : $ ,}.
   */
  static final BitSet QUERY_VALUE = set("-._~!*():$,");

  private Percent() {}

  /**
   * Encodes every byte of a text outside {@code kept}; with {@code literal} existing triplets are
   * kept.
   */
  static String encode(String text, BitSet kept, boolean literal) {
    if (isKept(text, kept)) {
      return text;
    }
    ByteBuffer utf8;
    try {
      utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "A part of the URL contains an unpaired surrogate. Do not cut a text between the two"
              + " halves of a character.");
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    while (utf8.hasRemaining()) {
      int b = utf8.get() & 0xff;
      if (kept.get(b) || (literal && b == '%' && isTriplet(utf8))) {
        out.append((char) b);
      } else if (literal && b == '%') {
        throw new IllegalArgumentException(
            "In '"
                + Printable.of(text, 256)
                + "' a % is not followed by two hexadecimal digits. Write a literal % as %25.");
      } else {
        out.append('%').append(HEX[b >> 4]).append(HEX[b & 0xf]);
      }
    }
    return out.toString();
  }

  private static boolean isKept(String text, BitSet kept) {
    for (int i = 0; i < text.length(); i++) {
      if (!kept.get(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isTriplet(ByteBuffer rest) {
    return rest.remaining() >= 2
        && Character.digit(rest.get(rest.position()), 16) >= 0
        && Character.digit(rest.get(rest.position() + 1), 16) >= 0;
  }

  private static BitSet set(String others) {
    BitSet set = new BitSet(128);
    for (char c : (ALPHANUMERIC + others).toCharArray()) {
      set.set(c);
    }
    return set;
  }
}
