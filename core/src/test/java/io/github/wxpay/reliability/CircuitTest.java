package io.github.wxpay.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.BlackHole;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FaultServer;
import io.github.wxpay.testing.FaultServer.Fault;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.TestTls;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which failures open the circuit of a host, and which do not. */
@Timeout(300)
class CircuitTest {
  private static final int CALLS = 12;

  /** More than ten, since a call that is late before it begins to connect does not count. */
  private static final int MAX_CALLS = 40;

  private static final String OPEN = "so calls fail at once for the next ";
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(400);

  private static final Set<String> HOSTS = ConcurrentHashMap.newKeySet();

  private static Wxpay trusting;

  @TempDir Path folder;

  @BeforeAll
  static void open() {
    trusting = TestTls.trusted(builder()).build();
  }

  @AfterAll
  static void close() {
    trusting.close();
  }

  // Opens

  @Test
  void opensWhenNoConnectionIsMade() throws Exception {
    List<Callable<Run>> runs = new ArrayList<>();
    for (Cell cell : cells("refused")) {
      runs.add(() -> run(cell, client(RawServer.deadUrl()), LONG));
    }
    for (Cell cell : cells("unknown host")) {
      String name = ("x".repeat(60) + ".").repeat(5) + "invalid/"; // longer than a name may be
      runs.add(() -> run(cell, client("http://" + name), LONG));
    }
    assertOpened(Parallel.run(runs));
  }

  @Test
  void opensWhenConnectionsTimeOut() throws Exception {
    try (BlackHole hole = new BlackHole()) {
      assumeTrue(hole.isFull(), "this system has no full backlog");
      HttpClient quick = HttpClient.newBuilder().connectTimeout(SHORT).build();
      List<Callable<Run>> runs = new ArrayList<>();
      for (Cell cell : cells("deadline before a connection")) {
        runs.add(() -> run(cell, client("http://" + hole.host()), SHORT));
      }
      for (Cell cell : cells("connect timeout")) {
        Wxpay one = builder().httpClient(quick).baseUrl("http://" + hole.host()).build();
        runs.add(() -> run(cell, one, LONG));
      }
      assertOpened(Parallel.run(runs));
    }
  }

  @Test
  void opensWhenTlsFails() throws Exception {
    List<Callable<Run>> runs = new ArrayList<>();
    for (Cell cell : cells("untrusted certificate")) {
      runs.add(() -> run(cell, true, connection -> connection.execute(), LONG, this::client));
    }
    addAll(runs, true, LONG, Faults.refusingHandshake());
    addAll(runs, true, LONG, Faults.closingHandshake());
    addAll(runs, true, SHORT, Faults.stallingHandshake());
    assertOpened(Parallel.run(runs));
  }

  @Test
  void opensWhenServerClosesWithoutByteOfResponse() throws Exception {
    List<Callable<Run>> runs = new ArrayList<>();
    for (boolean tls : new boolean[] {false, true}) {
      addAll(runs, tls, LONG, Map.of("accepts and closes", connection -> {}));
      addAll(runs, tls, LONG, Map.of("accepts and resets", connection -> connection.reset()));
      addAll(runs, tls, LONG, named(Faults.ending(false), "closes", "resets"));
    }
    assertOpened(Parallel.run(runs));
  }

  @Test
  void opensForEachHostWhenProxyMakesNoTunnel() throws Exception {
    try (FaultServer proxy = FaultServer.plain(Faults.writing(Replies.head(502, "")))) {
      InetSocketAddress address = InetSocketAddress.createUnresolved("127.0.0.1", port(proxy));
      HttpClient http = HttpClient.newBuilder().proxy(ProxySelector.of(address)).build();
      try (Wxpay one = builder().httpClient(http).baseUrl("https://a.invalid").build();
          Wxpay other = one.newBuilder().baseUrl("https://b.invalid").build()) {
        for (int i = 0; i < 10; i++) {
          assertThat(catchThrowable(() -> one.chain("v3/pay").post("{}")))
              .hasMessageContaining("Tunnel failed");
        }

        assertThat(catchThrowable(() -> one.chain("v3/pay").post("{}")))
            .hasMessageStartingWith("POST v3/pay was not sent to a.invalid:443: ");
        assertThat(catchThrowable(() -> other.chain("v3/pay").post("{}")))
            .hasMessageStartingWith("POST v3/pay did not reach b.invalid through the proxy ");
      }
    }
  }

