package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** APIv2 refuses requests that cannot be signed, before anything is sent, with a clear message. */
@Timeout(60)
class V2RefusalTest {
  private static final String MISSING = "' cannot be read (NoSuchFileException). Check the path.";
  private static final String MCHID = Fixtures.MCHID;
  private static final String NO_KEY =
      ", so it cannot sign for APIv2; nothing was sent. Set secret(…) to the key of the merchant"
          + " platform.";
  private static final String NO_FIELDS =
      "POST pay/orderquery: APIv2 signs fields, so the body must be a Map or an object with fields;"
          + " got ";
  private static final String NO_TEXT =
      ", which cannot be signed. Pass a text or a number, and JSON as its text.";
  private static final String NO_XML =
      " contains a character that XML cannot represent: a control character or an unpaired"
          + " surrogate.";

  private final FakeHttpClient http = FakeHttpClient.answering(Reply.bare(200, "<xml/>"));
  private final Wxpay wxpay =
      Clients.once().mchid(MCHID).secret(Fixtures.SECRET).httpClient(http).build();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesToSignWithoutSecret(boolean async) {
    Wxpay bare = Clients.over(http);

    Throwable thrown =
        catchThrowable(() -> Clients.post(async, bare.v2().chain("pay/orderquery"), body("a", 1)));

    assertThat(thrown)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("This client has no APIv2 key" + NO_KEY);
    assertThat(http.sent()).isEmpty();
  }

  /** 31 and 33 characters; 32 characters of 96 bytes. */
  static List<String> secretsOfAnotherLength() {
    return List.of(
        "x", "0123456789012345678901234567890", Fixtures.SECRET + "1", "\u5bc6".repeat(32));
  }

