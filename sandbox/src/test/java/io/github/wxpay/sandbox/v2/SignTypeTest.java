package io.github.wxpay.sandbox.v2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Tests the example of the platform's page on signing, <a
 * href="https://pay.weixin.qq.com/wiki/doc/api/jsapi.php?chapter=4_3">chapter 4.3</a>.
 */
class SignTypeTest {
  private static final String KEY = "192006250b4c09247ec02edce69f6a2d";
  private static final Map<String, String> FIELDS =
      Map.of(
          "appid", "wxd930ea5d5a258f4f",
          "mch_id", "10000100",
          "device_info", "1000",
          "body", "test",
          "nonce_str", "ibuaiVcKdpRxkhJA",
          "attach", "",
          "sign", "ignored");

  @Test
  void sortsFieldsWithoutSignAndEmptyOnes() {
    assertThat(SignType.canonical(FIELDS))
        .isEqualTo(
            "appid=wxd930ea5d5a258f4f&body=test&device_info=1000&mch_id=10000100"
                + "&nonce_str=ibuaiVcKdpRxkhJA");
  }

  @Test
  void bothTypesMatchDocumentedExample() {
    assertThat(SignType.MD5.sign(FIELDS, KEY)).isEqualTo("9A0A8659F005D6984697E2CA0A9CF3B7");
    assertThat(SignType.HMAC_SHA256.sign(FIELDS, KEY))
        .isEqualTo("6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6");
  }

  @Test
  void usesMd5ByDefault() {
    assertThat(SignType.of(null)).isEqualTo(SignType.MD5);
    assertThat(SignType.of("")).isEqualTo(SignType.MD5);
    assertThat(SignType.of("HMAC-SHA256")).isEqualTo(SignType.HMAC_SHA256);
    assertThat(SignType.of("SHA1")).isNull();
  }
}