  // Does not open

  @Test
  void doesNotOpenByResponses() throws Exception {
    List<Callable<Run>> runs = new ArrayList<>();
    for (boolean v2 : new boolean[] {false, true}) {
      Map<String, Fault> faults = Faults.ending(v2);
      faults.keySet().removeIf(name -> name.startsWith("closes") || name.startsWith("resets"));
      faults.remove("informational response only"); // which the JDK does not report
      for (int status : new int[] {400, 401, 403, 404}) {
        faults.put("status " + status, Faults.writing(Reply.bare(status, "{}").wire()));
      }
      faults.forEach(
          (name, fault) -> {
            Cell cell = new Cell(name, Verb.POST, name.length() % 2 == 0, v2);
            runs.add(() -> run(cell, false, fault, LONG, this::trusting));
          });
    }
    assertClosed(Parallel.run(runs));
  }

  @Test
  void doesNotOpenByLateResponses() throws Exception {
    List<Callable<Run>> runs = new ArrayList<>();
    Faults.waiting(false)
        .forEach(
            (name, fault) -> {
              Cell cell = new Cell(name, Verb.POST, name.length() % 2 == 0, false);
              runs.add(() -> run(cell, false, fault, SHORT, this::trusting));
            });
    assertClosed(Parallel.run(runs));
  }

  @Test
  void doesNotOpenByUnverifiedResponses() throws Exception {
    Fault unsigned = Faults.writing(Reply.bare(200, "{}").wire());
    List<Callable<Run>> runs = new ArrayList<>();
    addAll(runs, false, LONG, Map.of("unsigned", unsigned));
    assertClosed(Parallel.run(runs));
  }

  @Test
  void doesNotOpenByProxyThatWantsCredentials() throws Exception {
    try (FaultServer proxy = FaultServer.plain(Faults.writing(Replies.head(407, "")))) {
      InetSocketAddress address = InetSocketAddress.createUnresolved("127.0.0.1", port(proxy));
      HttpClient http = HttpClient.newBuilder().proxy(ProxySelector.of(address)).build();
      Wxpay one = builder().httpClient(http).baseUrl("https://a.invalid").build();

      assertClosed(List.of(run(new Cell("407", Verb.POST, false, false), one, LONG)));
    }
  }

