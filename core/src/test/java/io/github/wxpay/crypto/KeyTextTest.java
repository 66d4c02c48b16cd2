package io.github.wxpay.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Key texts as environment variables, files of settings and JSON carry them. */
class KeyTextTest {
  private static final String KEY = Fixtures.text("apiclient_key.pem");
  private static final String CERTIFICATE = Fixtures.text("platform_cert.pem");
  private static final String BARE = String.join("", Fixtures.lines("apiclient_key.pem"));

  @TempDir static Path folder;

  /** Key texts in the forms that configurations give PEM and base64. */
  static Stream<Arguments> forms() {
    Map<String, UnaryOperator<String>> forms = new LinkedHashMap<>();
    forms.put("as it is", pem -> pem);
    forms.put("literal \\n", pem -> pem.replace("\n", "\\n"));
    forms.put("literal \\r\\n", pem -> pem.replace("\n", "\\r\\n"));
    forms.put("literal \\n of JSON encoded twice", pem -> pem.replace("\n", "\\\\n"));
    forms.put("literal \\n and line breaks", pem -> pem.replace("\n", "\\n\n"));
    forms.put("slashes escaped", pem -> pem.replace("\n", "\\n").replace("/", "\\/"));
    forms.put(
        "escapes of other JSON writers",
        pem -> pem.replace("\n", "\\n").replace("+", "\\u002B").replace("=", "\\u003d"));
    forms.put("properties file", pem -> pem.replace("\n", "\\n").replace("=", "\\="));
    forms.put("lines continued by a backslash", pem -> pem.replace("\n", "\\\n"));
    forms.put("double quotes", pem -> "\"" + pem + "\"");
    forms.put("single quotes", pem -> "'" + pem.replace("\n", "\\n") + "'");
    forms.put("quotes in quotes", pem -> " '\"" + pem.replace("\n", "\\n") + "\"' ");
    forms.put("escaped quotes", pem -> "\"\\\"" + pem.replace("\n", "\\\\n") + "\\\"\"");
    forms.put("a byte order mark", pem -> "\ufeff" + pem);
    forms.put("base64 of all", KeyTextTest::base64);
    forms.put("base64 of all in lines", pem -> base64(pem).replaceAll("(.{76})", "$1\n") + "\n");
    forms.put("base64 of all in quotes", pem -> "\"" + base64(pem) + "\"");
    forms.put("base64 of literal \\n", pem -> base64(pem.replace("\n", "\\n")));
    return forms.entrySet().stream().map(form -> Arguments.of(form.getKey(), form.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void readsEveryKindOfKey(String what, UnaryOperator<String> form) throws IOException {
    for (String name :
        List.of("apiclient_key.pem", "apiclient_key_pkcs1.pem", "apiclient_key_encrypted.pem")) {
      Function<String, Key> reader = text -> Rsa.privateKey(text, "secret");
      assertReads(reader, form, name, name.contains("encrypted"), Fixtures.merchantKey());
    }
    for (String name : List.of("platform_pubkey.pem", "platform_pubkey_pkcs1.pem")) {
      assertReads(Rsa::publicKey, form, name, false, platformKey());
    }
    assertReads(Rsa::publicKey, form, "platform_cert.pem", false, platformKey());
    assertReads(
        text -> Rsa.certificate(text).getPublicKey(),
        form,
        "platform_cert.pem",
        false,
        platformKey());
  }

  private static void assertReads(
      Function<String, Key> reader,
      UnaryOperator<String> form,
      String name,
      boolean armouredOnly,
      Key expected)
      throws IOException {
    String pem = Fixtures.text(name);
    String bare = String.join("\n", Fixtures.lines(name));
    boolean encoded = !form.apply(pem).contains("BEGIN");
    List<String> texts = List.of(pem, bare, bare.replace("\n", ""));
    for (String text : armouredOnly || encoded ? List.of(pem) : texts) {
      String formed = form.apply(text);
      assertThat(reader.apply(formed)).as(name).isEqualTo(expected);
      Path file = Files.write(folder.resolve("key"), formed.getBytes(StandardCharsets.UTF_8));
      assertThat(reader.apply("file://" + file)).as(name + " in a file").isEqualTo(expected);
    }
  }

  @Test
  void readsDerAndUtf16Files() throws IOException {
    for (String name : List.of("apiclient_key.pem", "apiclient_key_pkcs1.pem")) {
      Path der = Files.write(folder.resolve("key.der"), Fixtures.der(name));
      assertThat(Rsa.privateKey("file://" + der)).as(name).isEqualTo(Fixtures.merchantKey());
      assertSigns(Map.of("privateKey", der));
      assertSigns(Map.of("privateKey", Fixtures.der(name)));
      assertSigns(Map.of("privateKey", der.toString()));
    }
    Path utf16 = folder.resolve("key16.pem");
    Files.write(utf16, ("\ufeff" + KEY).getBytes(StandardCharsets.UTF_16LE));
    assertThat(Rsa.privateKey("file://" + utf16)).isEqualTo(Fixtures.merchantKey());
    assertSigns(Map.of("privateKey", utf16));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void readsKeysOfEveryPlaceInConfiguration(String what, UnaryOperator<String> form) {
    String id = Fixtures.PLATFORM_SERIAL;
    assertSigns(Map.of("privateKey", form.apply(KEY)));
    boolean encoded = !form.apply(KEY).contains("BEGIN");
    assertSigns(Map.of("privateKey", encoded ? BARE : form.apply(BARE)));
    assertSigns(Map.of("certs", Map.of(id, form.apply(CERTIFICATE))));
    assertSigns(
        Map.of(
            "certs", Map.of(id, form.apply(Fixtures.text("platform_pubkey.pem"))),
            "merchant",
                Map.of(
                    "cert", form.apply(Fixtures.text("apiclient_cert.pem")),
                    "key", form.apply(KEY),
                    "ca", form.apply(Fixtures.text("tls_server_cert.pem")))));
    assertSigns(
        Map.of(
            "merchant",
            Map.of(
                "pfx", base64(Fixtures.bytes("apiclient_cert.p12")), "passphrase", "1900000109")));
  }

  /** Otherwise it would not be compared with its ID, and would be used after it has expired. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void certificateRemainsOneInEveryForm(String what, UnaryOperator<String> form)
      throws IOException {
    Path file = Files.writeString(folder.resolve("cert"), form.apply(CERTIFICATE));
    String bare = String.join("", Fixtures.lines("platform_cert.pem"));
    for (String text : List.of(form.apply(CERTIFICATE), bare, "file://" + file)) {
      assertThatThrownBy(() -> Wxpay.builder().platformKey("PUB_KEY_ID_1", text))
          .isInstanceOf(CryptoException.class)
          .hasMessageContaining(
              "the serial number of the certificate is " + Fixtures.PLATFORM_SERIAL);
    }
    assertThatThrownBy(() -> Wxpay.builder().platformKey("PUB_KEY_ID_1", form.apply(KEY)))
        .isInstanceOf(CryptoException.class)
        .hasMessageContaining("got a private key");
  }

  // Files

  @ParameterizedTest
  @ValueSource(
      strings = {"file://%s", "file:%s", "file://localhost%s", "'file://%s'", "\"file://%s\"\n"})
  void followsFileUrl(String url) throws IOException {
    Path plain = folder.resolve("a b%41+\u00fc.pem");
    Files.writeString(plain, KEY);
    Path encoded = folder.resolve("my key (1)+\u5fae.pem");
    Files.writeString(encoded, KEY);
    for (String path : List.of(plain.toString(), encoded.toUri().getRawPath())) {
      String text = url.replace("%s", path);
      assertThat(Rsa.privateKey(text)).as(text).isEqualTo(Fixtures.merchantKey());
      assertSigns(Map.of("privateKey", text));
    }
  }

  @Test
  void prefersFileOfExactlyThatName() throws IOException {
    Files.writeString(folder.resolve("c%20d.pem"), KEY);
    Files.writeString(folder.resolve("c d.pem"), "another");
    assertThat(Rsa.privateKey("file://" + folder.resolve("c%20d.pem")))
        .isEqualTo(Fixtures.merchantKey());
    Files.writeString(folder.resolve("key.txt"), KEY);
    for (String name : List.of("%6bey.txt", "key%2Etxt", "%zz.txt")) {
      assertThatThrownBy(() -> Rsa.privateKey("file://" + folder.resolve(name)))
          .isInstanceOf(CryptoException.class)
          .hasMessageContaining(name + "' cannot be read (NoSuchFileException)");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///C:/no%20where/key.pem",
        "no/key.pem",
        "file://no/key.pem",
        "'no/key.pem'"
      })
  void showsMissingFileAbsolute(String text) {
    String shown =
        text.contains("C:") ? "C:/no where/key.pem" : Path.of("no/key.pem").toAbsolutePath() + "'";
    assertThatThrownBy(() -> client(Map.of("privateKey", text)))
        .isInstanceOf(CryptoException.class)
        .hasMessageContaining(shown)
        .hasMessageContaining("NoSuchFileException");
    if (text.startsWith("file:")) {
      assertThatThrownBy(() -> Rsa.privateKey(text)).hasMessageContaining(shown);
    }
  }

  // What is refused

  static Stream<Arguments> foreign() throws GeneralSecurityException {
    KeyPairGenerator dsa = KeyPairGenerator.getInstance("DSA");
    dsa.initialize(1024);
    byte[] dsaKey = dsa.generateKeyPair().getPrivate().getEncoded();
    KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
    ec.initialize(256);
    byte[] ecKey = ec.generateKeyPair().getPrivate().getEncoded();
    String ed25519 = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v_VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g";
    List<Arguments> all = new ArrayList<>();
    all.add(
        refused("OPENSSH", pem("OPENSSH PRIVATE KEY", "openssh-key"), "ssh-keygen -p -m PKCS8"));
    all.add(refused("DSA", pem("DSA PRIVATE KEY", "0123"), "DSA key cannot be used"));
    all.add(refused("DSA in PKCS#8", pem("PRIVATE KEY", dsaKey), "A DSA key cannot be used"));
    all.add(refused("bare DSA", base64(dsaKey), "A DSA key cannot be used"));
    all.add(refused("EC in PKCS#8", pem("PRIVATE KEY", ecKey), "a curve other than SM2's"));
    all.add(refused("bare EC", base64(ecKey), "a curve other than SM2's"));
    all.add(refused("EC", pem("EC PRIVATE KEY", "0123"), "openssl pkcs8 -topk8 -nocrypt"));
    all.add(
        refused(
            "Ed25519",
            base64(Base64.getUrlDecoder().decode(ed25519)),
            "An Ed25519 or Ed448 key cannot be used"));
    all.add(
        refused(
            "request",
            pem("CERTIFICATE REQUEST", "0123"),
            "A CERTIFICATE REQUEST is not a certificate"));
    all.add(refused("old request", pem("NEW CERTIFICATE REQUEST", "012"), "is not a certificate"));
    all.add(refused("PKCS#7", pem("PKCS7", "0123"), "openssl pkcs7 -print_certs"));
    all.add(
        refused(
            "PKCS#12",
            base64(Fixtures.bytes("apiclient_cert.p12")),
            "A PKCS#12 file (.p12) cannot be used here"));
    all.add(
        refused("public key of OpenSSH", "ssh-rsa AAAAB3NzaC1yc2E= me", "ssh-keygen -e -m PKCS8"));
    all.add(
        refused(
            "encrypted",
            Fixtures.text("apiclient_key_encrypted.pem"),
            "openssl pkcs8 -in apiclient_key.pem -out plain.pem"));
    all.add(
        refused(
            "bare encrypted",
            String.join("", Fixtures.lines("apiclient_key_encrypted.pem")),
            "(ENCRYPTED PRIVATE KEY). Pass its passphrase"));
    return all.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("foreign")
  void namesForeignKindAndConversion(String what, String text, String message) {
    String content = text.replaceAll("-----[A-Z ]+-----|\n", "");
    String encoded = text.startsWith("-----") ? base64(text) : text;
    for (String form : List.of(text, text.replace("\n", "\\n"), encoded)) {
      assertRefused(form, message, content);
    }
  }

  @Test
  void refusesCertificateRequestAsCertificate() {
    for (String text : List.of(pem("CERTIFICATE REQUEST", "0123"), request())) {
      assertThatThrownBy(() -> Rsa.certificate(text))
          .isInstanceOf(CryptoException.class)
          .hasMessageContaining("A CERTIFICATE REQUEST is not a certificate")
          .hasMessageContaining("Download the certificate");
    }
  }

  static Stream<Arguments> unread() {
    byte[] der = Fixtures.der("apiclient_key.pem");
    byte[] two = new byte[2 * der.length];
    System.arraycopy(der, 0, two, 0, der.length);
    System.arraycopy(der, 0, two, der.length, der.length);
    String joined = "followed by another key or other text";
    return Stream.of(
        refused("two keys in base64", base64(two), joined),
        refused("two keys in one block", pem("PRIVATE KEY", two), joined),
        refused("two keys in a protocol string", "private.pkcs8://" + base64(two), joined),
        refused("text behind base64", BARE.replace("=", "A") + "AAAA", joined),
        refused("a cut", BARE.substring(0, 800), "it is truncated"),
        refused(
            "letters that are not base64", BARE + "!", "Not a key: expected PEM, base64 or a path"),
        refused(
            "two texts of base64", BARE + "==" + BARE, "Not a key: expected PEM, base64 or a path"),
        refused(
            "a quote without its partner",
            "\"" + BARE,
            "Not a key: expected PEM, base64 or a path"),
        refused(
            "base64 of base64 of PEM",
            base64(base64(KEY)),
            "Not a key: expected PEM, base64 or a path"),
        refused(
            "base64 of a path",
            base64("file:///etc/passwd"),
            "Not a key: expected PEM, base64 or a path"),
        refused("JSON", "{\"key\":\"" + BARE + "\"}", "Not a key: expected PEM, base64 or a path"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unread")
  void refusesTextWithUnreadPart(String what, String text, String message) {
    assertRefused(text, message, BARE.substring(0, 40));
  }

  @Test
  void refusesCertificateFollowedByBytes() {
    byte[] der = Fixtures.der("platform_cert.pem");
    byte[] more = Arrays.copyOf(der, der.length + 1);
    for (String text : List.of(base64(more), pem("CERTIFICATE", more))) {
      assertThatThrownBy(() -> Rsa.certificate(text))
          .isInstanceOf(CryptoException.class)
          .hasMessageContaining("followed by another key or other text");
    }
    assertThat(Rsa.certificate(pem("TRUSTED CERTIFICATE", more)).getPublicKey())
        .as("OpenSSL puts its trust settings there")
        .isEqualTo(platformKey());
  }

  /** One of the API keys begins like base64 of DER. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "apiv3_secret_key_of_32_bytes_ok!",
        "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC",
        "MBYwFDEQMA4GA1UEAwwHc2VjcmV0IQ0K",
        "0123456789abcdef0123456789abcdef",
        "0YabcdefghijklmnopqrstuvwxyzABCD"
      })
  void refusesApiKeyAsKeyWithoutShowingIt(String secret) {
    for (String text : List.of(secret, "\"" + secret + "\"", secret + "\n")) {
      assertRefused(text, "", secret);
      assertRefused(text, "", secret.substring(0, 8));
      assertThatThrownBy(() -> Wxpay.builder().platformKey("A", text))
          .isInstanceOf(CryptoException.class)
          .hasMessageNotContaining(secret.substring(0, 8));
      assertThatThrownBy(() -> Rsa.certificate(text)).isInstanceOf(CryptoException.class);
    }
  }

  private static void assertRefused(String text, String message, String content) {
    Throwable direct = catchThrowable(() -> Rsa.privateKey(text));
    Throwable configured = catchThrowable(() -> client(Map.of("privateKey", text)));

    for (Throwable thrown : new Throwable[] {direct, configured}) {
      assertThat(thrown).isExactlyInstanceOf(CryptoException.class).hasMessageContaining(message);
      assertThat(thrown).hasMessageNotContaining(content).hasNoCause();
    }
  }

  private static Arguments refused(String what, String text, String message) {
    return Arguments.of(what, text, message);
  }

  /** A request made with: openssl req -new -newkey rsa:512 -subj /CN=a. */
  private static String request() {
    return "MIHFMHECAQAwDDEKMAgGA1UEAwwBYTBcMA0GCSqGSIb3DQEBAQUAA0sAMEgCQQDhxvGEobGWyw6k"
        + "RZ3Rv1fy6C142uLt7BxjWCWISxeE2RCKHmolk8Rd+im9RzDNyHt6gxlo2o7l7nCCKeQtXfexAgMB"
        + "AAGgADANBgkqhkiG9w0BAQsFAANBAHtxbBFq22AonGWU6k0/Ei9+ncFLQTuKnlMVG720fCRD1bxm"
        + "loQoP2RT2pO90s8qrM1ODKp842EwK0x2Ate/k9E=";
  }

  private static String pem(String label, String content) {
    return pem(label, content.getBytes(StandardCharsets.UTF_8));
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN " + label + "-----\n" + base64(der) + "\n-----END " + label + "-----\n";
  }

  private static Key platformKey() {
    return Fixtures.certificate("platform_cert.pem").getPublicKey();
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static Wxpay client(Map<String, ?> entries) {
    Map<String, Object> dictionary = Fixtures.dictionary();
    dictionary.putAll(entries);
    return Wxpay.of(dictionary);
  }

  private static void assertSigns(Map<String, ?> entries) {
    FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{\"a\":1}"));
    try (Wxpay root = client(entries);
        Wxpay wxpay = root.newBuilder().clock(Fixtures.CLOCK).httpClient(http).build()) {
      assertThat(wxpay.chain("v3/a").get().get("a")).isEqualTo("1");
      assertThat(http.only().isSigned()).isTrue();
    }
  }
}
