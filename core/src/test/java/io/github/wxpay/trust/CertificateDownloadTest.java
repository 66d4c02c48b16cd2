package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.sandbox.PlatformKeys;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.testing.Certificates;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that knows the APIv3 key cannot make the client trust anything but certificates. */
class CertificateDownloadTest {
  private static final String KEY = Fixtures.API_V3_KEY;
  private static final String SERIAL = Fixtures.PLATFORM_SERIAL;
  private static final String PEM = Fixtures.text("platform_cert.pem");

  @TempDir Path folder;

  // Texts that a configuration may hold

  static Stream<Arguments> texts() {
    String spki = String.join("", Fixtures.lines("platform_pubkey.pem"));
    String bare = String.join("", Fixtures.lines("platform_cert.pem"));
    String publicKey = Fixtures.text("platform_pubkey.pem");
    return Stream.of(
        arguments("a file", "file://" + Fixtures.path("platform_cert.pem")),
        arguments(
            "a file that holds a public key", "file://" + Fixtures.path("platform_pubkey.pem")),
        arguments("a resource", "classpath:vectors/fixtures/platform_cert.pem"),
        arguments("a path", Fixtures.path("platform_cert.pem").toString()),
        arguments("a protocol string", "public.spki://" + spki),
        arguments(
            "a protocol string in PKCS#1",
            "public.pkcs1://" + String.join("", Fixtures.lines("platform_pubkey_pkcs1.pem"))),
        arguments("a bare public key", publicKey),
        arguments("a bare public key in PKCS#1", Fixtures.text("platform_pubkey_pkcs1.pem")),
        arguments("a private key", Fixtures.text("platform_key.pem")),
        arguments("base64", bare),
        arguments("a file before the armour", "file:///dev/zero?" + PEM),
        arguments("a public key before the certificate", publicKey + PEM),
        arguments("a public key behind the certificate", PEM + publicKey),
        arguments("two certificates", PEM + PEM),
        arguments("text before it", "x\n" + PEM),
        arguments("text behind it", PEM + "x"),
        arguments("another label", PEM.replace("CERTIFICATE-", "TRUSTED CERTIFICATE-")),
        arguments("a public key's label", PEM.replace("CERTIFICATE-", "PUBLIC KEY-")),
        arguments("a certificate's label", publicKey.replace("PUBLIC KEY-", "CERTIFICATE-")),
        arguments("a certificate that is cut", PEM.substring(0, 500)),
        arguments("no base64", PEM.replace("MII", "M*I")),
        arguments("JSON", "{\"mchid\":\"1900000109\"}"),
        arguments("nothing", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void refusesWhatIsNotOnePemCertificate(String what, String text) {
    FakeHttpClient http = serving(Downloads.entry(SERIAL, text, KEY), Fixtures.platformKey());

    for (boolean async : new boolean[] {false, true}) {
      assertThatThrownBy(() -> Clients.get(async, client(http).build().chain("v3/a")))
          .as(what)
          .isInstanceOf(CryptoException.class)
          .hasMessageStartingWith("platformKey '" + SERIAL + "': ")
          .hasMessageNotContaining("MII")
          .hasMessageNotContaining("platform_cert");
    }
    assertThat(http.sent()).as("no call was sent").hasSize(2);
  }

  /** A path in a download is not read: the result does not depend on whether the file exists. */
  @Test
  void readsNoFile() throws IOException {
    Path there = Files.writeString(folder.resolve("there"), "x".repeat(100));
    Path gone = folder.resolve("gone!");

    assertThat(refusal("file://" + there).getMessage())
        .isEqualTo(refusal("file://" + gone).getMessage())
        .doesNotContain("there", "gone", "cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\n\n"})
  void acceptsCertificateWithAnyLineBreaks(String end) {
    String pem = end + PEM.strip().replace("\n", end) + end;
    FakeHttpClient http = serving(Downloads.entry(SERIAL, pem, KEY), Fixtures.platformKey());

    assertThat(client(http).build().chain("v3/a").get().get("a")).isEqualTo("1");
  }

  // Ciphertexts that were made for something else

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "refund", "", "Certificate", "certificate ", "x\u202ey"})
  void refusesCiphertextOfAnotherPurpose(String purpose) {
    String entry =
        Downloads.entry(SERIAL, PEM, KEY)
            .replaceAll("\"ciphertext\":\"[^\"]*\"", "\"ciphertext\":\"CIPHERTEXT\"")
            .replace("CIPHERTEXT", Notice.gcm(PEM, KEY, "61f9c719728a", purpose))
            .replace(
                "\"associated_data\":\"certificate\"", "\"associated_data\":\"" + purpose + "\"");

    assertUnexpected(
        serving(entry, Fixtures.platformKey()),
        client(serving(entry, Fixtures.platformKey())),
        "has an entry with the associated_data '"
            + purpose.replace('\u202e', '?')
            + "', but a certificate has 'certificate'");
  }

  @Test
  void refusesEntryWithoutAssociatedData() {
    String entry =
        Downloads.entry(SERIAL, PEM, KEY).replace("\"associated_data\":\"certificate\",", "");
    FakeHttpClient http = serving(entry, Fixtures.platformKey());

    assertUnexpected(http, client(http), "has an entry with the associated_data ''");
  }

  /** The resource of a genuine notification instead of an encrypted certificate. */
  @Test
  void refusesResourceOfNotification() {
    String notification = Notice.paid().text();
    String resource =
        notification.substring(
            notification.indexOf("\"resource\":") + 11, notification.length() - 1);
    FakeHttpClient http =
        serving(
            "{\"serial_no\":\"" + SERIAL + "\",\"encrypt_certificate\":" + resource + "}",
            Fixtures.platformKey());

    assertUnexpected(http, client(http), "has an entry with the associated_data 'transaction'");
  }

  // The merchant's own key

  @Test
  void refusesMerchantsOwnCertificate() {
    FakeHttpClient http =
        serving(
            Downloads.entry(Fixtures.SERIAL, Fixtures.text("apiclient_cert.pem"), KEY),
            Fixtures.merchantKey());

    assertUnexpected(
        http, client(http), "has the merchant's own key or certificate '" + Fixtures.SERIAL + "'");
  }

  /** Recognised by the key only, since neither serial nor name are the merchant's. */
  @Test
  void refusesMerchantsOwnKeyInAnotherCertificate() {
    String pem = Certificates.pem(Fixtures.merchantPublicKey(), "AB12", "Tenpay.com sign");
    FakeHttpClient http = serving(Downloads.entry("AB12", pem, KEY), Fixtures.merchantKey());

    assertUnexpected(http, client(http), "has the merchant's own key or certificate 'AB12'");
  }

  /** Without the key, it is recognised by its certificate, the serial or the name. */
  static Stream<Arguments> certificatesOfTheMerchant() {
    String pem = Fixtures.text("apiclient_cert.pem");
    PublicKey key = Fixtures.merchantPublicKey();
    String name = "Tenpay.com sign";
    return Stream.of(
        arguments("certificate", "AB12", Certificates.pem(key, "AB12", name)),
        arguments("serial", Fixtures.SERIAL, Certificates.pem(key, Fixtures.SERIAL, name)),
        arguments("serial", Fixtures.SERIAL, pem),
        arguments(
            "lower-case serial", Fixtures.SERIAL, Certificates.pem(key, Fixtures.SERIAL, name)),
        arguments("name", "AB12", Certificates.pem(key, "AB12", Fixtures.MCHID)),
        arguments("name", "AB12", Certificates.pem(key, "AB12", Fixtures.MCHID + "+OU=a")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("certificatesOfTheMerchant")
  void refusesMerchantsOwnCertificateWithoutItsKey(String known, String serial, String pem) {
    FakeHttpClient http = serving(Downloads.entry(serial, pem, KEY), Fixtures.merchantKey());
    WxpayBuilder builder =
        Clients.once()
            .mchid(known.equals("name") ? Fixtures.MCHID : "1900000222")
            .privateKey((RequestSigner) message -> Rsa.signature(message, Fixtures.merchantKey()))
            .apiV3Key(KEY)
            .clock(Fixtures.CLOCK);
    if (known.equals("certificate")) {
      builder.certificate(Fixtures.path("apiclient_cert.pem"));
    } else if (known.equals("lower-case serial")) {
      builder.serial("00" + Fixtures.SERIAL.toLowerCase(Locale.ROOT));
    } else {
      builder.serial(known.equals("serial") ? Fixtures.SERIAL : "CD34");
    }

    assertUnexpected(http, builder, "has the merchant's own key or certificate '" + serial + "'");
  }

  // Serials

  @ParameterizedTest
  @ValueSource(strings = {"ABCDEF", "", "PUB_KEY_ID_0119000001092024000000000000000001", "\u202e1"})
  void comparesSerialWithCertificate(String serial) {
    FakeHttpClient http =
        serving(Downloads.entry(serial, PEM, KEY), Fixtures.platformKey(), serial);

    assertThatThrownBy(() -> client(http).build().chain("v3/a").get())
        .isInstanceOf(CryptoException.class)
        .hasMessageContaining("the serial number of the certificate is " + SERIAL)
        .hasMessageNotContaining("\u202e");
    assertThat(http.sent()).hasSize(1);
  }

  /** An attacker with the APIv3 key can issue a certificate with any serial. */
  @Test
  void replacesNoConfiguredKey() {
    PublicKey other = Fixtures.certificate("other_cert.pem").getPublicKey();
    String forged = Certificates.pem(other, SERIAL, "Tenpay.com sign");
    FakeHttpClient http =
        Downloads.http(
            sent ->
                Downloads.signed(
                    "{\"data\":[" + Downloads.entry(SERIAL, forged, KEY) + "]}",
                    Fixtures.otherKey()),
            sent -> Reply.signed("{\"a\":1}"));
    Wxpay wxpay = Clients.builder().apiV3Key(KEY).httpClient(http).build();

    assertThat(catchThrowable(() -> Notice.paid().with("Wechatpay-Serial", "AB").to(wxpay)))
        .as("this starts the download")
        .isInstanceOf(VerificationException.class);
    assertThat(Downloads.count(http)).isEqualTo(1);

    assertThat(Notice.paid().to(wxpay).id()).isNotEmpty();
    Notice forgedNotice = Notice.signed(Notice.envelope(KEY), Fixtures.otherKey(), Fixtures.NOW);
    assertThatThrownBy(() -> forgedNotice.to(wxpay)).isInstanceOf(VerificationException.class);
    assertThat(wxpay.chain("v3/a").get().get("a")).isEqualTo("1");
  }

  // The twins

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void acceptsGenuineCertificatesOfTheSandbox(boolean sm2) {
    try (Sandbox sandbox = sandbox(sm2);
        Wxpay wxpay = Wxpay.of(sandbox.config(false))) {
      assertThat(
              wxpay
                  .chain("v3/pay/transactions/native")
                  .post(Accounts.order(wxpay, "order-1"))
                  .get("code_url"))
          .isNotEmpty();
      assertThat(Notice.of(sandbox.notification("REFUND.SUCCESS")).to(wxpay).id()).isNotEmpty();
    }
  }

  @Test
  void acceptsGenuineCertificateBesideMerchantCertificate() {
    FakeHttpClient http =
        Downloads.http(sent -> Downloads.genuine(), sent -> Reply.signed("{\"a\":1}"));

    assertThat(client(http).build().chain("v3/a").get().get("a")).isEqualTo("1");
    assertThat(
            client(http)
                .certificate(Fixtures.path("apiclient_cert.pem"))
                .build()
                .chain("v3/a")
                .get()
                .get("a"))
        .isEqualTo("1");
  }

  private static Sandbox sandbox(boolean sm2) {
    return (sm2 ? Sandbox.builder().sm2() : Sandbox.builder())
        .platformKeys(PlatformKeys.CERTIFICATES)
        .start();
  }

  private static Throwable refusal(String text) {
    FakeHttpClient http = serving(Downloads.entry(SERIAL, text, KEY), Fixtures.platformKey());
    return catchThrowable(() -> client(http).build().chain("v3/a").get());
  }

  private static void assertUnexpected(FakeHttpClient http, WxpayBuilder builder, String problem) {
    Wxpay wxpay = builder.httpClient(http).build();
    for (boolean async : new boolean[] {false, true}) {
      assertThatThrownBy(() -> Clients.get(async, wxpay.chain("v3/a")))
          .isInstanceOfSatisfying(
              VerificationException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.UNEXPECTED_CONTENT))
          .hasMessageStartingWith("The response to GET v3/certificates " + problem)
          .hasMessageContaining("It is not used; check `baseURL`")
          .hasMessageNotContaining(KEY);
    }
    assertThat(Downloads.count(http)).as("the call itself was not sent").isEqualTo(2);
    assertThat(http.sent()).hasSize(2);
  }

  /** Returns a server that signs its download with this key, under the serial of the entry. */
  private static FakeHttpClient serving(String entry, PrivateKey key) {
    return serving(entry, key, entry.replaceAll("(?s).*\"serial_no\":\"([^\"]*)\".*", "$1"));
  }

  private static FakeHttpClient serving(String entry, PrivateKey key, String serial) {
    return Downloads.http(
        sent ->
            Downloads.signed("{\"data\":[" + entry + "]}", key).with("Wechatpay-Serial", serial),
        sent -> Reply.signed("{\"a\":1}"));
  }

  private static WxpayBuilder client(FakeHttpClient http) {
    return Clients.once()
        .mchid(Fixtures.MCHID)
        .serial(Fixtures.SERIAL)
        .privateKey(Fixtures.merchantKey())
        .apiV3Key(KEY)
        .clock(Fixtures.CLOCK)
        .httpClient(http);
  }
}