  @Test
  void doesNotOpenByFailuresOfThisSide() throws Exception {
    RequestSigner failing =
        message -> {
          throw new IllegalStateException("the key service is down");
        };
    Wxpay wxpay = client(RawServer.deadUrl());
    Wxpay unsigned = wxpay.newBuilder().privateKey(failing).build();
    for (int i = 0; i < CALLS; i++) {
      assertThat(catchThrowable(() -> unsigned.chain("v3/pay").post("{}"))).isNotNull();
      assertThat(catchThrowable(() -> wxpay.chain("v3/{a}").post("{}"))).isNotNull();
      assertThat(catchThrowable(() -> wxpay.chain("v3/bill/x").download(folder))).isNotNull();
      assertThat(catchThrowable(() -> wxpay.chain("v3/x").request("CONNECT", null, Options.none())))
          .isNotNull();
      Thread.currentThread().interrupt();
      assertThat(catchThrowable(() -> wxpay.chain("v3/pay").post("{}")))
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(catchThrowable(() -> wxpay.chain("v3/pay").post("{}")))
        .hasMessageContaining("did not reach");
    wxpay.close();
  }

  @Test
  void doesNotOpenByCancelledCalls() throws Exception {
    try (BlackHole hole = new BlackHole()) {
      assumeTrue(hole.isFull(), "this system has no full backlog");
      try (Wxpay wxpay = client("http://" + hole.host())) {
        for (int i = 0; i < CALLS; i++) {
          CompletableFuture<?> call = wxpay.chain("v3/pay").postAsync("{}");
          assertThat(call.cancel(true)).isTrue();
        }

        assertThat(catchThrowable(() -> wxpay.chain("v3/pay").timeout(SHORT).post("{}")))
            .hasMessageContaining("no connection in time");
      }
    }
  }

  @Test
  void doesNotOpenIfResponseArrivesInBetween() throws Exception {
    List<Boolean> responds = new ArrayList<>();
    byte[] good = Replies.good(false).with("Connection", "close").wire();
    Fault fault =
        connection -> {
          if (connection.execute() != null) {
            responds.add(responds.size() % 10 == 9);
            if (responds.get(responds.size() - 1)) {
              connection.write(good);
            }
          }
        };
    try (FaultServer server = FaultServer.plain(fault);
        Wxpay wxpay = client(server.url())) {
      int failures = 0;
      for (int i = 0; i < 50; i++) {
        failures += catchThrowable(() -> wxpay.chain("v3/pay").post("{}")) == null ? 0 : 1;
      }

      assertThat(failures).isEqualTo(45);
      assertThat(server.executed()).isEqualTo(50);
    }
  }

  // Helpers

  private void addAll(
      List<Callable<Run>> runs, boolean tls, Duration timeout, Map<String, Fault> faults) {
    faults.forEach(
        (name, fault) ->
            cells(name)
                .forEach(cell -> runs.add(() -> run(cell, tls, fault, timeout, this::trusting))));
  }

  private static List<Cell> cells(String fault) {
    return List.of(
        new Cell(fault, Verb.POST, false, false),
        new Cell(fault, Verb.GET, true, false),
        new Cell(fault, Verb.POST, true, true));
  }

  private static Map<String, Fault> named(Map<String, Fault> faults, String... names) {
    Map<String, Fault> some = new LinkedHashMap<>(faults);
    some.keySet().retainAll(List.of(names));
    assertThat(some).hasSize(names.length);
    return some;
  }

  private static Run run(
      Cell cell, boolean tls, Fault fault, Duration timeout, Function<String, Wxpay> client) {
    try (FaultServer server = server(tls, fault)) {
      return run(cell, client.apply(server.url()), timeout);
    }
  }

  /** Returns a server whose port no earlier one had, since clients here share their circuits. */
  private static FaultServer server(boolean tls, Fault fault) {
    FaultServer server = new FaultServer(tls, fault);
    while (!HOSTS.add(server.host())) {
      server.close();
      server = new FaultServer(tls, fault);
    }
    return server;
  }

  /** Calls until the circuit is open, or 12 times, and closes the client. */
  private static Run run(Cell cell, Wxpay client, Duration timeout) {
    int max = timeout.equals(SHORT) ? MAX_CALLS : CALLS;
    List<Throwable> failures = new ArrayList<>();
    try (client) {
      for (int i = 0; i < max && failures.stream().noneMatch(CircuitTest::isOpen); i++) {
        failures.add(cell.call(client, timeout).thrown);
      }
    }
    return new Run(cell, failures);
  }

  private static void assertOpened(List<Run> runs) {
    assertThat(runs).isNotEmpty();
    for (Run run : runs) {
      assertThat(run.failures)
          .as("%s, after %s", run.cell, run.failures)
          .hasSizeGreaterThan(10)
          .last()
          .isInstanceOfSatisfying(
              TransportException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
          .matches(CircuitTest::isOpen, "is of an open circuit");
    }
  }

  private static void assertClosed(List<Run> runs) {
    assertThat(runs).isNotEmpty();
    for (Run run : runs) {
      assertThat(run.failures)
          .as("%s", run.cell)
          .hasSizeGreaterThanOrEqualTo(CALLS)
          .noneMatch(CircuitTest::isOpen);
    }
  }

  private static boolean isOpen(Throwable thrown) {
    return String.valueOf(thrown).contains(OPEN);
  }

  private static int port(FaultServer server) {
    String host = server.host();
    return Integer.parseInt(host.substring(host.indexOf(':') + 1));
  }

  /** Returns a client that shares its connections and, per host, its circuits. */
  private Wxpay trusting(String url) {
    return trusting.newBuilder().baseUrl(url).build();
  }

  private Wxpay client(String url) {
    return builder().baseUrl(url).build();
  }

  private static WxpayBuilder builder() {
    return Clients.builder().secret(Fixtures.SECRET);
  }

  /** The failures of the calls of one cell, in their order. */
  private static final class Run {
    final Cell cell;
    final List<Throwable> failures;

    Run(Cell cell, List<Throwable> failures) {
      this.cell = cell;
      this.failures = failures;
    }
  }
}
