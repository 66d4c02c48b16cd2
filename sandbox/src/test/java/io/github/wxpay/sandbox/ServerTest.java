package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.sandbox.http.RequestLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the HTTP server on raw sockets: messages of a connection and when it ends. */
@Timeout(60)
class ServerTest {
  private static final String GET = "GET /v3/none HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String LAST =
      "GET /v3/none HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  private static Sandbox start(String scheme) {
    return Sandbox.builder().https(scheme.equals("https")).start();
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void respondsToPipelinedRequestsInOrder(String scheme) throws Exception {
    try (Sandbox sandbox = start(scheme);
        RawConnection connection = RawConnection.to(sandbox)) {
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        requests.append(
            "POST /v3/none/" + i + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx" + i % 10);
      }

      String all = connection.send(requests + LAST).rest();

      assertThat(count(all, "HTTP/1.1 404 Not Found\r\n")).isEqualTo(21);
      for (int i = 1; i < 20; i++) {
        assertThat(all.indexOf("/v3/none/" + i + "\""))
            .isGreaterThan(all.indexOf("/none/" + (i - 1)));
      }
      List<Recorded> recorded = sandbox.requests();
      assertThat(recorded).hasSize(21);
      for (int i = 0; i < 20; i++) {
        assertThat(recorded.get(i).target()).isEqualTo("/v3/none/" + i);
        assertThat(recorded.get(i).text()).isEqualTo("x" + i % 10);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void sendsContinueToWaitingClient(String scheme) throws Exception {
    try (Sandbox sandbox = start(scheme);
        RawConnection connection = RawConnection.to(sandbox)) {
      connection.send(
          "POST /v3/none HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
      assertThat(connection.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      assertThat(sandbox.requests()).isEmpty();

      assertThat(connection.send("abc").response()).startsWith("HTTP/1.1 404 ");

      assertThat(sandbox.requests().get(0).text()).isEqualTo("abc");
      // A request without a body is answered directly.
      String bare = GET.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n");
      assertThat(connection.send(bare).response()).startsWith("HTTP/1.1 4");
    }
  }

  @Test
  void refusesLargeBodyBeforeItIsSent() throws Exception {
    try (Sandbox sandbox = Sandbox.start();
        RawConnection connection = RawConnection.to(sandbox)) {
      String all =
          connection
              .send(
                  "POST /v3/none HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                      + "Content-Length: 33554433\r\n\r\n")
              .rest();

      assertThat(all).startsWith("HTTP/1.1 413 Request Entity Too Large\r\n");
      assertThat(count(all, "HTTP/1.1")).isEqualTo(1);
      assertThat(sandbox.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void sendsReasonToClientThatContinuesSending(String scheme) throws Exception {
    try (Sandbox sandbox = start(scheme);
        RawConnection connection = RawConnection.to(sandbox)) {
      connection.send(
          "POST /v3/none HTTP/1.1\r\nHost: a\r\nContent-Length: 40000000\r\n\r\n"
              + "x".repeat(3_000_000));

      assertThat(connection.rest())
          .startsWith("HTTP/1.1 413 ")
          .contains("\r\nConnection: close\r\n")
          .endsWith("the body must have at most 33554432 bytes\n");
      assertThat(sandbox.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"http, Content-Length: 1", "https, Content-Length: 1", "http, 'Folded:\r\n x'"})
  void endsConnectionAfterMalformedRequestWithoutSmuggling(String scheme, String header)
      throws Exception {
    try (Sandbox sandbox = start(scheme);
        RawConnection connection = RawConnection.to(sandbox)) {
      String smuggled =
          "POST /v3/none HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
              + header
              + "\r\n\r\n0\r\n\r\n"
              + GET;

      String all = connection.send(GET + smuggled).rest();

      assertThat(all).startsWith("HTTP/1.1 404 ");
      assertThat(count(all, "HTTP/1.1 ")).isEqualTo(2);
      assertThat(all.substring(10)).contains("HTTP/1.1 400 Bad Request\r\n");
      assertThat(sandbox.requests()).hasSize(1);
    }
  }

  @Test
  void respondsToHeadWithHeadersOfGet() throws Exception {
    try (Sandbox sandbox = Sandbox.start();
        RawConnection connection = RawConnection.to(sandbox)) {
      String host = "Host: " + sandbox.uri().getAuthority();
      String get = connection.send("GET / HTTP/1.1\r\n" + host + "\r\n\r\n").response();

      String head = connection.send("HEAD / HTTP/1.1\r\n" + host + "\r\n\r\n").head();

      int length = get.length() - get.indexOf("\r\n\r\n") - 4;
      assertThat(length).isGreaterThan(100);
      assertThat(head).startsWith("HTTP/1.1 200 OK\r\n").contains("Content-Length: " + length);
      // The next response follows directly, since the response to HEAD has no body.
      assertThat(connection.send(GET).response()).startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void respondsToHttp10WithoutChunksAndClosesUnlessKeepAlive() throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      sandbox.generateBill(8_000_000, 1);
      String target =
          sandbox
              .uri()
              .resolve(
                  SignedRequest.of(sandbox)
                      .get("/v3/bill/tradebill?bill_date=2026-03-03&tar_type=GZIP")
                      .get("/download_url"))
              .toString()
              .substring(sandbox.uri().toString().length() - 1);
      byte[] bill = SignedRequest.of(sandbox).bytes("GET", target, "");
      String request = new String(bill, StandardCharsets.UTF_8).replace("HTTP/1.1", "HTTP/1.0");

      String all = RawConnection.exchange(sandbox, request.getBytes(StandardCharsets.UTF_8));

      assertThat(all)
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("Connection: close")
          .doesNotContain("Transfer-Encoding", "Content-Length");
      int start = all.indexOf("\r\n\r\n") + 4;
      byte[] compressed = all.substring(start).getBytes(StandardCharsets.ISO_8859_1);
      assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes())
          .hasSizeGreaterThan(7_000_000);
      assertThat(
              RawConnection.exchange(
                  sandbox, "GET /v3/none HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
          .contains("Connection: close");
      try (RawConnection kept = RawConnection.to(sandbox)) {
        String keep = "GET /v3/none HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
        assertThat(kept.send(keep).response()).contains("Connection: keep-alive");
        assertThat(kept.send(keep).response()).contains("Connection: keep-alive");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void releasesThreadWhenClientDisconnects(String scheme) throws Exception {
    Set<Thread> before = threads();
    try (Sandbox sandbox = start(scheme)) {
      sandbox.generateBill(64 << 20, 1);
      String url =
          SignedRequest.of(sandbox)
              .through(HttpClient.newBuilder().sslContext(sandbox.sslContext()).build())
              .get("/v3/bill/tradebill?bill_date=2026-03-03")
              .get("/download_url");
      String target = url.substring(sandbox.uri().toString().length() - 1);
      for (String part :
          new String[] {
            "", "GET /v3/none HT", "POST /v3/none HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx"
          }) {
        RawConnection.to(sandbox).send(part).close();
      }
      byte[] bill = SignedRequest.of(sandbox).bytes("GET", target, "");
      try (RawConnection connection = RawConnection.to(sandbox)) {
        assertThat(connection.send(bill).head()).startsWith("HTTP/1.1 200 OK\r\n");
      }

      // The server's two threads, the client's connection and idle threads remain.
      while (threads(before).stream().anyMatch(ServerTest::isServing)) {
        Thread.onSpinWait();
      }
      assertThat(RawConnection.exchange(sandbox, LAST.getBytes(StandardCharsets.US_ASCII)))
          .startsWith("HTTP/1.1 404 ");
    }
  }

  private static boolean isServing(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getMethodName().equals("exchange")) {
        return true;
      }
    }
    return false;
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("wxpay-sandbox"))
        .collect(Collectors.toSet());
  }

  private static Set<Thread> threads(Set<Thread> before) {
    Set<Thread> all = threads();
    all.removeAll(before);
    return all;
  }

  @Test
  void servesManyConnectionsWithinThreadLimit() throws Exception {
    Set<Thread> before = threads();
    RequestLimits limits = RequestLimits.DEFAULT.threads(20);
    List<RawConnection> connections = new ArrayList<>();
    try (Sandbox sandbox = Sandbox.builder().requestLimits(limits).start()) {
      for (int i = 0; i < 200; i++) {
        connections.add(RawConnection.to(sandbox));
      }
      int responses = 0;
      int ended = 0;
      for (RawConnection connection : connections) {
        try {
          responses += connection.send(GET).response().startsWith("HTTP/1.1 404 ") ? 1 : 0;
        } catch (IOException e) {
          // The server ended this idle connection to serve a later one.
          ended++;
        }
        // The server has two more threads, and some are about to end.
        assertThat(threads(before)).hasSizeLessThan(20 + 2 + 20);
      }
      assertThat(responses).isGreaterThanOrEqualTo(20);
      assertThat(responses + ended).isEqualTo(200);
      assertThat(sandbox.requests()).hasSize(responses);
    } finally {
      for (RawConnection connection : connections) {
        connection.close();
      }
    }
  }

  @Test
  void closesConnectionWhileOthersWait() throws Exception {
    RequestLimits limits = RequestLimits.DEFAULT.threads(1).underLoad(Duration.ofMinutes(1));
    try (Sandbox sandbox = Sandbox.builder().requestLimits(limits).start();
        RawConnection first = RawConnection.to(sandbox)) {
      assertThat(first.send(GET).response()).contains("Connection: keep-alive");
      first.send("GET /v3/none HTTP/1.1\r\nHost: a\r\n");
      try (RawConnection second = RawConnection.to(sandbox)) {
        second.send(LAST);
        // Repeats until the server has noticed that another connection waits.
        String response = first.send("\r\n").response();
        while (response.contains("Connection: keep-alive")) {
          response = first.send(GET).response();
        }
        assertThat(first.rest()).isEmpty();
        assertThat(second.rest()).startsWith("HTTP/1.1 404 ");
      }
    }
  }
}
