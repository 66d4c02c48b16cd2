package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forged responses are refused and genuine ones accepted. */
class VerificationTest {
  /** The asynchronous verb verifies by the same code: by default it gets every seventh forgery. */
  private static final int ASYNC_STEP = Boolean.getBoolean("nightly") ? 1 : 7;

  private static final String JSON = "{\"code_url\":\"weixin://wxpay/bizpayurl?pr=\u5fae\u4fe1\"}";
  private static final byte[] BODY = JSON.getBytes(StandardCharsets.UTF_8);
  private static final String UNVERIFIED = " (response not verified: no signature)";

  private final AtomicReference<Reply> reply = new AtomicReference<>();
  private final FakeHttpClient http = new FakeHttpClient(request -> reply.get());
  private final Wxpay wxpay = Clients.over(http);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void returnsSignedResponseByteForByte(boolean async) {
    reply.set(Reply.signed(201, BODY));

    Response response = Clients.post(async, wxpay.chain("v3/pay"), Map.of("a", 1));

    assertThat(response.status()).isEqualTo(201);
    assertThat(response.bytes()).isEqualTo(BODY);
    assertThat(response.text()).isEqualTo(JSON);
    assertThat(response.requestId()).isEqualTo("REQ-1");
    assertThat(http.only().isSigned()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void verifiesBytesThatAreNotText(boolean async) {
    byte[] raw = new byte[256];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) i;
    }
    raw[0] = (byte) 0xef; // half a byte order mark, then all that is no UTF-8
    reply.set(Reply.signed(200, raw));

    assertThat(Clients.get(async, wxpay.chain("v3/raw")).bytes()).isEqualTo(raw);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void verifiesResponseWithoutBody(boolean async) {
    reply.set(Reply.signed(204, new byte[0]));

    Response response = Clients.post(async, wxpay.chain("v3/close"), null);

    assertThat(response.status()).isEqualTo(204);
    reply.set(reply.get().with("Wechatpay-Signature"));
    assertRefused(async, Reason.HEADERS_INCOMPLETE, "has no header Wechatpay-Signature");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesEveryFlippedBitOfBody(boolean async) {
    Reply genuine = Reply.signed(200, BODY);
    List<byte[]> forged = new ArrayList<>();
    for (int bit = 0; bit < BODY.length * 8; bit++) {
      byte[] copy = BODY.clone();
      copy[bit / 8] ^= (byte) (1 << (bit % 8));
      forged.add(copy);
    }

    assertNoneAccepted(async, genuine, forged);
    assertThat(forged).hasSizeGreaterThan(300);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1e999}",
        "{\"a\":1E+999999999}",
        "{\"a\":100.00}",
        "{\"a\":\"\\ud800\"}",
        "{\"\\ud800\":1}"
      })
  void refusesForgedBodiesThatCouldNotBeSent(String forged) {
    Reply genuine = Reply.signed(200, BODY);
    byte[] bytes = forged.getBytes(StandardCharsets.UTF_8);

    assertNoneAccepted(false, genuine, List.of(bytes));
    reply.set(Reply.signed(200, bytes));
    assertThat(wxpay.chain("v3/pay").get().bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesEveryOtherLengthOfBody(boolean async) {
    Reply genuine = Reply.signed(200, BODY);
    List<byte[]> forged = new ArrayList<>();
    for (int length = 0; length < BODY.length; length++) {
      forged.add(Arrays.copyOf(BODY, length));
      forged.add(Arrays.copyOfRange(BODY, BODY.length - length, BODY.length));
    }
    for (int value = 0; value < 256; value++) {
      byte[] longer = Arrays.copyOf(BODY, BODY.length + 1);
      longer[BODY.length] = (byte) value;
      forged.add(longer);
    }
    forged.add(("\ufeff" + JSON).getBytes(StandardCharsets.UTF_8));

    assertNoneAccepted(async, genuine, forged);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesEveryChangedLetterOfSignature(boolean async) {
    Reply genuine = Reply.signed(200, BODY);
    String signature = genuine.header("Wechatpay-Signature");
    List<String> accepted = new ArrayList<>();

    // The last letter before the padding carries four bits that no decoder looks at.
    for (int i = 0; i < signature.length() - 3; i += async ? ASYNC_STEP : 1) {
      String other = signature.charAt(i) == 'A' ? "B" : "A";
      String forged = signature.substring(0, i) + other + signature.substring(i + 1);
      reply.set(genuine.with("Wechatpay-Signature", forged));
      if (!isRefused(async, Reason.BAD_SIGNATURE)) {
        accepted.add(forged);
      }
    }

    assertThat(accepted).isEmpty();
  }

  @ParameterizedTest(name = "{1}, async: {0}")
  @MethodSource("forgeries")
  void refusesForgedResponse(boolean async, String name, Reason reason, String text, Reply forged) {
    reply.set(forged);

    assertRefused(async, reason, text);
    assertThat(http.only().isSigned()).isTrue();
  }

  private static Stream<Arguments> forgeries() {
    Reply genuine = Reply.signed(200, BODY);
    String signature = genuine.header("Wechatpay-Signature");
    String bad = "The response to GET v3/pay/{id} *[Request-ID REQ-1]";
    List<Arguments> rows = new ArrayList<>();
    for (boolean async : new boolean[] {false, true}) {
      for (String name : List.of("Nonce", "Serial", "Signature", "Timestamp")) {
        String header = "Wechatpay-" + name;
        String value = genuine.header(header);
        rows.add(
            Arguments.of(
                async,
                "no " + header,
                Reason.HEADERS_INCOMPLETE,
                "The response to GET v3/pay/{id} has no header "
                    + header
                    + ", so it cannot be verified. Check `baseURL`, and whether a proxy drops"
                    + " headers; query the state before you continue. [Request-ID REQ-1]",
                genuine.with(header)));
        rows.add(
            Arguments.of(
                async,
                header + " twice",
                Reason.HEADERS_INCOMPLETE,
                "has more than one header " + header,
                genuine.with(header, value, value)));
        rows.add(
            Arguments.of(
                async,
                header + " twice in one line",
                name.equals("Timestamp")
                    ? Reason.CLOCK_OFFSET
                    : name.equals("Serial") ? Reason.UNKNOWN_SERIAL : Reason.BAD_SIGNATURE,
                "The response to GET v3/pay/{id}",
                genuine.with(header, value + ", " + value)));
        rows.add(
            Arguments.of(
                async,
                header + " in two spellings",
                Reason.HEADERS_INCOMPLETE,
                "has more than one header " + header,
                genuine.with(header.toLowerCase(Locale.ROOT), value, value).with(header)));
      }
      rows.add(row(async, "empty nonce", Reason.BAD_SIGNATURE, bad, "Nonce", ""));
      rows.add(row(async, "another nonce", Reason.BAD_SIGNATURE, bad, "Nonce", "another"));
      rows.add(row(async, "empty signature", Reason.BAD_SIGNATURE, bad, "Signature", ""));
      rows.add(row(async, "empty serial", Reason.UNKNOWN_SERIAL, "the key ''", "Serial", ""));
      rows.add(
          row(
              async,
              "empty time",
              Reason.CLOCK_OFFSET,
              "has Wechatpay-Timestamp '', which is not a Unix time; at most 300 s are allowed.",
              "Timestamp",
              ""));
      rows.add(
          row(
              async,
              "the merchant's own serial",
              Reason.UNKNOWN_SERIAL,
              "which is not configured in this client",
              "Serial",
              Fixtures.SERIAL));
      rows.add(
          row(
              async,
              "serial of control characters",
              Reason.UNKNOWN_SERIAL,
              "the key 'A?\u5faeB'",
              "Serial",
              "A\u0007\u5faeB"));
      rows.add(
          row(
              async,
              "serial without end",
              Reason.UNKNOWN_SERIAL,
              "the key '" + "A".repeat(64) + "\u2026'",
              "Serial",
              "A".repeat(9000)));
      for (String forged :
          List.of(
              "WECHATPAY/SIGNTEST/" + signature.substring(19),
              "WECHATPAY/SIGNTEST/" + signature,
              "WECHATPAY/SIGNTEST/",
              signature.substring(0, 76) + "\n" + signature.substring(76),
              signature.substring(0, 100) + " " + signature.substring(100),
              signature.replace('/', '_').replace('+', '-'),
              signature + signature,
              signature.substring(4),
              "AAAA",
              "no base64!",
              "=".repeat(344),
              "A".repeat(100_000))) {
        rows.add(
            row(
                async,
                "signature " + shown(forged),
                Reason.BAD_SIGNATURE,
                bad,
                "Signature",
                forged));
      }
      rows.add(
          Arguments.of(
              async,
              "signature of another key",
              Reason.BAD_SIGNATURE,
              bad,
              Reply.signed(200, BODY, Fixtures.NOW, "SHA256", Fixtures.otherKey())));
      rows.add(
          Arguments.of(
              async,
              "signature of the merchant's own key",
              Reason.BAD_SIGNATURE,
              bad,
              Reply.signed(200, BODY, Fixtures.NOW, "SHA256", Fixtures.merchantKey())));
      for (String digest : List.of("SHA1", "MD5", "SHA512")) {
        rows.add(
            Arguments.of(
                async,
                "signature of " + digest,
                Reason.BAD_SIGNATURE,
                bad,
                Reply.signed(200, BODY, Fixtures.NOW, digest, Fixtures.platformKey())));
      }
      rows.add(
          Arguments.of(
              async,
              "signature of another answer",
              Reason.BAD_SIGNATURE,
              bad,
              Reply.signed("{}").withBody(BODY)));
      rows.add(
          Arguments.of(
              async,
              "signature of another second",
              Reason.BAD_SIGNATURE,
              bad,
              genuine.with("Wechatpay-Timestamp", Long.toString(Fixtures.NOW + 1))));
      for (String time :
          List.of(
              "NaN",
              "1.7e9",
              "1700000000.0",
              "-1700000000",
              "+1700000000",
              "0x6553f100",
              " ",
              "\u0661\u0667\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660",
              "1700000000000",
              "99999999999999999999999999",
              "9223372036854775807",
              "0",
              "null")) {
        rows.add(
            Arguments.of(
                async,
                "time " + time + ", properly signed",
                Reason.CLOCK_OFFSET,
                "has Wechatpay-Timestamp '",
                Reply.signedAs(200, BODY, time, "SHA256", Fixtures.platformKey())));
      }
    }
    return rows.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("causes")
  void namesLikelyCauseOfInvalidSignature(String name, Reply forged) {
    reply.set(forged);

    VerificationException e = assertRefused(false, Reason.BAD_SIGNATURE, "The response to GET v3/");

    assertThat(e.reason()).as(e.getMessage()).hasToString(name);
  }

  private static Stream<Arguments> causes() {
    Reply genuine = Reply.signed(200, BODY);
    String signature = genuine.header("Wechatpay-Signature");
    String text = JSON.replace("wxpay", "other");
    return Stream.of(
        Arguments.of(
            "PROBE", genuine.with("Wechatpay-Signature", "WECHATPAY/SIGNTEST/x" + signature)),
        Arguments.of("BAD_BASE64", genuine.with("Wechatpay-Signature", signature + "!")),
        Arguments.of("BAD_BASE64", genuine.with("Wechatpay-Signature", "")),
        Arguments.of(
            "WRONG_KEY", Reply.signed(200, BODY, Fixtures.NOW, "SHA256", Fixtures.otherKey())),
        Arguments.of("BODY_CUT", genuine.withBody((JSON + "\n").getBytes(StandardCharsets.UTF_8))),
        Arguments.of("BODY_CUT", genuine.withBody(Arrays.copyOf(BODY, BODY.length - 1))),
        Arguments.of("BODY_RECODED", genuine.withBody(JSON.getBytes(StandardCharsets.UTF_16))),
        Arguments.of("BODY_RECODED", genuine.withBody(JSON.getBytes(Charset.forName("GBK")))),
        Arguments.of(
            "BODY_REWRITTEN",
            genuine.withBody(JSON.replace(":", ": ").getBytes(StandardCharsets.UTF_8))),
        Arguments.of("BAD_SIGNATURE", genuine.withBody(text.getBytes(StandardCharsets.UTF_8))));
  }

  @ParameterizedTest
  @CsvSource({
    "false, -301, '301 s before this machine''s clock 1700000000 (2023-11-14T22:13:20Z)'",
    "true, -301, '301 s before this machine''s clock 1700000000 (2023-11-14T22:13:20Z)'",
    "false, 301, '301 s after this machine''s clock 1700000000 (2023-11-14T22:13:20Z)'",
    "true, 301, '301 s after this machine''s clock 1700000000 (2023-11-14T22:13:20Z)'",
    "false, 86400, '86400 s after'",
    "false, -1700000000, '1700000000 s before'",
  })
  void refusesOldSignedResponse(boolean async, long offset, String text) {
    reply.set(Reply.signed(200, BODY, Fixtures.NOW + offset, "SHA256", Fixtures.platformKey()));

    VerificationException e = assertRefused(async, Reason.CLOCK_OFFSET, text);

    assertThat(e)
        .hasMessageContaining("at most 300 s are allowed. Set this machine's clock by NTP");
  }

  @ParameterizedTest
  @CsvSource({"false, -300", "true, -300", "false, 300", "true, 300", "false, 0", "true, 1"})
  void acceptsResponseWithinThreeHundredSeconds(boolean async, long offset) {
    reply.set(Reply.signed(200, BODY, Fixtures.NOW + offset, "SHA256", Fixtures.platformKey()));

    assertThat(Clients.get(async, wxpay.chain("v3/pay")).text()).isEqualTo(JSON);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void verifiesWithPublicKeyUnderItsIdOnly(boolean async) {
    Wxpay client =
        Clients.once()
            .mchid(Fixtures.MCHID)
            .serial(Fixtures.SERIAL)
            .privateKey(Fixtures.merchantKey())
            .platformKey(Fixtures.PUBLIC_KEY_ID, Fixtures.path("platform_pubkey.pem"))
            .clock(Fixtures.CLOCK)
            .httpClient(http)
            .build();
    Reply genuine = Reply.signed(200, BODY);

    reply.set(genuine.with("Wechatpay-Serial", Fixtures.PUBLIC_KEY_ID));
    assertThat(Clients.get(async, client.chain("v3/a")).text()).isEqualTo(JSON);
    assertThat(http.only().header("Wechatpay-Serial")).isEqualTo(Fixtures.PUBLIC_KEY_ID);

    reply.set(genuine);
    assertThat(catchThrowable(() -> Clients.get(async, client.chain("v3/a"))))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("which is not configured in this client; it has [PUB_KEY_ID_");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void verifiesWithCertificateAndPublicKey(boolean async) {
    Wxpay client =
        wxpay
            .newBuilder()
            .platformKey(Fixtures.PUBLIC_KEY_ID, Fixtures.path("platform_pubkey.pem"))
            .build();
    Reply genuine = Reply.signed(200, BODY);

    for (String serial : List.of(Fixtures.PLATFORM_SERIAL, Fixtures.PUBLIC_KEY_ID)) {
      reply.set(genuine.with("Wechatpay-Serial", serial));
      assertThat(Clients.get(async, client.chain("v3/a")).text()).isEqualTo(JSON);
    }
    assertThat(http.sent().get(0).header("Wechatpay-Serial")).isEqualTo(Fixtures.PUBLIC_KEY_ID);
  }

  // Statuses outside 2xx

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsFieldsOfErrorResponse(boolean async) {
    String body =
        "{\"code\":\"PARAM_ERROR\",\"message\":\"\u53c2\u6570\u9519\u8bef\",\"detail\":{\"field\":"
            + "\"/amount/total\",\"value\":\"0\",\"issue\":\"must be positive\"}}";
    reply.set(Reply.bare(400, body).with("Request-ID", "REQ-9"));

    StatusException e = refused(async);

    assertThat(e)
        .hasMessage(
            "GET v3/pay/{id} was answered 400 PARAM_ERROR: \u53c2\u6570\u9519\u8bef (field"
                + " /amount/total) (must be positive) [Request-ID REQ-9]"
                + UNVERIFIED);
    assertThat(e.status()).isEqualTo(400);
    assertThat(e.code()).isEqualTo("PARAM_ERROR");
    assertThat(e.message()).isEqualTo("\u53c2\u6570\u9519\u8bef");
    assertThat(e.detail())
        .isEqualTo("{\"field\":\"/amount/total\",\"value\":\"0\",\"issue\":\"must be positive\"}");
    assertThat(e.requestId()).isEqualTo("REQ-9");
    assertThat(e.text()).isEqualTo(body);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("refusals")
  void keepsStatusOfErrorWithAnyBody(int status, String body, String message) {
    for (boolean async : new boolean[] {false, true}) {
      reply.set(Reply.bare(status, body));

      StatusException e = refused(async);

      assertThat(e).hasMessage("GET v3/pay/{id} was answered " + message + UNVERIFIED);
      assertThat(e.status()).isEqualTo(status);
      assertThat(e.text()).isEqualTo(body);
      assertThat(e.requestId()).isEmpty();
    }
  }

  private static Stream<Arguments> refusals() {
    String html = "<html>\n<head><title>502 Bad Gateway</title></head></html>";
    String gateway = ", so a gateway or proxy probably sent it";
    String proxy = ", so a proxy or gateway probably sent it; check `baseUrl`";
    String path = ", so the host does not have this path; check the path and `baseUrl`";
    return Stream.of(
        Arguments.of(500, "", "500: no body" + gateway),
        Arguments.of(503, " \n ", "503: no body" + gateway),
        Arguments.of(502, html, "502: an HTML page titled '502 Bad Gateway'" + gateway),
        Arguments.of(504, "\ufeff<!DOCTYPE html><p>", "504: an HTML page" + gateway),
        Arguments.of(400, "", "400: no body" + proxy),
        Arguments.of(
            401,
            html.replace("502 Bad Gateway", "Log in"),
            "401: an HTML page titled 'Log in'" + proxy),
        Arguments.of(
            403,
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"a\"><html/>",
            "403: an HTML page" + proxy),
        Arguments.of(404, "", "404: no body" + path),
        Arguments.of(404, "<HTML><body>a</body></HTML>", "404: an HTML page" + path),
        Arguments.of(500, "{\"code\":", "500: the body is not JSON; it begins: {\"code\":"),
        Arguments.of(
            500,
            "{\"code\":\"A\",\"code\":\"B\"}",
            "500: the body is not JSON; it begins: {\"code\":\"A\",\"code\":\"B\"}"),
        Arguments.of(429, "{\"code\":\"FREQUENCY_LIMITED\"}", "429 FREQUENCY_LIMITED"),
        Arguments.of(401, "{\"message\":\"no\"}", "401: no"),
        Arguments.of(404, "[]", "404: the body is not JSON; it begins: []"),
        Arguments.of(400, "{\"code\":7,\"message\":null}", "400 7"),
        Arguments.of(400, "{\"code\":\"A\\nB\\u0007\"}", "400 A?B?"),
        Arguments.of(
            500, "{\"code\":\"" + "x".repeat(1000) + "\"}", "500 " + "x".repeat(300) + "\u2026"),
        Arguments.of(
            500, "[".repeat(100), "500: the body is not JSON; it begins: " + "[".repeat(100)),
        Arguments.of(
            407,
            "",
            "407: the proxy requires credentials, and nothing reached the platform; set"
                + " header(\"Proxy-Authorization\", \"Basic …\") and start Java with"
                + " -Djdk.http.auth.tunneling.disabledSchemes= (empty)"),
        Arguments.of(100, "", "100: no body" + proxy),
        Arguments.of(199, "", "199: no body" + proxy),
        Arguments.of(
            300,
            "",
            "300: a redirect, which is not followed since the signature is for one target; check"
                + " `baseUrl`"),
        Arguments.of(
            304,
            "",
            "304: a redirect, which is not followed since the signature is for one target; check"
                + " `baseUrl`"));
  }

  @ParameterizedTest
  @CsvSource({"false, 301", "true, 302", "false, 303", "true, 307", "false, 308"})
  void doesNotFollowRedirect(boolean async, int status) {
    reply.set(Reply.signed(status, BODY).with("Location", "https://example.com/"));

    StatusException e = refused(async);

    assertThat(e.status()).isEqualTo(status);
    assertThat(http.sent()).hasSize(1);
  }

  @Test
  void treatsNullDetailAsMissing() {
    reply.set(Reply.bare(400, "{\"code\":\"A\",\"message\":\"b\",\"detail\":null}"));

    assertThat(refused(false).detail()).isEmpty();
  }

  // Downloads that come unsigned

  @ParameterizedTest(name = "GET {0}")
  @ValueSource(
      strings = {
        "v3/billdownload/file",
        "/v3/billdownload/file",
        "v3/billdownload/file?token=abc",
        "https://api.mch.weixin.qq.com/v3/billdownload/file?token=abc",
        "v3/new-tax-control-fapiao/download",
        "v3/transferdownload/elecvoucherfile",
        "v3/transferdownload/signfile",
        "v3/merchant-service/images/abcdef",
        "v3/merchant-service/images/{id}",
        "v3/global/merchant-service/images/{id}",
      })
  void acceptsUnsignedDownloadsOfTheTable(String path) {
    reply.set(Reply.bare(200, "a,b\n"));

    for (boolean async : new boolean[] {false, true}) {
      Response response = Clients.call(async, wxpay.chain(path), "GET", null, values(path));

      assertThat(response.text()).isEqualTo("a,b\n");
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "GET, v3/billdownload/file/",
    "GET, v3/billdownload/file2",
    "GET, v3/billdownload/fil",
    "GET, v3/billdownload//file",
    "GET, v3//billdownload/file",
    "GET, v3/Billdownload/file",
    "GET, V3/billdownload/file",
    "GET, v3/billdownload%2Ffile",
    "GET, v3/%62illdownload/file",
    "GET, v3/billdownload/fil%65",
    "GET, x/v3/billdownload/file",
    "GET, v3/pay/v3/billdownload/file",
    "GET, v3/pay?next=/v3/billdownload/file",
    "GET, v3/pay?/v3/merchant-service/images/abcdefg",
    "GET, v3/billdownload/file;x=1",
    "GET, v3/statementsx",
    "GET, v3/statements/1",
    "GET, v3/merchant-service/images/abcde",
    "GET, v3/merchant-service/images/upload",
    "GET, v3/merchant-service/images/uploadabcdef",
    "GET, v3/merchant-service/images/abcdef/g",
    "GET, v3/merchant-service/images/",
    "GET, v3/merchant-service/imagesabcdef",
    "GET, v3/pay/v3/merchant-service/images/abcdef",
    "GET, v3/certificates",
    "POST, v3/billdownload/file",
    "PUT, v3/billdownload/file",
    "PATCH, v3/statements",
    "DELETE, v3/statements",
    "HEAD, v3/statements",
    "POST, v3/merchant-service/images/abcdef",
  })
  void verifiesPathsThatResembleUnsignedDownloads(String method, String path) {
    reply.set(Reply.bare(200, "a,b\n"));

    for (boolean async : new boolean[] {false, true}) {
      Throwable thrown =
          catchThrowable(
              () -> Clients.call(async, wxpay.chain(path), method, null, Options.none()));

      assertThat(thrown)
          .isInstanceOfSatisfying(
              VerificationException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.HEADERS_INCOMPLETE));
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "../billdownload/file",
        "v3/billdownload/file",
        "x/../../billdownload/file",
        "/v3/merchant-service/images/abcdef",
        "?/v3/merchant-service/images/abcdef",
      })
  void verifiesWhateverValueAPlaceholderHas(String value) {
    reply.set(Reply.bare(200, "a,b\n"));

    Throwable thrown =
        catchThrowable(
            () -> wxpay.chain("v3/pay/{x}").get(Options.of("x", value).query("q", value)));

    assertThat(thrown).isInstanceOf(VerificationException.class);
  }

  @Test
  void reportsErrorResponseOfUnsignedDownload() {
    reply.set(Reply.bare(404, "{\"code\":\"NOT_FOUND\",\"message\":\"expired\"}"));

    Throwable thrown = catchThrowable(() -> wxpay.chain("v3/billdownload/file").get());

    assertThat(thrown)
        .isInstanceOf(StatusException.class)
        .hasMessage("GET v3/billdownload/file was answered 404 NOT_FOUND: expired" + UNVERIFIED);
  }

  @Test
  void treatsLowerCaseGetAsGet() {
    reply.set(Reply.bare(200, "a,b\n"));

    Response response = wxpay.chain("v3/billdownload/file").request("get", null, Options.none());

    assertThat(response.text()).isEqualTo("a,b\n");
  }

  private void assertNoneAccepted(boolean async, Reply genuine, List<byte[]> bodies) {
    List<String> accepted = new ArrayList<>();
    for (int i = 0; i < bodies.size(); i += async ? ASYNC_STEP : 1) {
      byte[] body = bodies.get(i);
      reply.set(genuine.withBody(body));
      if (!isRefused(async, Reason.BAD_SIGNATURE)) {
        accepted.add(new String(body, StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(accepted).isEmpty();
    reply.set(genuine);
    assertThat(Clients.get(async, wxpay.chain("v3/pay")).bytes()).isEqualTo(BODY);
  }

  private boolean isRefused(boolean async, Reason reason) {
    Throwable thrown = catchThrowable(() -> Clients.get(async, wxpay.chain("v3/pay")));
    return thrown instanceof VerificationException
        && ((VerificationException) thrown).code().equals(CODES.get(reason));
  }

  private VerificationException assertRefused(boolean async, Reason reason, String text) {
    Throwable thrown = call(async);

    assertThat(thrown).isExactlyInstanceOf(VerificationException.class);
    VerificationException e = (VerificationException) thrown;
    String[] parts = text.split("\\*", -1);
    // Of a signature that does not fit, a likely cause may be named; its code stays.
    assertThat(e.code()).as(e.getMessage()).isEqualTo(CODES.get(reason));
    assertThat(e.code()).isEqualTo(e.reason().code());
    assertThat(e.status()).isBetween(200, 299);
    assertThat(e.requestId()).isEqualTo("REQ-1");
    assertThat(e).hasMessageContainingAll(parts);
    assertThat(e.getMessage()).hasSizeLessThan(800);
    return e;
  }

  private StatusException refused(boolean async) {
    Throwable thrown = call(async);

    assertThat(thrown).isExactlyInstanceOf(StatusException.class);
    return (StatusException) thrown;
  }

  private Throwable call(boolean async) {
    return catchThrowable(
        () ->
            Clients.call(async, wxpay.chain("v3/pay/{id}"), "GET", null, Options.of("id", "4200")));
  }

  private static final Map<Reason, String> CODES = codes();

  private static Map<Reason, String> codes() {
    Map<Reason, String> codes = new LinkedHashMap<>();
    codes.put(Reason.HEADERS_INCOMPLETE, "EV3_RES_HEADERS_INCOMPLATE");
    codes.put(Reason.CLOCK_OFFSET, "EV3_RES_HEADER_TIMESTAMP_OFFSET");
    codes.put(Reason.UNKNOWN_SERIAL, "EV3_RES_HEADER_PLATFORM_SERIAL");
    codes.put(Reason.BAD_SIGNATURE, "EV3_RES_HEADER_SIGNATURE_DIGEST");
    return codes;
  }

  private static Options values(String path) {
    return path.contains("{id}") ? Options.of("id", "a/b?c#d") : Options.none();
  }

  private static Arguments row(
      boolean async, String name, Reason reason, String text, String header, String value) {
    return Arguments.of(
        async, name, reason, text, Reply.signed(200, BODY).with("Wechatpay-" + header, value));
  }

  private static String shown(String text) {
    String plain = text.replaceAll("\\s", "_");
    return plain.length() > 30 ? plain.substring(0, 30) + "(" + text.length() + ")" : plain;
  }
}
