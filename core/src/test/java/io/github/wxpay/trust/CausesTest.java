package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.sandbox.testing.ManualClock;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The twelve causes of a failed verification, each made by the mistake that programs really make,
 * and named as that.
 */
class CausesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Notice genuine = Notice.paid();

  // 1 · header missing

  @Test
  void namesHeaderThatProxyDropped() {
    for (String name : Notice.SIGNED_HEADERS) {
      assertRefused(genuine.with(name), Reason.HEADERS_INCOMPLETE)
          .hasMessageStartingWith(
              "The notification has no header " + name + ", so it cannot be verified")
          .hasMessageContaining("a proxy that drops headers");
    }
  }

  @Test
  void acceptsOneValueUnderTwoSpellingsAndRefusesTwoValues() {
    for (String name : Notice.SIGNED_HEADERS) {
      String lower = name.toLowerCase(Locale.ROOT);

      assertThat(genuine.with(lower, genuine.header(name)).to(client(b -> b)).get("out_trade_no"))
          .isEqualTo("order-1");
      for (Notice two :
          List.of(
              genuine.with(lower, genuine.header(name) + "0"),
              genuine.with(lower, genuine.header(name), "0"),
              genuine.with(lower, genuine.header(name), genuine.header(name)),
              genuine.with(name, genuine.header(name), genuine.header(name)))) {
        assertRefused(two, Reason.HEADERS_INCOMPLETE)
            .hasMessageContaining("has more than one header " + name);
      }
    }
  }

  @Test
  void acceptsHeadersAsEnumerations() {
    Map<String, Object> headers = new LinkedHashMap<>();
    genuine.headers().forEach((name, values) -> headers.put(name, Collections.enumeration(values)));

    assertThat(client(b -> b).notifications().parse(headers, genuine.body()).get("out_trade_no"))
        .isEqualTo("order-1");
    genuine.headers().forEach((name, values) -> headers.put(name, Collections.enumeration(values)));
    headers.put(
        "Wechatpay-Nonce", Collections.enumeration(List.of(Fixtures.NONCE, Fixtures.NONCE)));
    assertThatThrownBy(() -> client(b -> b).notifications().parse(headers, genuine.body()))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("has more than one header Wechatpay-Nonce");
  }

  @Test
  void namesHeaderWhoseListWasPrinted() {
    Map<String, String> printed = new LinkedHashMap<>();
    genuine.headers().forEach((name, values) -> printed.put(name, values.toString()));
    for (String name : Notice.SIGNED_HEADERS) {
      Notice one = genuine.with(name, "[" + genuine.header(name) + "]");

      assertRefused(one, Reason.HEADERS_INCOMPLETE)
          .hasMessageContaining("has the header " + name + " with the value '[")
          .hasMessageContaining("which is a list printed as text. Pass the list itself");
    }
    assertThatThrownBy(() -> client(b -> b).notifications().parse(printed, genuine.body()))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("which is a list printed as text");
  }

  /** The platform chooses the nonce, so one in brackets is not refused for them. */
  @Test
  void acceptsSignedNonceInBrackets() {
    byte[] body = genuine.body();
    Notice signed =
        Notice.signed(body, Fixtures.platformKey(), Fixtures.NOW)
            .with("Wechatpay-Nonce", "[n]")
            .with(
                "Wechatpay-Signature",
                Fixtures.sign(
                    "SHA256",
                    utf8(Fixtures.NOW + "\n[n]\n" + genuine.text() + "\n"),
                    Fixtures.platformKey()));

    assertThat(signed.to(client(b -> b)).get("out_trade_no")).isEqualTo("order-1");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "~~|~The body is empty, and not JSON.~",
        "1|~The body is the text '1', and not JSON.~",
        "a=1&b=2|~The body is form-encoded (name=value&…), and not JSON.~",
        "~\"<xml></xml>\"~|~The body is a JSON string that contains XML, and not JSON.~",
        "~\"{}\"~|~The body is a JSON string that contains JSON, and not JSON.~",
        "~{\"return_code\":\"SUCCESS\"}~|~was converted from XML; pass the raw bytes.~",
        "~\ufeff{ 'xml' : {'mch_id': '1'}}~|~was converted from XML; pass the raw bytes.~",
        "{return_code=SUCCESS, mch_id=1}|~was converted from XML; pass the raw bytes.~",
        "{}|~check for a proxy that drops headers.~",
      })
  void namesBodyWithoutSignedHeaders(String body, String end) {
    assertThatThrownBy(() -> client(b -> b).notifications().parse(Map.of(), utf8(body)))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.HEADERS_INCOMPLETE))
        .hasMessageStartingWith(
            "The notification has no header Wechatpay-Nonce, so it cannot be verified")
        .hasMessageEndingWith(end)
        .hasMessageNotContainingAny("baseU", "query the state");
  }

  @Test
  void namesPageInsteadOfResponse() {
    Reply page = Reply.bare(200, "<html><title>Log in</title></html>");

    assertThatThrownBy(() -> answered(page))
        .hasMessageContaining(
            "query the state before you continue. The body is an HTML page titled")
        .hasMessageContaining("'Log in', and not JSON.");
    assertThatThrownBy(() -> answered(Reply.bare(200, "1")))
        .hasMessageEndingWith("query the state before you continue.");
  }

  // 2 · clock

  @ParameterizedTest
  @ValueSource(longs = {-28_800, 28_800, 301})
  void showsBothClocksForWrongClock(long offset) {
    Wxpay wxpay =
        client(b -> b.clock(new ManualClock(Instant.ofEpochSecond(Fixtures.NOW + offset))));

    assertRefused(wxpay, genuine, Reason.CLOCK_OFFSET)
        .hasMessageContaining(
            "has Wechatpay-Timestamp '1700000000' (2023-11-14T22:13:20Z), "
                + Math.abs(offset)
                + " s "
                + (offset > 0 ? "before" : "after")
                + " this machine's clock "
                + (Fixtures.NOW + offset)
                + " (2023-11-1")
        .hasMessageContaining("Set this machine's clock by NTP");
  }

  // 3 · unknown serial

  @Test
  void listsConfiguredSerialsForUnknownSerial() {
    Wxpay wxpay =
        client(b -> b.platformKey(Fixtures.PUBLIC_KEY_ID, Fixtures.path("platform_pubkey.pem")));

    assertRefused(wxpay, genuine.with("Wechatpay-Serial", "PUB_KEY_ID_NEW"), Reason.UNKNOWN_SERIAL)
        .hasMessageContaining(
            "is signed with the key 'PUB_KEY_ID_NEW', which is not configured in this client; it"
                + " has ["
                + Fixtures.PLATFORM_SERIAL
                + ", "
                + Fixtures.PUBLIC_KEY_ID
                + "]")
        .hasMessageContaining("add it: platformKey(\"PUB_KEY_ID_NEW\", …)");
  }

  // 4 · the merchant's certificate in the platform's place

  @Test
  void refusesMerchantCertificateAsPlatformKeyAtBuild() {
    assertOwn(
        Fixtures.SERIAL, b -> b.platformKey(Fixtures.SERIAL, Fixtures.path("apiclient_cert.pem")));
    assertOwn(
        "PUB_KEY_ID_1", b -> b.platformKey("PUB_KEY_ID_1", Fixtures.path("apiclient_pubkey.pem")));
    assertOwn("PUB_KEY_ID_1", b -> b.platformKey("PUB_KEY_ID_1", Fixtures.merchantPublicKey()));
    assertOwn( // the key is not available, so it is recognised by the certificate's name
        Fixtures.SERIAL,
        b ->
            b.serial("AB")
                .privateKey(message -> message)
                .platformKey(Fixtures.SERIAL, Fixtures.path("apiclient_cert.pem")));
    assertOwn(
        "PUB_KEY_ID_1",
        b ->
            b.privateKey(message -> message)
                .certificate(Fixtures.path("apiclient_cert.pem"))
                .platformKey("PUB_KEY_ID_1", Fixtures.path("apiclient_pubkey.pem")));
  }

  @Test
  void refusesMerchantCertificateAsPlatformKeyInDictionary() {
    Map<String, Object> dictionary = new LinkedHashMap<>();
    dictionary.put("mchid", Fixtures.MCHID);
    dictionary.put("serial", Fixtures.SERIAL);
    dictionary.put("privateKey", Fixtures.text("apiclient_key.pem"));
    dictionary.put("certs", Map.of("PUB_KEY_ID_1", Fixtures.text("apiclient_pubkey.pem")));

    assertThatThrownBy(() -> Clients.of(dictionary))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'PUB_KEY_ID_1' is the merchant's own");
    dictionary.put("certs", Map.of(Fixtures.SERIAL, Fixtures.text("apiclient_cert.pem")));
    assertThatThrownBy(() -> Clients.of(dictionary))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("`certs` contains the merchant's own serial");
  }

  // 5 · timestamp and signature swapped

  @Test
  void namesSwappedArguments() {
    Notice swapped =
        genuine
            .with("Wechatpay-Signature", genuine.header("Wechatpay-Timestamp"))
            .with("Wechatpay-Timestamp", genuine.header("Wechatpay-Signature"));

    assertRefused(swapped, Reason.SWAPPED_HEADERS)
        .hasMessageContaining(
            "has the values of Wechatpay-Timestamp and Wechatpay-Signature swapped")
        .hasMessageContaining("Pass each header with its value");
  }

  // 6 · body parsed and written again

  @ParameterizedTest(name = "{0}")
  @MethodSource("rewritten")
  void namesBodyThatWasParsedAndWrittenAgain(String how, String body, String difference) {
    assertThat(body).isNotEqualTo(genuine.text());

    assertRefused(genuine.withBody(body), Reason.BODY_REWRITTEN)
        .hasMessageContaining(difference)
        .hasMessageContaining("erify the raw bytes");
  }

  private static Stream<Arguments> rewritten() throws IOException {
    byte[] body = Notice.paid().body();
    JsonNode tree = JSON.readTree(body);
    Map<?, ?> map = JSON.readValue(body, Map.class);
    Envelope envelope =
        JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build()
            .readValue(body, Envelope.class);
    String spacing = "was parsed and written again: its spacing or escapes differ.";
    String order = "was parsed and written again: its order differs.";
    String compact = tree.toString();
    return Stream.of(
        Arguments.of("pretty printed", tree.toPrettyString(), spacing),
        Arguments.of("pretty printed on Windows", windows(tree.toPrettyString()), spacing),
        Arguments.of("json.dumps of Python", python(tree), spacing),
        Arguments.of("a HashMap", JSON.writeValueAsString(new HashMap<>(map)), order),
        Arguments.of("sorted by name", JSON.writeValueAsString(sorted(map)), order),
        Arguments.of("sorted, pretty", sortedPretty(map), order),
        Arguments.of("a POJO in camel case", JSON.writeValueAsString(envelope), "names"),
        Arguments.of("a POJO in Pascal case", pascal(envelope), "names"),
        Arguments.of("escaped slashes, as PHP", compact.replace("/", "\\/"), spacing),
        Arguments.of("escaped letters, as PHP", ascii(tree), spacing),
        Arguments.of("escaped signs, as Gson", compact.replace("=", "\\u003d"), spacing),
        Arguments.of("escaped letters in lower case", lower(ascii(tree)), spacing),
        Arguments.of(
            "parts left out, in camel case",
            "{\"eventType\":\"TRANSACTION.SUCCESS\",\"id\":\"1\"}",
            "appears to be parsed and written again"),
        Arguments.of(
            "a list in camel case",
            "{\"eventType\":\"TRANSACTION.SUCCESS\",\"promotionDetail\":[{\"couponId\":\"1\"}]}",
            "appears to be parsed and written again"),
        Arguments.of(
            "parts left out, with spaces",
            "{\"event_type\": \"TRANSACTION.SUCCESS\"}",
            "appears to be parsed and written again"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("writtenAsText")
  void namesBodyThatWasWrittenAsAnotherText(String how, String body, String difference) {
    assertRefused(genuine.withBody(body), Reason.BODY_REWRITTEN)
        .hasMessageContaining("was written again: " + difference)
        .hasMessageEndingWith(" Verify the raw bytes.");
  }

  private static Stream<Arguments> writtenAsText() throws IOException {
    String body = Notice.paid().text();
    String other = body.replace("TRANSACTION", "OTHER");
    String twice = JSON.writeValueAsString(JSON.writeValueAsString(body));
    String plus = plus().text();
    assertThat(plus).contains("+");
    Map<?, ?> map = JSON.readValue(body, Map.class);
    String string = "it is a JSON string that contains the JSON";
    String quotes = "its quotes were escaped as \\\"";
    String entities = "its quotes were escaped as &quot;";
    String single = "it has single quotes";
    String blanks = "each + of its ciphertext was replaced by a space";
    return Stream.of(
        Arguments.of("toString of a Map", map.toString(), "it is a Map printed as text"),
        Arguments.of("a JSON string", JSON.writeValueAsString(body), string),
        Arguments.of("a JSON string in one", twice, string),
        Arguments.of("a JSON string of another order", JSON.writeValueAsString(other), string),
        Arguments.of("escaped quotes", body.replace("\"", "\\\""), quotes),
        Arguments.of("quotes escaped twice", body.replace("\"", "\\\\\\\""), quotes),
        Arguments.of("escaped quotes of another", other.replace("\"", "\\\""), quotes),
        Arguments.of("entities", body.replace("\"", "&quot;"), entities),
        Arguments.of("numeric entities", body.replace("\"", "&#34;"), entities),
        Arguments.of("entities of another", other.replace("\"", "&quot;"), entities),
        Arguments.of("single quotes", body.replace('"', '\''), single),
        Arguments.of("repr of Python", body.replace('"', '\'').replace("':'", "': '"), single),
        Arguments.of(
            "URL-encoded", URLEncoder.encode(body, StandardCharsets.UTF_8), "it was URL-encoded"),
        Arguments.of(
            "a form's name",
            URLEncoder.encode(body, StandardCharsets.UTF_8) + "=",
            "it was URL-encoded"),
        Arguments.of("blanks for +, of another", plus.replace('+', ' '), blanks));
  }

  @Test
  void namesSpacesInCiphertext() {
    Notice plus = plus();
    String inCiphertext = plus.text().replaceAll("\\+(?=[^\"]*\",\"associated)", " ");
    assertThat(inCiphertext).isNotEqualTo(plus.text()).contains("+08:00");

    for (String body : List.of(plus.text().replace('+', ' '), inCiphertext)) {
      assertRefused(plus.withBody(body), Reason.BODY_REWRITTEN)
          .hasMessage(
              "The notification was written again: each + of its ciphertext was replaced by a"
                  + " space, as by URL decoding. Verify the raw bytes.");
    }
    assertThat(plus.to(client(b -> b)).get("out_trade_no")).isEqualTo("order-1");
  }

  /** Returns a genuine notification whose ciphertext contains a plus. */
  private static Notice plus() {
    for (int i = 0; ; i++) {
      String plain = Notice.PLAIN.replace("\"currency\"", "\"n\":" + i + ",\"currency\"");
      byte[] body = Notice.envelope(Fixtures.API_V3_KEY, plain);
      String ciphertext = new String(body, StandardCharsets.UTF_8).split("ciphertext\":\"", -1)[1];
      if (ciphertext.indexOf('+') >= 0 && ciphertext.indexOf('+') < ciphertext.indexOf('"')) {
        return Notice.signed(body, Fixtures.platformKey(), Fixtures.NOW);
      }
    }
  }

  /** Only JSON whose parser reached the end of the text was truncated. */
  @Test
  void doesNotReportTruncationIfParserDidNotReachTheEnd() {
    Reply reply = Reply.signed("{\"b\":1,\"a\":[true,null,-1.5e+3,\"x\"]}");
    String whole = new String(reply.body(), StandardCharsets.UTF_8);
    for (int length = 1; length < whole.length(); length++) {
      String cut = whole.substring(0, length);
      assertThatThrownBy(() -> answered(reply.withBody(utf8(cut))))
          .as(cut)
          .isInstanceOfSatisfying(
              VerificationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BODY_CUT));
    }
    for (String broken :
        List.of("{\"b\":1 \"a\":2}", "{\"b\":1,}", "{b}", "{\"b\":x}", "{\"b\":01}", "{]", "1")) {
      assertThatThrownBy(() -> answered(reply.withBody(utf8(broken))))
          .as(broken)
          .isInstanceOfSatisfying(
              VerificationException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.BAD_SIGNATURE));
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {"1|the text '1'", "a=1&b=2|form-encoded (name=value&…)", "[]|JSON"})
  void namesSignedBodyThatIsNotAJsonObject(String body, String format) {
    assertRefused(genuine.withBody(body), Reason.BAD_SIGNATURE)
        .hasMessageContaining(" bytes (the body is " + format + "). They were changed")
        .hasMessageEndingWith(" Do not process it.")
        .hasMessageNotContainingAny("baseU", "query the state");
  }

  @Test
  void suggestsReorderingForUnknownOrder() {
    Reply reply = Reply.signed("{\"b\":1,\"a\":2}");

    assertThatThrownBy(() -> answered(reply.withBody(utf8("{\"a\":2,\"b\":1}"))))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.BAD_SIGNATURE))
        .hasMessageContaining("for example, parsed and written in another order");
  }

  // 7 · another charset

  @ParameterizedTest
  @ValueSource(strings = {"GBK", "ISO-8859-1", "windows-1252", "US-ASCII", "Big5", "Shift_JIS"})
  void namesBodyThatWasDecodedWithAnotherCharset(String charset) {
    String wrong = new String(genuine.body(), Charset.forName(charset));

    assertRefused(genuine.withBody(wrong), Reason.BODY_RECODED)
        .hasMessageContaining("decoded")
        .hasMessageContaining("erify the raw bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GBK", "ISO-8859-1", "US-ASCII", "UTF-16", "windows-1252"})
  void namesBodyThatWasEncodedWithAnotherCharset(String charset) {
    assertRefused(
            genuine.withBody(genuine.text().getBytes(Charset.forName(charset))),
            Reason.BODY_RECODED)
        .hasMessageContaining("ecoded")
        .hasMessageContaining("erify the raw bytes");
  }

  // 8 · cut, or a line break more or less

  @Test
  void namesBodyThatWasTruncatedAtAnyLength() {
    byte[] body = genuine.body();
    for (int length = 0; length < body.length; length++) {
      assertRefused(genuine.withBody(Arrays.copyOf(body, length)), Reason.BODY_CUT);
    }
    assertRefused(genuine.withBody(Arrays.copyOf(body, 100)), Reason.BODY_CUT)
        .hasMessageContaining("is truncated JSON of 100 bytes");
  }

  @Test
  void namesStreamThatWasReadBefore() {
    assertRefused(genuine.withBody(""), Reason.BODY_CUT)
        .hasMessageContaining("has no body, but one was signed")
        .hasMessageContaining("the stream had been read before");
  }

  @Test
  void namesAddedOrRemovedLineBreak() {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new ByteArrayInputStream(genuine.body()), StandardCharsets.UTF_8));
    String appended = reader.lines().map(line -> line + "\n").collect(Collectors.joining());
    for (String more : List.of(appended, genuine.text() + "\r\n", genuine.text() + " ")) {
      assertRefused(genuine.withBody(more), Reason.BODY_CUT)
          .hasMessageContaining("has a line break or space added or removed at its end");
    }
    for (String end : List.of("\n", "\r\n")) {
      Notice ended =
          Notice.signed(utf8(genuine.text() + end), Fixtures.platformKey(), Fixtures.NOW);
      assertThat(ended.to(client(b -> b)).get("out_trade_no")).isEqualTo("order-1");
      assertRefused(ended.withBody(ended.text().strip()), Reason.BODY_CUT)
          .hasMessageContaining("has a line break or space added or removed at its end");
    }
    assertRefused(genuine.withBody("\ufeff" + genuine.text()), Reason.BODY_CUT)
        .hasMessageContaining("has an added byte order mark");
  }

  // 9 · base64

  @Test
  void namesSignatureThatIsNotBase64() {
    String signature = genuine.header("Wechatpay-Signature");
    assertThat(signature).contains("+");
    for (String bad :
        List.of(
            URLDecoder.decode(signature, StandardCharsets.UTF_8), // + became a space
            signature.substring(0, 255), // as much as a column took
            signature.substring(0, 64) + "\n" + signature.substring(64),
            signature.replace('+', '-').replace('/', '_'),
            "\"" + signature + "\"",
            "sha256=" + signature,
            "\u7b7e\u540d",
            "")) {
      assertRefused(genuine.with("Wechatpay-Signature", bad), Reason.BAD_BASE64)
          .hasMessageContaining(
              "has a Wechatpay-Signature of "
                  + bad.length()
                  + " characters that is not complete base64");
    }
  }

  // 10 · probe

  @Test
  void namesProbe() {
    Notice probe =
        genuine.with(
            "Wechatpay-Signature", "WECHATPAY/SIGNTEST/" + genuine.header("Wechatpay-Signature"));
    for (Notice one : List.of(probe, probe.with("Wechatpay-Serial", "7777777777777777"))) {
      assertThatThrownBy(() -> one.to(client(b -> b)))
          .isInstanceOfSatisfying(
              VerificationException.class, e -> assertThat(e.isProbe()).isTrue())
          .hasMessageContaining("has the platform's probe (WECHATPAY/SIGNTEST/)")
          .hasMessageContaining("do not raise an alarm");
    }
  }

  // 11 · wrong key

  @Test
  void namesWrongKeyUnderRightId() {
    Wxpay wxpay =
        client(
            b ->
                b.platformKey(
                    Fixtures.PUBLIC_KEY_ID, Fixtures.certificate("other_cert.pem").getPublicKey()));
    Notice forged = Notice.signed(genuine.body(), Fixtures.otherKey(), Fixtures.NOW);
    Notice switched =
        Notice.signed(genuine.body(), Fixtures.merchantKey(), Fixtures.NOW)
            .with("Wechatpay-Serial", Fixtures.PUBLIC_KEY_ID);

    assertRefused(forged, Reason.WRONG_KEY)
        .hasMessageContaining(
            "has a signature that the key '" + Fixtures.PLATFORM_SERIAL + "' did not create")
        .hasMessageContaining("another key is configured under that id")
        .hasMessageContaining("or it is forged");
    assertRefused(wxpay, switched, Reason.WRONG_KEY)
        .hasMessageContaining("use the platform's public key or certificate, not the merchant's");
  }

  @Test
  void namesSwappedKeys() {
    Wxpay wxpay =
        client(
            b ->
                b.platformKey("PUB_KEY_ID_A", Fixtures.path("platform_pubkey.pem"))
                    .platformKey(
                        "PUB_KEY_ID_B", Fixtures.certificate("other_cert.pem").getPublicKey()));

    assertRefused(wxpay, genuine.with("Wechatpay-Serial", "PUB_KEY_ID_B"), Reason.WRONG_KEY)
        .hasMessageContaining("was not signed with the key 'PUB_KEY_ID_B', but with the key '")
        .hasMessageContaining("the two are swapped in the configuration");
  }

  // 12 · wrong APIv3 key

  @Test
  void namesWrongApiV3Key() {
    Wxpay wxpay = client(b -> b.apiV3Key(Fixtures.SECRET)); // the APIv2 key, which has 32 bytes too

    assertRefused(wxpay, genuine, Reason.WRONG_API_V3_KEY)
        .hasMessageContaining(
            "The notification's resource was not encrypted with this client's APIv3 key")
        .hasMessageContaining("it has 32 bytes, and is not the APIv2 key")
        .hasMessageNotContaining(Fixtures.SECRET);
  }

  @Test
  void namesWrongApiV3KeyForV2Event() {
    Wxpay wxpay = client(b -> b.apiV3Key("another_apiv3_secret_of_32_bytes"));

    assertRefused(wxpay, Notice.eventByV2(), Reason.WRONG_API_V3_KEY)
        .hasMessageContaining("was not encrypted with this client's APIv3 key");
  }

  // Answers go the same way.

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void namesSameCausesForResponses(boolean async) {
    Reply reply = Reply.signed("{\"code_url\":\"weixin://a\",\"n\":\"\u5fae\"}");
    String text = "{\"code_url\":\"weixin://a\",\"n\":\"\u5fae\"}";
    Map<Reply, Reason> causes = new LinkedHashMap<>();
    causes.put(reply.with("Wechatpay-Nonce"), Reason.HEADERS_INCOMPLETE);
    causes.put(reply.with("Wechatpay-Timestamp", "1600000000"), Reason.CLOCK_OFFSET);
    causes.put(reply.with("Wechatpay-Serial", "AB"), Reason.UNKNOWN_SERIAL);
    causes.put(
        reply
            .with("Wechatpay-Timestamp", reply.header("Wechatpay-Signature"))
            .with("Wechatpay-Signature", reply.header("Wechatpay-Timestamp")),
        Reason.SWAPPED_HEADERS);
    causes.put(reply.withBody(utf8(text.replace(":", ": "))), Reason.BODY_REWRITTEN);
    causes.put(reply.withBody(utf8(text.replace("code_url", "codeUrl"))), Reason.BODY_REWRITTEN);
    causes.put(reply.withBody(text.getBytes(Charset.forName("GBK"))), Reason.BODY_RECODED);
    causes.put(reply.withBody(utf8(text + "\n")), Reason.BODY_CUT);
    causes.put(reply.withBody(utf8(text.substring(0, 20))), Reason.BODY_CUT);
    causes.put(reply.with("Wechatpay-Signature", "a b"), Reason.BAD_BASE64);
    causes.put(reply.with("Wechatpay-Signature", "WECHATPAY/SIGNTEST/x"), Reason.PROBE);
    causes.put(
        Reply.signed(200, utf8(text), Fixtures.NOW, "SHA256", Fixtures.otherKey()),
        Reason.WRONG_KEY);
    causes.put(reply.withBody(utf8("{}")), Reason.BAD_SIGNATURE);

    causes.forEach(
        (forged, reason) ->
            assertThatThrownBy(
                    () ->
                        Clients.get(
                            async, Clients.over(FakeHttpClient.answering(forged)).chain("v3/a")))
                .as(reason.name())
                .isInstanceOfSatisfying(
                    VerificationException.class,
                    e -> {
                      assertThat(e.reason()).isEqualTo(reason);
                      assertThat(e.status()).isEqualTo(200);
                      assertThat(e.requestId()).isEqualTo("REQ-1");
                      assertThat(e.isProbe()).isEqualTo(reason == Reason.PROBE);
                    })
                .hasMessageStartingWith("The response to GET v3/a ")
                .hasMessageEndingWith("[Request-ID REQ-1]"));
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void hasCodeOfTheOriginalForEveryCause(Reason reason) {
    assertThat(new VerificationException(reason, "x", 0, "").code()).matches("EV[23]_RES_[A-Z_]+");
  }

  /** Returns the envelope as a framework parses and writes it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  static final class Envelope {
    public String id;
    public String createTime;
    public String resourceType;
    public String eventType;
    public String summary;
    public Resource resource;

    static final class Resource {
      public String originalType;
      public String algorithm;
      public String ciphertext;
      public String associatedData;
      public String nonce;
    }
  }

  private interface Setting {
    WxpayBuilder to(WxpayBuilder builder);
  }

  private static void assertOwn(String id, Setting setting) {
    assertThatThrownBy(() -> setting.to(Clients.builder()).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The platform key '"
                + id
                + "' is the merchant's own. Use the platform's public key (PUB_KEY_ID_…,"
                + " pub_key.pem) or its certificate instead.");
  }

  private static Wxpay client(Setting setting) {
    return setting
        .to(Clients.builder().apiV3Key(Fixtures.API_V3_KEY).secret(Fixtures.SECRET))
        .build();
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      Notice notice, Reason reason) {
    return assertRefused(client(b -> b), notice, reason);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      Wxpay wxpay, Notice notice, Reason reason) {
    return assertThatThrownBy(() -> notice.to(wxpay))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> {
              assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
              assertThat(e.isProbe()).isEqualTo(reason == Reason.PROBE);
            });
  }

  private static void answered(Reply reply) {
    Clients.over(FakeHttpClient.answering(reply)).chain("v3/a").get();
  }

  private static Map<String, Object> sorted(Map<?, ?> map) {
    Map<String, Object> out = new TreeMap<>();
    map.forEach((k, v) -> out.put((String) k, v instanceof Map ? sorted((Map<?, ?>) v) : v));
    return out;
  }

  private static String sortedPretty(Map<?, ?> map) throws JsonProcessingException {
    return JSON.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(sorted(map));
  }

  private static String windows(String text) {
    return text.replace(System.lineSeparator(), "\n").replace("\n", "\r\n");
  }

  private static String pascal(Envelope envelope) throws JsonProcessingException {
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
        .build()
        .writeValueAsString(envelope);
  }

  private static String python(JsonNode tree) throws JsonProcessingException {
    return ascii(tree).replace("\":", "\": ").replace("\",\"", "\", \"");
  }

  private static String ascii(JsonNode tree) throws JsonProcessingException {
    return JsonMapper.builder()
        .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
        .build()
        .writeValueAsString(tree);
  }

  private static String lower(String escaped) {
    return escaped.replace("\\u652F", "\\u652f");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
