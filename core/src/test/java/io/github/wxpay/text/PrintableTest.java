package io.github.wxpay.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.internal.text.Printable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x09, 0x0a, 0x0d, 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0x061c, 0x200e, 0x200f, 0x2028,
        0x2029, 0x202a, 0x202e, 0x2066, 0x2069, 0xfeff, 0xd800, 0xdfff, 0xe0001
      })
  void replacesWhatChangesALineOrItsDirection(int codePoint) {
    String text = "a" + new String(Character.toChars(codePoint)) + "b";

    assertThat(Printable.of(text)).isEqualTo("a?b");
    assertThat(Printable.isPrintable(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "order-1", "商户号 1900000109", "é ü – …", "😀 𠮷", "a b\u00a0c"})
  void keepsLettersOfEveryLanguage(String text) {
    assertThat(Printable.of(text)).isEqualTo(text);
    assertThat(Printable.isPrintable(text)).isTrue();
  }

  @Test
  void cutsLongTextAndSaysSo() {
    assertThat(Printable.of("abcdef", 6)).isEqualTo("abcdef");
    assertThat(Printable.of("abcdefg", 6)).isEqualTo("abcdef…");
  }
}
