package io.github.wxpay.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.wxpay.internal.text.SignedText;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedTextTest {
  @Test
  void returnsPartAsText() {
    assertThat(SignedText.part("package", "prepay_id=wx 中")).isEqualTo("prepay_id=wx 中");
    assertThat(SignedText.part("total", new BigDecimal("1E+2"))).isEqualTo("100");
    assertThat(SignedText.part("total", null)).isEmpty();
    assertThat(SignedText.quoted("mchid", "1900000109")).isEqualTo("1900000109");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "\r", "\u0000", "a\u007f", "\u0085"})
  void refusesPartThatEndsItsLine(String part) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SignedText.part("package", part))
        .withMessageStartingWith("`package` contains a control character");
    assertThatIllegalArgumentException().isThrownBy(() -> SignedText.quoted("mchid", part));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "a\"", "\",serial_no=\"x"})
  void refusesQuoteInQuotedValue(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SignedText.quoted("mchid", value))
        .withMessageStartingWith("`mchid` contains a quote");
    assertThat(SignedText.part("mchid", value)).isEqualTo(value);
  }

  @Test
  void knowsVisibleAscii() {
    assertThat(SignedText.isVisibleAscii("!aZ9~")).isTrue();
    for (String text : new String[] {"", " ", "a b", "a\u007f", "\u001f", "é", "中"}) {
      assertThat(SignedText.isVisibleAscii(text)).as(text).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "!#$%&'()*+,-./:;<=>?@[]^_`{|}~", "0123456789abcdef0123456789ABCDEF"})
  void returnsNonceThatFitsIntoHeader(String nonce) {
    assertThat(SignedText.nonces(() -> nonce).get()).isEqualTo(nonce);
    assertThat(SignedText.nonces(() -> "a".repeat(128)).get()).hasSize(128);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"", "a\"", "\\", "a\\", "a b", "a\n", "中"})
  void refusesNonceThatDoesNotFitIntoHeader(String nonce) {
    assertThatIllegalStateException()
        .isThrownBy(() -> SignedText.nonces(() -> nonce).get())
        .withMessageStartingWith("The nonce supplier returned " + nonce.length() + " characters");
  }

  @Test
  void refusesNonceThatIsNullOrTooLong() {
    assertThatIllegalStateException()
        .isThrownBy(() -> SignedText.nonces(() -> "a".repeat(129)).get());
    assertThatNullPointerException()
        .isThrownBy(() -> SignedText.nonces(() -> null).get())
        .withMessage("The nonce supplier returned null.");
  }
}
