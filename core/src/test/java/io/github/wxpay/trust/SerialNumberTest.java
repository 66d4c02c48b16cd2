package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.internal.trust.SerialNumber;
import io.github.wxpay.testing.Certificates;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Serial numbers that begin with zeros, and ids in other spellings. */
class SerialNumberTest {
  private static final String SERIAL = "0B2C3D4E5F60718293A4B5C6D7E8F90123456789";
  private static final String PEM = platform(SERIAL);
  private static final String KEY = Fixtures.API_V3_KEY;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "0B2C3D4E5F60718293A4B5C6D7E8F90123456789, 0B2C3D4E5F60718293A4B5C6D7E8F90123456789",
    "7132D72A03E93CDDF8C03BBD1F37EEDF5A9C0E42, 7132D72A03E93CDDF8C03BBD1F37EEDF5A9C0E42",
    "B132D72A03E93CDDF8C03BBD1F37EEDF5A9C0E42, B132D72A03E93CDDF8C03BBD1F37EEDF5A9C0E42",
    "F, 0F",
    "80, 80",
    "100, 0100",
    "0, 00"
  })
  void hasTwoDigitsForEachByte(String number, String serial) {
    assertThat(SerialNumber.of(Rsa.certificate(platform(number)))).isEqualTo(serial);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0B2C3D4E5F60718293A4B5C6D7E8F90123456789",
        "B2C3D4E5F60718293A4B5C6D7E8F90123456789",
        "0b2c3d4e5f60718293a4b5c6d7e8f90123456789",
        "000b2C3D4E5F60718293A4B5C6D7E8F90123456789"
      })
  void namesConfiguredCertificateInAnySpelling(String spelled) {
    FakeHttpClient http = answering(SERIAL);
    Wxpay wxpay = merchant().platformKey(spelled, PEM).apiV3Key(KEY).httpClient(http).build();

    assertThat(wxpay.chain("v3/a").get().get("a")).isEqualTo("1");
    assertThat(http.only().header("Wechatpay-Serial")).isEqualTo(SERIAL);
    assertThat(Notice.paid().with("Wechatpay-Serial", SERIAL).to(wxpay).id()).isNotEmpty();
    assertThat(Notice.paid().with("Wechatpay-Serial", spelled).to(wxpay).id()).isNotEmpty();
    assertThat(http.sent()).as("no certificate was downloaded").hasSize(1);
    assertThat(wxpay).hasToString(wxpay.toString()).asString().contains("[" + SERIAL + "]");
  }

  @Test
  void namesDownloadedCertificate() {
    FakeHttpClient http =
        Downloads.http(
            sent ->
                Downloads.signed("{\"data\":[" + Downloads.entry(SERIAL, PEM, KEY) + "]}")
                    .with("Wechatpay-Serial", SERIAL),
            sent -> answer(SERIAL));
    Wxpay wxpay = merchant().apiV3Key(KEY).httpClient(http).build();

    assertThat(wxpay.chain("v3/a").get().get("a")).isEqualTo("1");
    assertThat(http.sent().get(1).header("Wechatpay-Serial")).isEqualTo(SERIAL);
    assertThat(Notice.paid().with("Wechatpay-Serial", SERIAL).to(wxpay).id()).isNotEmpty();
    assertThat(http.sent()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0B2C3D4E5F60718293A4B5C6D7E8F90123456789",
        "b2c3d4e5f60718293a4b5c6d7e8f90123456789"
      })
  void isTakenFromMerchantCertificate(String configured) throws IOException {
    FakeHttpClient http = answering(Fixtures.PLATFORM_SERIAL);
    WxpayBuilder builder =
        Wxpay.builder()
            .mchid(Fixtures.MCHID)
            .certificate(own(SERIAL))
            .privateKey(Fixtures.merchantKey())
            .platformKey(Fixtures.PLATFORM_SERIAL, Fixtures.path("platform_cert.pem"))
            .clock(Fixtures.CLOCK)
            .httpClient(http);
    if (!configured.isEmpty()) {
      builder.serial(configured);
    }

    builder.build().chain("v3/a").get();

    assertThat(http.only().authorization()).contains("serial_no=\"" + SERIAL + "\"");
  }

  @Test
  void isRefusedIfMerchantCertificateHasAnother() throws IOException {
    WxpayBuilder builder =
        merchant()
            .serial(SERIAL.substring(0, 39))
            .certificate(own(SERIAL))
            .platformKey(Fixtures.PLATFORM_SERIAL, Fixtures.path("platform_cert.pem"));

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("but the merchant's certificate has " + SERIAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0B2C3D4E5F60718293A4B5C6D7E8F90123456788",
        "0B2C3D4E5F60718293A4B5C6D7E8F901234567890",
        "B02C3D4E5F60718293A4B5C6D7E8F90123456789",
        "0"
      })
  void isRefusedIfCertificateHasAnother(String other) {
    assertThatThrownBy(() -> merchant().platformKey(other, PEM))
        .isInstanceOf(CryptoException.class)
        .hasMessageContaining("the serial number of the certificate is " + SERIAL);
    Wxpay wxpay = merchant().platformKey(SERIAL, PEM).apiV3Key(KEY).build();
    assertThatThrownBy(() -> Notice.paid().with("Wechatpay-Serial", other).to(wxpay))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("it has [" + SERIAL + "]");
  }

  @Test
  void refusesSerialOfMerchantForPlatformKeyInAnySpelling() {
    Map<String, Object> dictionary = new HashMap<>();
    dictionary.put("mchid", Fixtures.MCHID);
    dictionary.put("serial", SERIAL);
    dictionary.put("privateKey", Fixtures.merchantKey());
    String spelled = SERIAL.substring(1).toLowerCase(Locale.ROOT);
    dictionary.put("certs", Map.of(spelled, PEM));

    assertThatThrownBy(() -> Wxpay.of(dictionary))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("`certs` contains the merchant's own serial");
    assertThatThrownBy(() -> merchant().serial(spelled).platformKey(SERIAL, PEM).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is the merchant's own");
  }

  @Test
  void publicKeyIdIsSentAsConfiguredAndFoundInAnyCase() {
    String id = "PUB_KEY_ID_0119000001092024000000000000000001";
    String lower = id.toLowerCase(Locale.ROOT);
    String spki = Fixtures.text("platform_pubkey.pem");
    for (String configured : new String[] {id, lower}) {
      FakeHttpClient http = answering(id);
      Wxpay wxpay = merchant().platformKey(configured, spki).httpClient(http).build();

      assertThat(wxpay.chain("v3/a").get().get("a")).isEqualTo("1");
      assertThat(http.only().header("Wechatpay-Serial")).isEqualTo(configured);
    }
    Wxpay zero = merchant().platformKey(id.replace("ID_01", "ID_1"), spki).build();
    assertThatThrownBy(() -> Notice.paid().with("Wechatpay-Serial", id).to(zero))
        .as("a zero inside an id counts")
        .isInstanceOf(VerificationException.class);
  }

  @Test
  void replacesKeyThatWasConfiguredInAnotherSpelling() {
    Wxpay wxpay =
        merchant()
            .platformKey("PUB_KEY_ID_1", Fixtures.text("apiclient_pubkey.pem"))
            .platformKey("pub_key_id_1", Fixtures.text("platform_pubkey.pem"))
            .httpClient(answering("PUB_KEY_ID_1"))
            .build();

    assertThat(wxpay.chain("v3/a").get().get("a")).isEqualTo("1");
    assertThat(wxpay.toString()).contains("[pub_key_id_1]");
  }

  private Path own(String serial) throws IOException {
    return Files.writeString(
        folder.resolve("own.pem"),
        Certificates.pem(Fixtures.merchantPublicKey(), serial, Fixtures.MCHID));
  }

  private static String platform(String serial) {
    return Certificates.pem(
        Fixtures.certificate("platform_cert.pem").getPublicKey(), serial, "Tenpay.com sign");
  }

  private static WxpayBuilder merchant() {
    return Wxpay.builder()
        .mchid(Fixtures.MCHID)
        .serial(Fixtures.SERIAL)
        .privateKey(Fixtures.merchantKey())
        .clock(Fixtures.CLOCK);
  }

  private static FakeHttpClient answering(String serial) {
    return FakeHttpClient.answering(answer(serial));
  }

  private static Reply answer(String serial) {
    return Reply.signed("{\"a\":1}").with("Wechatpay-Serial", serial);
  }
}
