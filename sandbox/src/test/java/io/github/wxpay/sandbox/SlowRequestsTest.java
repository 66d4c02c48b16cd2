package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.sandbox.http.RequestLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests slow and incomplete requests on raw sockets. */
@Timeout(60)
class SlowRequestsTest {
  // A slow request ends after 10 s, so a shorter time shows that none was waited for.
  private static final Duration AT_ONCE = Duration.ofSeconds(8);
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void closeSockets() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private Socket tcp(Sandbox sandbox) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.uri().getPort());
    sockets.add(socket);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private Socket connect(Sandbox sandbox) throws IOException {
    Socket tcp = tcp(sandbox);
    if (sandbox.uri().getScheme().equals("http")) {
      return tcp;
    }
    Socket tls =
        sandbox
            .sslContext()
            .getSocketFactory()
            .createSocket(tcp, "127.0.0.1", sandbox.uri().getPort(), true);
    sockets.add(tls);
    return tls;
  }

  private static void send(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String begin(String kind, String target) {
    String head = "POST " + target + " HTTP/1.1\r\nHost: a\r\n";
    switch (kind) {
      case "NOTHING_OF_THE_BODY":
        return head + "Content-Length: 1000000\r\n\r\n";
      case "SOME_OF_THE_BODY":
        return head + "Content-Length: 1000000\r\n\r\n{";
      case "CHUNKED":
        return head + "Transfer-Encoding: chunked\r\n\r\n5\r\n{";
      case "HALF_A_REQUEST_LINE":
        return "POST " + target;
      default:
        return head + "Content-Len";
    }
  }

  private static Sandbox start(String scheme, boolean front, RequestLimits limits) {
    SandboxBuilder builder = Sandbox.builder().https(scheme.equals("https")).requestLimits(limits);
    return (front ? builder.socketFaults() : builder).start();
  }

  private static SignedRequest merchant(Sandbox sandbox) {
    HttpClient client = HttpClient.newBuilder().sslContext(sandbox.sslContext()).build();
    return SignedRequest.of(sandbox).through(client);
  }

  private static void assertRespondsAtOnce(Sandbox sandbox) throws Exception {
    long start = System.nanoTime();
    assertThat(merchant(sandbox).get("/v3/certificates").status()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
  }

  /** Reads until the connection ends or is reset; fails if it does not. */
  private static void assertEnds(Socket socket) throws IOException {
    try {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection was not ended", e);
    } catch (IOException e) {
      assertThat(e).hasMessageMatching("(?i).*(reset|closed|broken|terminated|aborted).*");
    }
  }

  @ParameterizedTest(name = "{0}, front end {1}, {2} {3}")
  @CsvSource({
    "http, false, NOTHING_OF_THE_BODY, /v3/pay/transactions/native",
    "http, false, SOME_OF_THE_BODY, /pay/unifiedorder",
    "http, false, CHUNKED, /v3/pay/transactions/native",
    "http, false, HALF_A_REQUEST_LINE, /v3/certificates",
    "http, false, HALF_A_HEADER, /pay/unifiedorder",
    "http, true, SOME_OF_THE_BODY, /v3/pay/transactions/native",
    "http, true, HALF_A_REQUEST_LINE, /v3/certificates",
    "https, false, SOME_OF_THE_BODY, /v3/pay/transactions/native",
    "https, false, NOTHING_OF_THE_BODY, /secapi/pay/refund",
    "https, false, HALF_A_HEADER, /secapi/pay/refund",
    "https, true, SOME_OF_THE_BODY, /secapi/pay/refund"
  })
  void respondsAtOnceWhileFortyRequestsAreSlow(
      String scheme, boolean front, String kind, String target) throws Exception {
    try (Sandbox sandbox = start(scheme, front, RequestLimits.DEFAULT)) {
      for (int i = 0; i < 40; i++) {
        send(connect(sandbox), begin(kind, target));
      }
      assertRespondsAtOnce(sandbox);
      assertThat(sandbox.requests()).hasSize(1);
    }
  }

  @Test
  void respondsAtOnceWhileFortyHandshakesAreSlow() throws Exception {
    try (Sandbox sandbox = start("https", false, RequestLimits.DEFAULT)) {
      for (int i = 0; i < 40; i++) {
        tcp(sandbox).getOutputStream().write(new byte[] {22, 3, 1, 2});
      }
      assertRespondsAtOnce(sandbox);
    }
  }

  @ParameterizedTest(name = "{0}, front end {1}, {2}")
  @CsvSource({
    "http, false, NOTHING_OF_THE_BODY",
    "http, false, CHUNKED",
    "http, false, HALF_A_REQUEST_LINE",
    "http, false, HALF_A_HEADER",
    "http, true, SOME_OF_THE_BODY",
    "http, true, HALF_A_HEADER",
    "https, false, SOME_OF_THE_BODY",
    "https, false, HALF_A_REQUEST_LINE"
  })
  void endsRequestAfterTotalTimeout(String scheme, boolean front, String kind) throws Exception {
    RequestLimits limits = RequestLimits.DEFAULT.total(Duration.ofMillis(300));
    try (Sandbox sandbox = start(scheme, front, limits)) {
      Socket socket = connect(sandbox);
      try {
        send(socket, begin(kind, "/v3/pay/transactions/native"));
      } catch (IOException e) {
        // The time includes the TLS handshake, which may be slow on a busy machine.
        assertThat(scheme).isEqualTo("https");
      }
      assertEnds(socket);
      assertThat(sandbox.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SOME_OF_THE_BODY", "HALF_A_HEADER"})
  void endsRequestThatArrivesByteByByteForTooLong(String kind) throws Exception {
    RequestLimits limits = RequestLimits.DEFAULT.total(Duration.ofMillis(500));
    try (Sandbox sandbox = start("http", false, limits)) {
      Socket socket = tcp(sandbox);
      send(socket, begin(kind, "/v3/pay/transactions/native"));
      socket.setSoTimeout(20);
      long start = System.nanoTime();
      boolean ended = false;
      while (!ended && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20)) {
        try {
          send(socket, "x");
          ended = socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
          // No response within 20 ms: send the next byte.
        } catch (IOException e) {
          ended = true;
        }
      }
      assertThat(ended).isTrue();
      assertThat(sandbox.requests()).isEmpty();
    }
  }

  @Test
  void endsSlowRequestsSoonerWhenOthersWaitForThread() throws Exception {
    RequestLimits limits =
        RequestLimits.DEFAULT
            .total(Duration.ofMinutes(5))
            .threads(4)
            .underLoad(Duration.ofMillis(100));
    try (Sandbox sandbox = start("http", false, limits)) {
      for (int i = 0; i < 12; i++) {
        send(tcp(sandbox), begin("SOME_OF_THE_BODY", "/v3/pay/transactions/native"));
      }
      assertRespondsAtOnce(sandbox);
      assertEnds(sockets.get(0));
    }
  }

  @Test
  void respondsToManyConcurrentRequestsWithFewThreads() throws Exception {
    RequestLimits limits = RequestLimits.DEFAULT.threads(2).underLoad(Duration.ofSeconds(5));
    try (Sandbox sandbox = start("http", false, limits)) {
      byte[] body = new byte[100_000];
      HttpRequest request =
          HttpRequest.newBuilder(sandbox.uri().resolve("/v3/none"))
              .POST(HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      HttpClient client = HttpClient.newHttpClient();
      List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        calls.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
      }
      for (CompletableFuture<HttpResponse<String>> call : calls) {
        assertThat(call.get(40, TimeUnit.SECONDS).statusCode()).isEqualTo(404);
      }
      assertThat(sandbox.requests()).hasSize(60).allMatch(r -> r.body().length == body.length);
    }
  }

  @Test
  void endsOldestRequestWhenIncompleteBodiesExceedLimit() throws Exception {
    RequestLimits limits = RequestLimits.DEFAULT.total(Duration.ofMinutes(5)).bodyBytes(1_000_000);
    try (Sandbox sandbox = start("http", false, limits)) {
      Socket slow = tcp(sandbox);
      send(slow, begin("NOTHING_OF_THE_BODY", "/v3/none") + "a".repeat(600_000));
      assertRespondsAtOnce(sandbox);
      Socket other = tcp(sandbox);
      String head = "POST /v3/none HTTP/1.1\r\nHost: a\r\nContent-Length: 700000\r\n\r\n";
      send(other, head + "b".repeat(600_000));

      assertEnds(slow);
      send(other, "b".repeat(100_000));

      byte[] status = other.getInputStream().readNBytes(12);
      assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 404");
      assertThat(sandbox.requests().get(1).text()).isEqualTo("b".repeat(700_000));
    }
  }

  @ParameterizedTest(name = "{0}, front end {1}")
  @CsvSource({"http, false", "http, true", "https, false", "https, true"})
  void acceptsLargeUploadInSmallPieces(String scheme, boolean front) throws Exception {
    try (Sandbox sandbox = start(scheme, front, RequestLimits.DEFAULT)) {
      Socket socket = connect(sandbox);
      byte[] body = new byte[5_000_000];
      new Random(7).nextBytes(body);
      send(
          socket,
          "POST /v3/none HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length + "\r\n\r\n");
      OutputStream out = socket.getOutputStream();
      for (int from = 0; from < body.length; from += 4_000) {
        out.write(body, from, 4_000);
        out.flush();
      }
      byte[] status = socket.getInputStream().readNBytes(12);
      assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 404");
      assertThat(sandbox.requests().get(0).body()).as("seed 7").isEqualTo(body);
    }
  }

  @Test
  void respondsOnConnectionIdleForLongerThanLimit() throws Exception {
    RequestLimits limits = RequestLimits.DEFAULT.total(Duration.ofMillis(200));
    try (Sandbox sandbox = start("http", false, limits)) {
      Socket socket = tcp(sandbox);
      String request = "GET /v3/none HTTP/1.1\r\nHost: a\r\n\r\n";
      for (int i = 0; i < 2; i++) {
        socket.setSoTimeout(20_000);
        send(socket, request);
        byte[] status = socket.getInputStream().readNBytes(12);
        assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 404");
        socket.setSoTimeout(400);
        boolean idle = false;
        while (!idle) {
          try {
            assertThat(socket.getInputStream().read()).isNotEqualTo(-1);
          } catch (SocketTimeoutException e) {
            idle = true;
          }
        }
      }
      assertThat(sandbox.requests()).hasSize(2);
    }
  }
}
