package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form in which a key may be given signs and verifies. */
class KeysTest {
  private final FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("privateKeys")
  void signsWithPrivateKeyInEveryForm(String name, UnaryOperator<WxpayBuilder> given) {
    Wxpay wxpay = given.apply(Clients.builder()).httpClient(http).build();

    wxpay.chain("v3/a").post("x");

    assertThat(http.only().isSigned()).isTrue();
  }

  private static Stream<Arguments> privateKeys() {
    String pkcs8 = String.join("", Fixtures.lines("apiclient_key.pem"));
    String pkcs1 = String.join("", Fixtures.lines("apiclient_key_pkcs1.pem"));
    return Stream.of(
        key("object", b -> b.privateKey(Fixtures.merchantKey())),
        key("signer", b -> b.privateKey(message -> raw(message))),
        key("PEM file", b -> b.privateKey(Fixtures.path("apiclient_key.pem"))),
        key("PEM text", b -> b.privateKey(Fixtures.text("apiclient_key.pem"))),
        key(
            "PEM text of Windows",
            b -> b.privateKey(Fixtures.text("apiclient_key.pem").replace("\n", "\r\n"))),
        key(
            "PEM text among others",
            b ->
                b.privateKey(
                    "Bag Attributes\n"
                        + Fixtures.text("apiclient_cert.pem")
                        + Fixtures.text("apiclient_key.pem"))),
        key("PKCS#1 file", b -> b.privateKey(Fixtures.path("apiclient_key_pkcs1.pem"))),
        key("private.pkcs8://", b -> b.privateKey("private.pkcs8://" + pkcs8)),
        key("private.pkcs1://", b -> b.privateKey("private.pkcs1://" + pkcs1)),
        key("file://", b -> b.privateKey("file://" + Fixtures.path("apiclient_key.pem"))),
        key("classpath:", b -> b.privateKey("classpath:vectors/fixtures/apiclient_key.pem")),
        key(
            "encrypted file",
            b -> b.privateKey(Fixtures.path("apiclient_key_encrypted.pem"), "secret")),
        key(
            "encrypted text",
            b -> b.privateKey(Fixtures.text("apiclient_key_encrypted.pem"), "secret")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("platformKeys")
  void verifiesWithPlatformKeyInEveryForm(
      String name, String id, UnaryOperator<WxpayBuilder> given) {
    Reply reply = Reply.signed("{\"a\":1}").with("Wechatpay-Serial", id);
    Wxpay wxpay =
        given
            .apply(
                Clients.once()
                    .mchid(Fixtures.MCHID)
                    .serial(Fixtures.SERIAL)
                    .privateKey(Fixtures.merchantKey())
                    .clock(Fixtures.CLOCK))
            .httpClient(FakeHttpClient.answering(reply))
            .build();

    assertThat(wxpay.chain("v3/a").get().get("a")).isEqualTo("1");
  }

  private static Stream<Arguments> platformKeys() {
    String serial = Fixtures.PLATFORM_SERIAL;
    String id = Fixtures.PUBLIC_KEY_ID;
    return Stream.of(
        platform(
            "certificate file",
            serial,
            b -> b.platformKey(serial, Fixtures.path("platform_cert.pem"))),
        platform(
            "certificate text",
            serial,
            b -> b.platformKey(serial, Fixtures.text("platform_cert.pem"))),
        platform(
            "certificate under its serial in lower case",
            serial,
            b ->
                b.platformKey(
                    "7132d72a03e93cddf8c03bbd1f37eedf5a9c0e42",
                    Fixtures.path("platform_cert.pem"))),
        platform("SPKI file", id, b -> b.platformKey(id, Fixtures.path("platform_pubkey.pem"))),
        platform(
            "PKCS#1 file", id, b -> b.platformKey(id, Fixtures.path("platform_pubkey_pkcs1.pem"))),
        platform(
            "object",
            id,
            b -> b.platformKey(id, Fixtures.certificate("platform_cert.pem").getPublicKey())),
        platform(
            "public.spki://",
            id,
            b ->
                b.platformKey(
                    id,
                    "public.spki://" + String.join("", Fixtures.lines("platform_pubkey.pem")))));
  }

  @Test
  void resolvesPathsOfDictionaryAgainstItsFolder() throws IOException {
    for (String name : List.of("apiclient_key.pem", "platform_cert.pem")) {
      Files.write(folder.resolve(name), Fixtures.bytes(name));
    }
    Path file =
        Files.writeString(
            folder.resolve("wxpay.json"),
            "{\"mchid\":\"1900000109\",\"serial\":\"AB\",\"privateKey\":\"apiclient_key.pem\","
                + "\"certs\":{\""
                + Fixtures.PLATFORM_SERIAL
                + "\":\"platform_cert.pem\"},\"timeout\":1000}");

    try (Wxpay wxpay = Wxpay.load(file);
        Wxpay environment = ConfigReader.environment(Map.of("WXPAY_CONFIG", file.toString()))) {
      for (Wxpay one : List.of(wxpay, environment)) {
        one.newBuilder().httpClient(http).clock(Fixtures.CLOCK).build().chain("v3/a").get();
      }
      assertThat(wxpay).hasToString(environment.toString());
    }
    assertThat(http.sent()).hasSize(2).allMatch(sent -> sent.isSigned());
  }

  @Test
  void readsEncryptedKeyAndPassphraseOfDictionary() {
    Map<String, Object> dictionary = new LinkedHashMap<>();
    dictionary.put("mchid", Fixtures.MCHID);
    dictionary.put("serial", Fixtures.SERIAL);
    dictionary.put("privateKey", Fixtures.bytes("apiclient_key_encrypted.pem"));
    dictionary.put("passphrase", "secret");
    dictionary.put("certs", Map.of(Fixtures.PLATFORM_SERIAL, Fixtures.text("platform_cert.pem")));

    try (Wxpay wxpay = Wxpay.of(dictionary)) {
      wxpay.newBuilder().httpClient(http).clock(Fixtures.CLOCK).build().chain("v3/a").get();
    }

    assertThat(http.only().isSigned()).isTrue();
  }

  @Test
  void readsSerialFromCertificate() {
    Wxpay wxpay =
        Clients.once()
            .mchid(Fixtures.MCHID)
            .certificate(Fixtures.path("apiclient_cert.pem"))
            .privateKey(Fixtures.merchantKey())
            .platformKey(Fixtures.PLATFORM_SERIAL, Fixtures.path("platform_cert.pem"))
            .clock(Fixtures.CLOCK)
            .httpClient(http)
            .build();

    wxpay.chain("v3/a").get();

    assertThat(http.only().authorization()).contains("serial_no=\"" + Fixtures.SERIAL + "\"");
  }

  private static byte[] raw(byte[] message) {
    return Base64.getDecoder().decode(Fixtures.sign("SHA256", message, Fixtures.merchantKey()));
  }

  private static Arguments key(String name, UnaryOperator<WxpayBuilder> given) {
    return Arguments.of(name, given);
  }

  private static Arguments platform(String name, String id, UnaryOperator<WxpayBuilder> given) {
    return Arguments.of(name, id, given);
  }
}