  @ParameterizedTest
  @MethodSource("secretsOfAnotherLength")
  void refusesSecretThatDoesNotHave32Bytes(String secret) throws IOException {
    WxpayBuilder builder = Clients.once().mchid(MCHID).secret(secret).httpClient(http);
    WxpayBuilder derived = wxpay.newBuilder().secret(secret);
    Map<String, Object> dictionary = Map.of("mchid", MCHID, "secret", secret);
    Map<String, Object> bytes =
        Map.of("mchid", MCHID, "secret", secret.getBytes(StandardCharsets.UTF_8));
    Path file =
        Files.writeString(
            folder.resolve("wxpay.json"),
            "{\"mchid\":\"" + MCHID + "\",\"secret\":\"" + secret + "\"}");
    Map<String, String> environment = Map.of("WXPAY_MCHID", MCHID, "WXPAY_SECRET", secret);
    List<ThrowingCallable> ways =
        List.of(
            builder::build,
            derived::build,
            () -> Wxpay.of(dictionary),
            () -> Wxpay.of(bytes),
            () -> Wxpay.load(file),
            () -> ConfigReader.environment(environment));

    for (ThrowingCallable way : ways) {
      assertThatThrownBy(way)
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The APIv2 key (`secret`) must have 32 bytes; got "
                  + secret.getBytes(StandardCharsets.UTF_8).length
                  + ". Copy it from the merchant platform; it is not the APIv3 key.");
    }
    assertThat(http.sent()).isEmpty();
  }

  @Test
  void acceptsSecretOf32BytesAndEmptySecretAsNone() throws IOException {
    String multibyte = "\u5bc6".repeat(10) + "xx"; // 12 characters, 32 bytes
    for (String secret : List.of(Fixtures.SECRET, multibyte)) {
      String url =
          Wxpay.of(Map.of("mchid", MCHID, "secret", secret))
              .v2()
              .chain("papay/entrustweb")
              .url(Map.of("mch_id", MCHID));
      assertThat(url).as(secret).contains("sign=");
    }
    Path file =
        Files.writeString(
            folder.resolve("wxpay.json"),
            new String(Json.write(emptySecret()), StandardCharsets.UTF_8));
    for (Wxpay none :
        List.of(
            Clients.builder().secret("").httpClient(http).build(),
            Wxpay.of(emptySecret()),
            Wxpay.load(file))) {
      assertThatThrownBy(() -> none.v2().chain("pay/orderquery").post(body("a", 1)))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage("This client has no APIv2 key" + NO_KEY);
      assertThatThrownBy(
              () ->
                  none.notifications()
                      .parse(
                          Map.of(),
                          ("<xml><mch_id>"
                                  + MCHID
                                  + "</mch_id><return_code>SUCCESS</return_code>"
                                  + "<sign>AB</sign></xml>")
                              .getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(VerificationException.class)
          .hasMessageContaining("which this client cannot verify");
    }
    assertThat(http.sent()).isEmpty();
  }

  private static Map<String, Object> emptySecret() {
    Map<String, Object> dictionary = new LinkedHashMap<>();
    dictionary.put("mchid", MCHID);
    dictionary.put("serial", Fixtures.SERIAL);
    dictionary.put("privateKey", Fixtures.text("apiclient_key.pem"));
    dictionary.put("certs", Map.of(Fixtures.PLATFORM_SERIAL, Fixtures.text("platform_cert.pem")));
    dictionary.put("secret", "");
    return dictionary;
  }

  // Bodies

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void refusesBodiesThatCannotBeSigned(String what, Object body, String message) {
    for (boolean async : new boolean[] {false, true}) {
      Throwable thrown =
          catchThrowable(() -> Clients.post(async, wxpay.v2().chain("pay/orderquery"), body));

      assertThat(thrown)
          .isInstanceOfAny(IllegalArgumentException.class, NullPointerException.class)
          .hasMessage(message);
      assertThat(http.sent()).isEmpty();
    }
  }

  static List<Arguments> bodies() {
    String other = "but this client is that of 1900000109. Put that number into the fields.";
    List<Arguments> all =
        new ArrayList<>(
            List.of(
                arguments("nothing", null, NO_FIELDS + "null."),
                arguments("a text", "<xml/>", NO_FIELDS + "of type String."),
                arguments("bytes", new byte[] {1}, NO_FIELDS + "of type byte[]."),
                arguments("a list", new ArrayList<>(), NO_FIELDS + "of type java.util.ArrayList."),
                arguments("an array", new int[] {1}, NO_FIELDS + "of type int[]."),
                arguments("a number", 1, NO_FIELDS + "of type Integer."),
                arguments("true", true, NO_FIELDS + "of type Boolean."),
                arguments(
                    "a constant",
                    Part.ONE,
                    NO_FIELDS + "of type " + Part.class.getTypeName() + "."),
                arguments(
                    "a form",
                    new Multipart(),
                    NO_FIELDS + "of type io.github.wxpay.http.Multipart."),
                arguments(
                    "a JSON list",
                    JsonNodeFactory.instance.arrayNode(),
                    NO_FIELDS + "of type com.fasterxml.jackson.databind.node.ArrayNode."),
                arguments(
                    "another merchant",
                    Map.of("mch_id", "1900000108"),
                    "POST pay/orderquery contains the merchant '1900000108', " + other),
                arguments(
                    "another merchant by the other name",
                    Map.of("mchid", "19000001090"),
                    "POST pay/orderquery contains the merchant '19000001090', " + other),
                arguments(
                    "another merchant of a combined order",
                    Map.of("combine_mch_id", 1900000110),
                    "POST pay/orderquery contains the merchant '1900000110', " + other),
                arguments(
                    "no merchant",
                    Map.of("a", "b"),
                    "POST pay/orderquery has none of the fields [mch_id, mchid, combine_mch_id], "
                        + other),
                arguments(
                    "an empty merchant",
                    Map.of("mch_id", "", "a", "b"),
                    "POST pay/orderquery has none of the fields [mch_id, mchid, combine_mch_id], "
                        + other),
                arguments("no name", named(null), "field name == null")));
    for (Object nested : List.of(new ArrayList<>(), new TreeMap<>(), new int[0], Optional.of(1))) {
      all.add(
          arguments(
              "a " + nested.getClass().getSimpleName() + " in a field",
              body("x", nested),
              "The field 'x' is " + Printable.type(nested) + NO_TEXT));
    }
    for (Number number : List.of(Double.NaN, Double.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY)) {
      all.add(arguments("" + number, body("x", number), "The field 'x' is " + number + NO_TEXT));
    }
    for (String name :
        List.of("", "1a", "a b", "a<b", "a>", "-a", "a&b", "a\"", "é=", "a/", "😀")) {
      all.add(
          arguments(
              "the name " + name,
              named(name),
              "'" + name + "' cannot be the name of a field: it is not an XML name."));
    }
    all.add(
        arguments(
            "a name with a line feed",
            named("a\nb"),
            "'a?b' cannot be the name of a field: it is not an XML name."));
    for (String text : List.of("\0", "a\u0001", "\u001f!", "\uffff", "\ud83d", "\ude00\ud83d")) {
      all.add(
          arguments(
              "a character " + (int) text.charAt(0), body("x", text), "The value of 'x'" + NO_XML));
    }
    return all;
  }

  @Test
  void namesNestedFieldOfObject() {
    Throwable thrown = catchThrowable(() -> wxpay.v2().chain("pay/x").post(new Nested()));

    assertThat(thrown)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("The field 'detail' is of type java.util.ArrayList" + NO_TEXT);
    assertThat(http.sent()).isEmpty();
  }

  // Methods and queries

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesDelete(boolean async) {
    Throwable thrown =
        catchThrowable(
            () ->
                Clients.call(
                    async,
                    wxpay.v2().chain("pay/orderquery"),
                    "DELETE",
                    null,
                    Options.none().query("mch_id", MCHID)));

    assertThat(thrown)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(NO_FIELDS.replace("POST", "DELETE") + "null.");
    assertThat(http.sent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesQueryInPathOfGet(boolean async) {
    Throwable thrown =
        catchThrowable(
            () ->
                Clients.call(
                    async,
                    wxpay.v2().chain("appauth/getaccesstoken?appid=1"),
                    "GET",
                    null,
                    Options.none().query("mch_id", MCHID)));

    assertThat(thrown)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'appauth/getaccesstoken?appid=1' contains a query, which would not be signed. Pass its"
                + " parameters as `params`.");
    assertThat(http.sent()).isEmpty();
  }

  @Test
  void refusesNestedParams() {
    Chain token = wxpay.v2().chain("appauth/getaccesstoken");

    assertThat(catchThrowable(token::get))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "GET appauth/getaccesstoken has none of the fields [mch_id, mchid, combine_mch_id], but"
                + " this client is that of 1900000109. Put that number into the fields.");
    assertThat(
            catchThrowable(
                () ->
                    token.get(Options.none().query("mch_id", MCHID).query("x", new ArrayList<>()))))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("The field 'x' is of type java.util.ArrayList" + NO_TEXT);
    assertThat(http.sent()).isEmpty();
  }

  @Test
  void refusesSignedUrlOfApiV3Page() {
    Throwable thrown =
        catchThrowable(
            () -> wxpay.v3().chain("pay/transactions/native").url(Map.of("mch_id", MCHID)));

    assertThat(thrown)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'v3/pay/transactions/native' is not a page of APIv2. Signed URLs exist for paths below"
                + " v2/ only.");
  }

  @Test
  void refusesPageWithoutMerchantOrWithQuery() {
    assertThat(catchThrowable(() -> wxpay.v2().chain("papay/entrustweb").url(Map.of("a", "b"))))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("GET papay/entrustweb has none of the fields [mch_id, ");
    assertThat(
            catchThrowable(
                () -> wxpay.v2().chain("papay/entrustweb?a=1").url(Map.of("mch_id", MCHID))))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'papay/entrustweb?a=1' contains a query");
  }

  // The merchant's certificate

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesSecurityWithoutCertificate(boolean async) {
    Throwable thrown =
        catchThrowable(
            () ->
                Clients.call(
                    async,
                    wxpay.v2().chain("secapi/pay/refund"),
                    "POST",
                    body("a", 1),
                    Options.none().security(true)));

    assertThat(thrown)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage(
            "`security` requires the merchant's certificate, which is not configured; nothing was"
                + " sent. Set merchantCertificate(…).");
    assertThat(http.sent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesSecurityWithoutHttps(boolean async) {
    try (RawServer server = new RawServer((request, out) -> false);
        Wxpay secure =
            Clients.once()
                .mchid(MCHID)
                .secret(Fixtures.SECRET)
                .baseUrl(server.url())
                .merchantCertificate(
                    Fixtures.path("apiclient_cert.pem"), Fixtures.path("apiclient_key.pem"))
                .build()) {
      Throwable thrown =
          catchThrowable(
              () ->
                  Clients.call(
                      async,
                      secure.v2().chain("secapi/pay/refund"),
                      "POST",
                      body("a", 1),
                      Options.none().security(true)));

      assertThat(thrown)
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage(
              "`security` requires https to present the merchant's certificate, but the base URL is"
                  + " http://; nothing was sent.");
      assertThat(server.accepted()).isZero();
    }
  }

  @Test
  void refusesCertificateWithKeyOfAnother() {
    Throwable thrown =
        catchThrowable(
            () ->
                Clients.once()
                    .merchantCertificate(
                        Fixtures.path("apiclient_cert.pem"), Fixtures.path("other_key.pem")));

    assertThat(thrown)
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessage(
            "The merchant's private key does not belong to its certificate "
                + Fixtures.SERIAL
                + ". Use apiclient_cert.pem and apiclient_key.pem of one download.");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unreadable")
  void namesUnreadableCertificate(String what, Map<String, Object> merchant, String message) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("mchid", MCHID);
    config.put("secret", Fixtures.SECRET);
    config.put("merchant", merchant);

    Throwable thrown = catchThrowable(() -> Wxpay.of(config));

    assertThat(thrown)
        .isInstanceOfAny(CryptoException.class, IllegalArgumentException.class)
        .hasMessageStartingWith(message);
    assertThat(String.valueOf(thrown.getMessage()))
        .doesNotContain(Fixtures.lines("apiclient_key.pem"));
  }

  static Stream<Arguments> unreadable() {
    String cert = Fixtures.text("apiclient_cert.pem");
    String key = Fixtures.text("apiclient_key.pem");
    return Stream.of(
        arguments(
            "no such certificate",
            Map.of("cert", "no/such_cert.pem", "key", key),
            "merchant.cert: The file '" + Path.of("no/such_cert.pem").toAbsolutePath() + MISSING),
        arguments(
            "no such key",
            Map.of("cert", cert, "key", "no/such_key.pem"),
            "merchant.key: The file '" + Path.of("no/such_key.pem").toAbsolutePath() + MISSING),
        arguments("nonsense for a certificate", Map.of("cert", "?", "key", key), "merchant.cert: "),
        arguments("a key for a certificate", Map.of("cert", key, "key", key), "merchant.cert: "),
        arguments("a certificate for a key", Map.of("cert", cert, "key", cert), "merchant.key: "),
        arguments(
            "no key",
            Map.of("cert", cert),
            "`merchant` requires both `cert` and `key`, or `pfx`; got only `cert`."),
        arguments(
            "no certificate",
            Map.of("key", key),
            "`merchant` requires both `cert` and `key`, or `pfx`; got only `key`."),
        arguments(
            "a misspelled entry",
            Map.of("certs", cert, "key", key),
            "The entry `merchant.certs` is not known."),
        arguments(
            "no such PKCS#12 file",
            Map.of("pfx", "no/such.p12"),
            "merchant.pfx: The file '" + Path.of("no/such.p12").toAbsolutePath() + MISSING));
  }

  @Test
  void reportsWrongPasswordAndDamagedFileAlike(@TempDir Path folder)
      throws GeneralSecurityException, IOException {
    byte[] store = pkcs12(true);
    Path file = Files.write(folder.resolve("apiclient_cert.p12"), store);
    store[store.length / 2] ^= 1;
    Path damaged = Files.write(folder.resolve("damaged.p12"), store);
    Path pem = Files.write(folder.resolve("a.pem"), Fixtures.bytes("apiclient_cert.pem"));
    Path empty = Files.write(folder.resolve("empty.p12"), new byte[0]);
    String message =
        "merchant.pfx: The merchant's PKCS#12 file cannot be decrypted: the passphrase (the mchid,"
            + " unless it was changed) is wrong, or the file is damaged.";

    assertThat(catchThrowable(() -> Clients.once().merchantCertificate(file, "wrong-word")))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessage(message);
    for (Path bad : List.of(damaged, pem, empty)) {
      assertThat(catchThrowable(() -> Clients.once().merchantCertificate(bad, MCHID)))
          .as(bad.getFileName().toString())
          .isExactlyInstanceOf(CryptoException.class)
          .hasMessage(message);
    }
  }

  @Test
  void refusesPkcs12WithoutKey(@TempDir Path folder) throws GeneralSecurityException, IOException {
    Path file = Files.write(folder.resolve("trust.p12"), pkcs12(false));

    Throwable thrown = catchThrowable(() -> Clients.once().merchantCertificate(file, MCHID));

    assertThat(thrown)
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessage("merchant.pfx: The merchant's PKCS#12 file contains no private key.");
  }

  @Test
  void refusesUnknownSignType() {
    assertThat(catchThrowable(() -> Clients.once().signType("SHA256")))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("`signType` must be MD5 or HMAC-SHA256; got 'SHA256'.");
  }

  @Test
  void leavesNullOutOfSignAndXml() {
    Map<String, Object> body = body("a", null);
    body.put("b", "");
    FakeHttpClient echo = FakeHttpClient.answering(Reply.bare(500, ""));
    Wxpay client =
        Clients.once()
            .mchid(MCHID)
            .secret(Fixtures.SECRET)
            .nonce(() -> "n")
            .httpClient(echo)
            .build();

    assertThat(catchThrowable(() -> client.v2().chain("pay/x").post(body)))
        .hasMessage(
            "POST pay/x was answered 500: no body, so a gateway or proxy probably sent it (response"
                + " not verified: errors are not signed here). The request may have been executed,"
                + " and money may have moved. After a pause longer than a request can be delayed,"
                + " query the state by your own number; send it again only with the same number and"
                + " content.");
    assertThat(echo.only().text())
        .matches(
            "<xml><mch_id>1900000109</mch_id><b/><nonce_str>n</nonce_str>"
                + "<sign>[0-9A-F]{32}</sign></xml>");
  }

  @Test
  void sendsNoneOfTheRefusedBodies() {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay client = Wxpay.of(sandbox.config())) {
      for (Arguments one : bodies()) {
        assertThat(catchThrowable(() -> client.v2().chain("pay/orderquery").post(one.get()[1])))
            .isNotNull();
      }

      assertThat(sandbox.requests()).isEmpty();
    }
  }

  // Helpers

  private static Map<String, Object> body(String name, Object value) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("mch_id", MCHID);
    body.put(name, value);
    return body;
  }

  private static Map<String, Object> named(String name) {
    return body(name, "v");
  }

  private static byte[] pkcs12(boolean key) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Certificate certificate = Fixtures.certificate("apiclient_cert.pem");
    if (key) {
      store.setKeyEntry(
          "tenpay", Fixtures.merchantKey(), MCHID.toCharArray(), new Certificate[] {certificate});
    } else {
      store.setCertificateEntry("tenpay", certificate);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, MCHID.toCharArray());
    return out.toByteArray();
  }

  enum Part {
    ONE
  }

  static final class Nested {
    public final String mch_id = MCHID;
    public final List<String> detail = List.of("a");
  }
}
