package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.sandbox.testing.ManualClock;
import io.github.wxpay.sandbox.testing.OrderJson;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests spelling and order of response headers. The spelling is from responses of
 * api.mch.weixin.qq.com that were published in 2019 to 2024.
 */
@Timeout(60)
class ResponseHeadersTest {
  private static final Set<String> SPELLING =
      Set.of(
          "Server",
          "Date",
          "Content-Type",
          "Content-Length",
          "Transfer-Encoding",
          "Connection",
          "Keep-Alive",
          "Cache-Control",
          "X-Content-Type-Options",
          "Request-ID",
          "Content-Language",
          "Content-Encoding",
          "Content-Disposition",
          "Wechatpay-Nonce",
          "Wechatpay-Signature",
          "Wechatpay-Timestamp",
          "Wechatpay-Serial",
          "Wechatpay-Signature-Type");

  private static Sandbox start(String scheme) {
    return Sandbox.builder()
        .https(scheme.equals("https"))
        .clock(new ManualClock(MerchantClient.NOW))
        .start();
  }

  /** Returns the lines of a head, the status line first. */
  private static List<String> lines(String response) {
    return List.of(response.substring(0, response.indexOf("\r\n\r\n")).split("\r\n", -1));
  }

  private static List<String> names(String response) {
    return lines(response).stream()
        .skip(1)
        .map(line -> line.substring(0, line.indexOf(':')))
        .collect(Collectors.toList());
  }

