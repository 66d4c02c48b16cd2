package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests faults of sockets: at the start, at the end and pauses. */
@Timeout(60)
class SocketFaultsTest {
  private static final String REQUEST = "GET /v3/certificates HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final Duration AT_ONCE = Duration.ofSeconds(4);

  /** Returns whether bytes arrive on a socket, and whether it ends with FIN or RST. */
  private static String raw(Sandbox sandbox) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.uri().getPort())) {
      InputStream in = socket.getInputStream();
      int count = 0;
      try {
        socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
        while (in.read() >= 0) {
          count++;
        }
      } catch (SocketException e) {
        return (count > 0 ? "some, " : "none, ") + "RST";
      }
      return (count > 0 ? "some, " : "none, ") + "FIN";
    }
  }

  @Test
  void endsConnectionByFinOrByReset() throws Exception {
    try (Sandbox sandbox = Sandbox.builder().socketFaults().start()) {
      assertThat(raw(sandbox)).isEqualTo("some, FIN");
      for (Fault fault : List.of(Fault.NO_ANSWER, Fault.ANSWER_LOST, Fault.REQUEST_CUT)) {
        sandbox.fault("GET v3/**", fault);
        assertThat(raw(sandbox)).as("%s", fault).isEqualTo("none, FIN");
        sandbox.fault("GET v3/**", fault.byReset());
        assertThat(raw(sandbox)).as("%s by reset", fault).isEqualTo("none, RST");
      }
      sandbox.fault("**", Fault.HANG_UP);
      assertThat(raw(sandbox)).isEqualTo("some, FIN");
      sandbox.fault("**", Fault.HANG_UP.byReset());
      assertThat(raw(sandbox)).endsWith("RST");
      sandbox.fault("**", Fault.DISCONNECTED.byReset());
      assertThat(raw(sandbox)).isEqualTo("none, RST");
      assertThat(raw(sandbox)).isEqualTo("some, FIN");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void disconnectedRecordsNoRequest(boolean reset) throws Exception {
    try (Sandbox sandbox = Sandbox.builder().socketFaults().start()) {
      SignedRequest.of(sandbox).get("/v3/certificates");
      for (String method : new String[] {"GET", "POST"}) {
        sandbox.fault("**", reset ? Fault.DISCONNECTED.byReset() : Fault.DISCONNECTED, 1, 1);
        assertThatThrownBy(() -> SignedRequest.of(sandbox).send(method, "/v3/certificates", ""))
            .isInstanceOf(IOException.class);
        sandbox.clearFaults();
      }
      assertThat(sandbox.requests()).hasSize(1);
      assertThat(SignedRequest.of(sandbox).get("/v3/certificates").status()).isEqualTo(200);
    }
  }

  @Test
  void stalledAtStartRecordsNoRequest() throws Exception {
    try (Sandbox sandbox = Sandbox.builder().socketFaults().start()) {
      sandbox.fault("**", Fault.STALLED_AT_START.lasting(Duration.ofMillis(30)));
      assertThat(raw(sandbox)).startsWith("none, ");
      assertThat(sandbox.requests()).isEmpty();
      assertThat(raw(sandbox)).isEqualTo("some, FIN");
    }
  }

  @Test
  void failedHandshakeDoesNotAffectNextConnection() throws Exception {
    try (Sandbox sandbox = Sandbox.builder().https(true).socketFaults().start()) {
      HttpClient client = HttpClient.newBuilder().sslContext(sandbox.sslContext()).build();
      sandbox.fault("**", Fault.FAILED_HANDSHAKE, 1, 1);
      SignedRequest merchant = SignedRequest.of(sandbox).through(client);
      assertThat(SignedRequest.failedHandshake(() -> merchant.get("/v3/certificates")))
          .hasMessageContaining("handshake_failure");
      sandbox.clearFaults();
      SandboxResponse reply = SignedRequest.of(sandbox).through(client).get("/v3/certificates");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(sandbox.requests()).hasSize(1);
    }
  }

  @Test
  void frontendRelaysLargeBodiesAndAppearsInDownloadUrls() throws Exception {
    try (Sandbox plain = Sandbox.start();
        Sandbox sandbox = Sandbox.builder().socketFaults().start()) {
      sandbox.generateBill(8 << 20, 1);
      plain.generateBill(8 << 20, 1);
      assertThat(bill(sandbox)).isEqualTo(bill(plain)).hasSizeGreaterThan(8_000_000);
      byte[] body = new byte[8 << 20];
      SandboxResponse reply = SignedRequest.of(sandbox).send("POST", "/v3/none", body);
      assertThat(reply.status()).isEqualTo(404);
      assertThat(sandbox.requests().get(2).body()).isEqualTo(body);
    }
  }

  private static byte[] bill(Sandbox sandbox) throws Exception {
    SandboxResponse response =
        SignedRequest.of(sandbox).get("/v3/bill/tradebill?bill_date=2026-03-04");
    String url = response.get("/download_url");
    assertThat(url).startsWith(sandbox.uri().toString());
    return SignedRequest.of(sandbox)
        .get(url.substring(sandbox.uri().toString().length() - 1))
        .bytes();
  }

  @ParameterizedTest(name = "{0}, front end {1}")
  @CsvSource({"STALLED, false", "STALLED, true", "SLOW, false", "LATE, false", "DRIPPING, false"})
  @SuppressWarnings("try") // the test closes the sandbox in the block
  void delayedCallsDoNotDelayOthersAndEndWithSandbox(String name, boolean front) throws Exception {
    Fault fault =
        name.equals("DRIPPING")
            ? Fault.dripping(1, Duration.ofMinutes(1))
            : ((Fault) Fault.class.getField(name).get(null)).lasting(Duration.ofMinutes(1));
    try (Sandbox sandbox = front ? Sandbox.builder().socketFaults().start() : Sandbox.start()) {
      sandbox.fault("POST v3/waiting", fault, 20);
      HttpClient client = HttpClient.newHttpClient();
      HttpRequest request =
          HttpRequest.newBuilder(sandbox.uri().resolve("/v3/waiting"))
              .POST(HttpRequest.BodyPublishers.ofString("x"))
              .build();
      List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
      }
      while (!name.equals("SLOW") && sandbox.requests().size() < 20) {
        Thread.onSpinWait();
      }

      long start = System.nanoTime();
      assertThat(SignedRequest.of(sandbox).get("/v3/certificates").status()).isEqualTo(200);
      assertThat(calls).noneMatch(CompletableFuture::isDone);
      sandbox.close();

      for (CompletableFuture<HttpResponse<String>> call : calls) {
        assertThatThrownBy(() -> call.get(AT_ONCE.toSeconds(), TimeUnit.SECONDS))
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(IOException.class);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
    }
  }

  @Test
  @SuppressWarnings("try") // the test closes the sandbox in the block
  void closeEndsConnectionsStalledAtStart() throws Exception {
    try (Sandbox sandbox = Sandbox.builder().socketFaults().start();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.uri().getPort())) {
      assertThat(raw(sandbox)).isEqualTo("some, FIN");
      sandbox.fault("**", Fault.STALLED_AT_START);
      try (Socket stalled = new Socket(InetAddress.getLoopbackAddress(), sandbox.uri().getPort())) {
        // After this response, the stalled connection has been accepted.
        assertThat(raw(sandbox)).isEqualTo("some, FIN");
        sandbox.close();
        assertThat(stalled.getInputStream().read()).isEqualTo(-1);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void closeFreesPortAndThreadsOfFrontend() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Sandbox sandbox = Sandbox.builder().socketFaults().start();
    int port = sandbox.uri().getPort();
    raw(sandbox);
    Thread acceptor =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().startsWith("wxpay-sandbox") && t.getName().endsWith("-accept"))
            .filter(t -> !before.contains(t))
            .findFirst()
            .orElseThrow();
    assertThat(acceptor.isDaemon()).isTrue();
    sandbox.close();
    acceptor.join(5_000);
    assertThat(acceptor.isAlive()).isFalse();
    try (Sandbox next = Sandbox.builder().port(port).socketFaults().start()) {
      assertThat(next.uri().getPort()).isEqualTo(port);
      assertThat(raw(next)).isEqualTo("some, FIN");
      assertThatThrownBy(() -> Sandbox.builder().port(port).socketFaults().start())
          .hasMessage("cannot listen on 127.0.0.1:" + port);
    }
  }
}
