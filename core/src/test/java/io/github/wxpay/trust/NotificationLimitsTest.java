package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of notifications, which apply before they are verified. */
class NotificationLimitsTest {
  private final Wxpay wxpay =
      Clients.builder().apiV3Key(Fixtures.API_V3_KEY).secret(Fixtures.SECRET).build();

  @Test
  void acceptsV2OfManyFieldsAndRefusesMore() {
    assertThat(Notice.xml(fields(256)).to(wxpay).get("out_trade_no")).isEqualTo("order-1");
    assertThatThrownBy(() -> Notice.xml(fields(257)).to(wxpay))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("more than 257 elements");
  }

  private static Map<String, String> fields(int count) {
    Map<String, String> fields = new LinkedHashMap<>(Notice.paymentFields());
    for (int i = fields.size(); i < count - 1; i++) {
      fields.put("field_" + i, "v");
    }
    return Notice.signedFields(fields, "MD5", Fixtures.SECRET);
  }

  @Test
  void refusesAttributesInV2() {
    String genuine = Notice.paidByV2("MD5").text();
    for (String changed :
        new String[] {
          genuine.replace("<xml>", "<xml a=\"b\">"),
          genuine.replace("<appid>", "<appid type=\"x\">"),
          genuine.replace("<xml>", "<xml xmlns=\"urn:a\">")
        }) {
      assertThatThrownBy(() -> Notice.xml(changed).to(wxpay))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("has an attribute on the element");
    }
    assertThat(Notice.xml("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + genuine).to(wxpay))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\nb", "a\r\nb", "a b", "", " ", "a\u0000", "\u4e2d", "a\u007f", "a\u00a0b"})
  void refusesNonceThatIsNotVisibleAscii(String nonce) {
    Notice notice = Notice.paid().with("Wechatpay-Nonce", nonce);

    assertThatThrownBy(() -> notice.to(wxpay))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.BAD_SIGNATURE))
        .hasMessageContaining("Wechatpay-Nonce that is not visible ASCII");
  }

  /** The platform signed "time, nonce, two lines"; split elsewhere it would be another body. */
  @Test
  void refusesBodyThatWasSplitAtAnotherLine() {
    byte[] first = Notice.envelope(Fixtures.API_V3_KEY);
    byte[] both =
        ("{}\n" + new String(first, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    Notice signed = Notice.signed(both, Fixtures.platformKey(), Fixtures.NOW);
    Notice shifted = signed.with("Wechatpay-Nonce", Fixtures.NONCE + "\n{}").withBody(first);

    assertThatThrownBy(() -> shifted.to(wxpay))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.BAD_SIGNATURE));
    assertThat(Notice.paid().to(wxpay).get("out_trade_no")).isEqualTo("order-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"text\"", "[]", "1", "null", "plain text"})
  void refusesResourceThatIsNotAnObject(String plain) {
    Notice notice =
        Notice.signed(
            Notice.envelope(Fixtures.API_V3_KEY, plain), Fixtures.platformKey(), Fixtures.NOW);

    assertThatThrownBy(() -> notice.to(wxpay))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("must be a JSON object");
  }
}