  private static String v3(Sandbox sandbox, String method, String target, String body)
      throws Exception {
    byte[] request = SignedRequest.of(sandbox).bytes(method, target, body);
    return RawConnection.exchange(sandbox, request);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void successHasPlatformHeadersInTheirCaseAndOrder(String scheme) throws Exception {
    try (Sandbox sandbox = start(scheme)) {
      String response = v3(sandbox, "GET", "/v3/certificates", "");

      List<String> lines = lines(response);
      assertThat(lines.get(0)).isEqualTo("HTTP/1.1 200 OK");
      assertThat(lines)
          .contains(
              "Server: nginx",
              "Date: Wed, 04 Mar 2026 05:06:07 GMT",
              "Content-Type: application/json; charset=utf-8",
              "Connection: close",
              "Cache-Control: no-cache, must-revalidate",
              "X-Content-Type-Options: nosniff",
              "Content-Language: zh-CN",
              "Wechatpay-Timestamp: 1772600767",
              "Wechatpay-Signature-Type: WECHATPAY2-SHA256-RSA2048");
      assertThat(names(response))
          .containsExactly(
              "Server",
              "Date",
              "Content-Type",
              "Content-Length",
              "Connection",
              "Cache-Control",
              "X-Content-Type-Options",
              "Request-ID",
              "Content-Language",
              "Wechatpay-Nonce",
              "Wechatpay-Signature",
              "Wechatpay-Timestamp",
              "Wechatpay-Serial",
              "Wechatpay-Signature-Type");
      assertThat(sandbox.requests().get(0).verified()).isTrue();
    }
  }

  @Test
  void keptConnectionStatesTimeout() throws Exception {
    try (Sandbox sandbox = Sandbox.start();
        RawConnection connection = RawConnection.to(sandbox)) {
      String first = connection.send("GET /v3/none HTTP/1.1\r\nHost: a\r\n\r\n").response();

      assertThat(lines(first)).containsSequence("Connection: keep-alive", "Keep-Alive: timeout=8");
      String second =
          connection.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").rest();
      assertThat(lines(second)).contains("Connection: close");
      assertThat(names(second)).doesNotContain("Keep-Alive");
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "http, 204",
    "http, 400",
    "http, 401",
    "http, 404",
    "http, 405",
    "http, 429",
    "http, 500",
    "https, 204",
    "https, 400",
    "https, 401"
  })
  void errorHasPlatformSpellingOfHeaders(String scheme, int status) throws Exception {
    try (Sandbox sandbox = start(scheme)) {
      String response = responseWithStatus(sandbox, status);

      assertThat(response).startsWith("HTTP/1.1 " + status + " ");
      assertThat(lines(response).get(0)).matches("HTTP/1\\.1 [0-9]{3} [A-Z][A-Za-z ]+");
      assertThat(names(response))
          .contains("Request-ID", "Wechatpay-Timestamp", "Cache-Control", "Content-Language")
          .contains("Content-Type");
      assertThat(SPELLING).containsAll(names(response));
      assertThat(names(response).contains("Content-Length")).isEqualTo(status != 204);
    }
  }

  private static String responseWithStatus(Sandbox sandbox, int status) throws Exception {
    switch (status) {
      case 204:
        String order = OrderJson.of("wire-204", 1).toString();
        v3(sandbox, "POST", "/v3/pay/transactions/native", order);
        String close = "/v3/pay/transactions/out-trade-no/wire-204/close";
        String mchid = "{\"mchid\":\"" + sandbox.config().get("mchid") + "\"}";
        return v3(sandbox, "POST", close, mchid);
      case 400:
        return v3(sandbox, "POST", "/v3/pay/transactions/native", "{}");
      case 404:
        return v3(sandbox, "GET", "/v3/none", "");
      case 405:
        return v3(sandbox, "DELETE", "/v3/certificates", "");
      case 429:
        sandbox.fault("**", Fault.FREQUENCY_LIMITED);
        return v3(sandbox, "GET", "/v3/certificates", "");
      case 500:
        sandbox.fault("**", Fault.SYSTEM_ERROR);
        return v3(sandbox, "GET", "/v3/certificates", "");
      default:
        String unsigned = "GET /v3/certificates HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        return RawConnection.exchange(sandbox, unsigned.getBytes(StandardCharsets.US_ASCII));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void apiV2ResponseHasGeneralHeadersOnly(String scheme) throws Exception {
    try (Sandbox sandbox = start(scheme)) {
      String request =
          "POST /pay/orderquery HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
              + "Content-Length: 11\r\n\r\n<xml></xml>";
      String response =
          RawConnection.exchange(sandbox, request.getBytes(StandardCharsets.US_ASCII));

      assertThat(names(response))
          .containsExactly("Server", "Date", "Content-Type", "Content-Length", "Connection");
    }
  }

  @ParameterizedTest
  @CsvSource({"http, 8000, false", "https, 8000, false", "http, 8000000, true"})
  void billHasPlatformSpellingAndArrivesCompletely(String scheme, long size, boolean compressed)
      throws Exception {
    try (Sandbox sandbox = start(scheme)) {
      sandbox.generateBill(size, 1);
      String query = "?bill_date=2026-03-03" + (compressed ? "&tar_type=GZIP" : "");
      String url =
          SignedRequest.of(sandbox)
              .through(HttpClient.newBuilder().sslContext(sandbox.sslContext()).build())
              .get("/v3/bill/tradebill" + query)
              .get("/download_url");
      String target = url.substring(sandbox.uri().toString().length() - 1);

      String response = v3(sandbox, "GET", target, "");

      assertThat(response).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(names(response)).contains("Request-ID").doesNotContain("Wechatpay-Signature");
      assertThat(SPELLING).containsAll(names(response));
      assertThat(names(response).contains("Transfer-Encoding")).isEqualTo(compressed);
      if (compressed) {
        assertThat(response).endsWith("\r\n0\r\n\r\n");
      } else {
        int length = response.length() - response.indexOf("\r\n\r\n") - 4;
        assertThat(lines(response)).contains("Content-Length: " + length);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void pageHasSeparateHeaders(String scheme) throws Exception {
    try (Sandbox sandbox = start(scheme)) {
      String get =
          "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
              .replace("%s", sandbox.uri().getAuthority());
      String response = RawConnection.exchange(sandbox, get.getBytes(StandardCharsets.US_ASCII));

      assertThat(response).startsWith("HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: ");
      assertThat(lines(response))
          .contains("Cache-Control: no-store", "Content-Type: text/html; charset=utf-8")
          .anyMatch(line -> line.startsWith("Content-Security-Policy: default-src 'none'"));
      assertThat(names(response)).doesNotHaveDuplicates();
    }
  }

  @Test
  void recordsResponseHeadersInOrder() throws Exception {
    try (Sandbox sandbox = start("http")) {
      String response = v3(sandbox, "GET", "/v3/certificates", "");

      Map<String, String> recorded = sandbox.requests().get(0).answerHeaders();
      List<String> sent = new ArrayList<>(names(response));
      sent.removeAll(List.of("Server", "Date", "Content-Length", "Connection"));
      assertThat(recorded.keySet()).containsExactlyElementsOf(sent);
      recorded.forEach((name, value) -> assertThat(lines(response)).contains(name + ": " + value));
    }
  }

  @Test
  void recordsRequestHeadersAsReceived() throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      String request =
          "GET /v3/none HTTP/1.1\r\nhOST: a\r\nWECHATPAY-serial:\t x  y \r\nX-Ab: 1\r\nx-aB: 2\r\n"
              + "Empty:\r\nConnection: close\r\n\r\n";
      RawConnection.exchange(sandbox, request.getBytes(StandardCharsets.US_ASCII));

      Recorded recorded = sandbox.requests().get(0);
      assertThat(recorded.headers().keySet())
          .containsExactlyInAnyOrder("hOST", "WECHATPAY-serial", "X-Ab", "Empty", "Connection");
      assertThat(recorded.header("wechatpay-SERIAL")).contains("x  y");
      assertThat(recorded.headers().get("X-AB")).containsExactly("1", "2");
      assertThat(recorded.header("empty")).contains("");
      assertThat(recorded.headers().containsKey("x-ab".toUpperCase(Locale.ROOT))).isTrue();
    }
  }
}
