package io.github.wxpay.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.internal.text.Printable;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
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
  void replacesCharactersThatChangeLineOrDirection(int codePoint) {
    String text = "a" + new String(Character.toChars(codePoint)) + "b";

    assertThat(Printable.of(text)).isEqualTo("a?b");
    assertThat(Printable.isPrintable(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "order-1",
        "商户号 1900000109",
        "é ü – …",
        "😀 𠮷",
        "a b\u00a0c",
        "👨\u200d👩\u200d👧",
        "می\u200cخواهم"
      })
  void keepsLettersOfEveryLanguage(String text) {
    assertThat(Printable.of(text)).isEqualTo(text);
    assertThat(Printable.isPrintable(text)).isTrue();
  }

  @Test
  void truncatesLongTextVisibly() {
    assertThat(Printable.of("abcdef", 6)).isEqualTo("abcdef");
    assertThat(Printable.of("abcdefg", 6)).isEqualTo("abcdef…");
  }

  @Test
  void namesTypeWithoutArticle() {
    assertThat(Printable.type(1)).isEqualTo("of type Integer");
    assertThat(Printable.type("a")).isEqualTo("of type String");
    assertThat(Printable.type(new String[0])).isEqualTo("of type String[]");
    assertThat(Printable.type(new byte[0])).isEqualTo("of type byte[]");
    assertThat(Printable.type(new ArrayList<>())).isEqualTo("of type java.util.ArrayList");
    assertThat(Printable.type(new WeakReference<>("a")))
        .isEqualTo("of type java.lang.ref.WeakReference");
  }

  @Test
  void keepsLineFeedsOfSeveralLines() {
    assertThat(Printable.lines("a\r\nb\n\tc\rd\u2028e\u0000")).isEqualTo("a\nb\n?c?d?e?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mchid",
        "merchant.cert",
        "0123456789abcdef0123456789abcde",
        "商户号商户号商户号商户号商户号商户号商户号商户号商户号商户号商户号商户号"
      })
  void showsName(String name) {
    assertThat(Printable.name(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0123456789abcdef0123456789abcdef",
        "key 0123456789abcdef0123456789abcdef\n",
        "exposed_your_key_here_have_risks",
        "-----BEGIN",
        "word word word word word word word word word word word word word word"
      })
  void showsLengthOfNameThatMayBeSecret(String name) {
    assertThat(Printable.name(name)).isEqualTo(name.length() + " characters");
  }

  @Test
  void replacesControlCharactersOfName() {
    assertThat(Printable.name("a\nb\u202e")).isEqualTo("a?b?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "apiclient_key.pem", "/etc/wxpay/0123456789abcdef0123456789abcdef/商户.pem"})
  void showsPath(String path) {
    assertThat(Printable.path(path)).isEqualTo(path);
  }

  @Test
  void showsLengthOfPathThatMayBeKey() {
    for (String path :
        new String[] {"-----BEGIN A-----", "{\"mchid\":1}", "a\nb", "a".repeat(256)}) {
      assertThat(Printable.path(path)).isEqualTo(path.length() + " characters");
    }
    assertThat(Printable.path("a\u001bb\rc")).isEqualTo("a?b?c");
  }

  @Test
  void returnsSameTextIfNothingIsReplaced() {
    String text = "order-1 ~";

    assertThat(Printable.of(text)).isSameAs(text);
    assertThat(Printable.of(text, text.length())).isSameAs(text);
  }

  @Test
  void showsLongestNameAndPath() {
    String name = "0123456789abcdef0123456789abcde ".repeat(2);

    assertThat(name).hasSize(64);
    assertThat(Printable.name(name)).isEqualTo(name);
    assertThat(Printable.name(name + "a")).isEqualTo("65 characters");
    assertThat(Printable.name("0123456789abcdef0123456789abcde\u007f"))
        .isEqualTo("0123456789abcdef0123456789abcde?");
    assertThat(Printable.name("0123456789abcdef0123456789abcdefg")).isEqualTo("33 characters");
    assertThat(Printable.path("a".repeat(255))).isEqualTo("a".repeat(255));
  }

  @Test
  void findsControlCharacters() {
    assertThat(Printable.hasControl("a 中😀\u202e")).isFalse();
    assertThat(Printable.hasControl("")).isFalse();
    for (String control : new String[] {"\u0000", "\n", "\u001f", "\u007f", "\u0080", "\u009f"}) {
      assertThat(Printable.hasControl("a" + control)).isTrue();
    }
  }
}
