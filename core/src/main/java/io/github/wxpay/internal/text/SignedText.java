package io.github.wxpay.internal.text;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks the parts of a text to sign. Each scheme separates its parts by a character that it does
 * not escape, so a part that contains the separator could make one signature valid for another
 * message.
 */
public final class SignedText {
  private static final int MAX_NONCE = 128;
  private static final int SHOWN = 64;

  private SignedText() {}

  /**
   * Returns a part of a text whose parts are separated by line feeds; {@code null} is empty.
   *
   * @throws IllegalArgumentException if the part contains a control character
   */
  public static String part(String name, @Nullable Object value) {
    String text =
        value == null
            ? ""
            : value instanceof Number ? Scalars.field(name, value) : value.toString();
    if (Printable.hasControl(text)) {
      throw new IllegalArgumentException(
          "`"
              + name
              + "` contains a control character, which would end its line in the text to sign: '"
              + Printable.of(text, SHOWN)
              + "'. Remove it.");
    }
    return text;
  }

  /**
   * Returns a quoted value of {@code Authorization}; {@code null} is empty.
   *
   * @throws IllegalArgumentException if the value contains a control character or a quote
   */
  public static String quoted(String name, @Nullable Object value) {
    String text = part(name, value);
    if (text.indexOf('"') >= 0) {
      throw new IllegalArgumentException(
          "`"
              + name
              + "` contains a quote, which would end its value in Authorization: '"
              + Printable.of(text, SHOWN)
              + "'. Remove it.");
    }
    return text;
  }

  /** Returns whether the text is not empty and consists of visible ASCII. */
  public static boolean isVisibleAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /**
   * Returns a supplier of nonces that checks each one: visible ASCII without quotes and
   * backslashes, 1 to 128 characters. All protocols use such a supplier.
   */
  public static Supplier<String> nonces(Supplier<String> source) {
    return () -> {
      @Nullable String nonce = source.get();
      if (nonce == null) {
        throw new NullPointerException("The nonce supplier returned null.");
      }
      boolean quotable = nonce.indexOf('"') < 0 && nonce.indexOf('\\') < 0;
      if (!isVisibleAscii(nonce) || !quotable || nonce.length() > MAX_NONCE) {
        throw new IllegalStateException(
            "The nonce supplier returned "
                + nonce.length()
                + " characters that cannot be sent in a header. Return 1 to 128 letters and"
                + " digits.");
      }
      return nonce;
    };
  }
}
