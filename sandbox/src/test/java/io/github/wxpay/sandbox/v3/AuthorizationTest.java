package io.github.wxpay.sandbox.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationTest {
  private static final String SCHEME = "WECHATPAY2-SHA256-RSA2048";
  private static final String FORM =
      "the scheme must be followed by name=\"value\" pairs separated by commas";

  private static Authorization parse(String pairs) {
    return Authorization.parse(List.of(SCHEME + pairs), SCHEME);
  }

  private static String pairs(String nonce, String timestamp, String serial) {
    return " mchid=\"1900000109\",nonce_str=\""
        + nonce
        + "\",signature=\"AAAA\",timestamp=\""
        + timestamp
        + "\",serial_no=\""
        + serial
        + "\"";
  }

  @Test
  void readsPairsInAnyOrderWithBlanksBetween() {
    Authorization read =
        parse(
            " timestamp=\"1\" , nonce_str=\"a,b=c\"\t,serial_no=\"S\",signature=\"x+/=\","
                + "   mchid=\"19\"  ");

    assertThat(read.callerId()).isEqualTo("19");
    assertThat(read.nonce()).isEqualTo("a,b=c");
    assertThat(read.serial()).isEqualTo("S");
    assertThat(read.signature()).isEqualTo("x+/=");
    assertThat(read.timestamp()).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        " =",
        " mchid",
        " mchid=",
        " mchid=\"",
        " mchid=\"1",
        " mchid=1",
        " mchid=\"1\"x",
        " mchid=\"1\" nonce_str=\"2\"",
        " ,mchid=\"1\"",
        " mchid =\"1\"",
        " =\"1\"",
        " MCHID=\"1\""
      })
  void refusesMalformedPairs(String pairs) {
    assertThatIllegalArgumentException().isThrownBy(() -> parse(pairs)).withMessage(FORM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\n", "\r", "\u0000", "\u0001", "\t", " ", "\u007f", "\u0085", "\u2028", "é"})
  void refusesCharactersOtherThanVisibleAscii(String character) {
    String text = "a" + character + "b";
    String rule = " must consist of visible ASCII characters, 0x21 to 0x7E";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(pairs(text, "1", "S")))
        .withMessage("nonce_str" + rule);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(pairs("n", text, "S")))
        .withMessage("timestamp" + rule);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(pairs("n", "1", text)))
        .withMessage("serial_no" + rule);
  }

  @Test
  void acceptsAllVisibleCharactersInNonce() {
    StringBuilder all = new StringBuilder();
    for (char c = 0x21; c < 0x7f; c++) {
      all.append(c == '"' ? "" : c);
    }

    assertThat(parse(pairs(all.toString(), "1", "S")).nonce()).isEqualTo(all.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "a", "\"", "=", ",", "a=\"", "a=\"b\"", "mchid=\"1\",", " \t", "a="})
  void refusesMegabyteOfHostileTextInTime(String piece) {
    String hostile = piece.repeat((1 << 20) / piece.length());
    for (String pairs :
        List.of(" " + hostile, pairs("n", "1", "S") + hostile, " mchid=\"1\"" + hostile)) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () ->
              assertThatIllegalArgumentException()
                  .isThrownBy(() -> parse(pairs + "!"))
                  .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200)));
    }
  }

  @Test
  void shortensUnknownName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(" " + "x".repeat(1000) + "=\"1\""))
        .withMessageStartingWith("x".repeat(64) + "… is not one of mchid, ");
  }
}
