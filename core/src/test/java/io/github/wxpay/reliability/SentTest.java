package io.github.wxpay.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.exception.Outcome;
import io.github.wxpay.testing.BlackHole;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FaultServer;
import io.github.wxpay.testing.FaultServer.Fault;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.TestTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Faults of every kind, met by every kind of request: an executed request is never reported as not
 * sent, and a request that cannot have arrived always is.
 */
@Timeout(300)
class SentTest {
  private static final boolean NIGHTLY = Boolean.getBoolean("nightly");
  private static final Verb[] VERBS = Verb.values();
  private static final int SHOWN = 20;
  private static final long LATE = 100;
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(400);

  /** Longer than a name may be, so that no name server is asked. */
  private static final String UNKNOWN_HOST = ("x".repeat(60) + ".").repeat(5) + "invalid/";

  private static Wxpay client;
  private static Wxpay distrusting;
  private static Wxpay downloading;

  @BeforeAll
  static void open() {
    client = TestTls.trusted(builder()).build();
    distrusting = builder().build();
    downloading = Clients.downloading().build();
    for (boolean tls : new boolean[] {false, true}) {
      for (boolean v2 : new boolean[] {false, true}) {
        try (FaultServer server = new FaultServer(tls, Faults.writing(Replies.good(v2).wire()))) {
          Cell cell = new Cell("no fault", Verb.POST, false, v2);
          Result result = cell.call(to(client, server), LONG);
          assertThat(result.thrown).as(cell.toString()).isNull();
          assertThat(server.executed(result.number)).isEqualTo(1);
        }
      }
    }
  }

  @AfterAll
  static void close() {
    client.close();
    distrusting.close();
    downloading.close();
  }

  // Executed

  @Test
  void reportsUnknownOutcomeOfExecutedRequest() throws Exception {
    List<Callable<Finding>> cells = new ArrayList<>();
    for (boolean tls : new boolean[] {false, true}) {
      for (Cell cell : sample(11, cells(tls ? "TLS: " : "", Faults.ending(false), VERBS))) {
        cells.add(() -> executed(cell, tls, fault(Faults.ending(cell.v2), cell), LONG));
      }
    }
    assertExecuted("executed, then ended", cells);
  }

  @Test
  void reportsUnknownOutcomeOfExecutedRequestThatIsLate() throws Exception {
    List<Callable<Finding>> cells = new ArrayList<>();
    for (boolean tls : new boolean[] {false, true}) {
      for (Cell cell : sample(3, cells(tls ? "TLS: " : "", Faults.waiting(false), VERBS))) {
        cells.add(
            () -> {
              // A busy machine may need more time to connect.
              Duration time = SHORT;
              Finding one = executed(cell, tls, fault(Faults.waiting(cell.v2), cell), time);
              while (one.executed == 0 && time.compareTo(LONG) < 0) {
                time = time.multipliedBy(2);
                one = executed(cell, tls, fault(Faults.waiting(cell.v2), cell), time);
              }
              return one;
            });
      }
    }
    assertExecuted("executed, then late", cells);
  }

  @Test
  void reportsUnknownOutcomeWhenServerExecutesThenAsksForCertificate() throws Exception {
    assertTwentyOfTwenty("asks for a certificate", true, Faults.askingForCertificate());
  }

  @Test
  void reportsUnknownOutcomeWhenServerExecutesThenClosesConnectionAndPort() throws Exception {
    assertTwentyOfTwenty("closes connection and port", false, Faults.closingPort());
    assertTwentyOfTwenty("TLS: closes connection and port", true, Faults.closingPort());
  }

  @Test
  void reportsUnknownOutcomeOnKeptConnection() throws Exception {
    List<Callable<Finding>> cells = new ArrayList<>();
    for (boolean tls : new boolean[] {false, true}) {
      for (boolean port : new boolean[] {false, true}) {
        String fault = (tls ? "TLS: " : "") + "kept connection closes" + (port ? " with port" : "");
        for (Cell cell : sample(3, Cell.all(fault, VERBS))) {
          byte[] good = Replies.good(cell.v2).wire();
          Fault second =
              connection -> {
                connection.execute();
                connection.write(good);
                if (connection.execute() != null && port) {
                  connection.closePort();
                }
              };
          cells.add(
              () -> {
                try (FaultServer server = new FaultServer(tls, second);
                    Wxpay one = TestTls.trusted(builder()).baseUrl(server.url()).build()) {
                  assertThat(cell.call(one, LONG).thrown).as(cell.toString()).isNull();
                  Result result = cell.call(one, LONG);
                  server.stop();
                  return new Finding(cell, result, server.executed(result.number));
                }
              });
        }
      }
    }
    List<Finding> findings = Parallel.run(cells);
    // A GET that is sent again gets a response from the next connection.
    assertNone(
        "wrong", findings, one -> one.executed > 0 && one.result.outcome() == Outcome.NOT_SENT);
    assertNone("contradictions", findings, one -> !one.result.contradiction().isEmpty());
    assertNone(
        "successes", findings, one -> one.cell.verb != Verb.GET && one.result.thrown == null);
    print("kept connection", findings);
  }

  /** The server may have read the request or not: whatever is reported, it was not executed. */
  @Test
  void reportsNoRefusalWhenServerClosesBeforeReading() throws Exception {
    List<Callable<Finding>> cells = new ArrayList<>();
    for (Cell cell : Cell.all("closes before reading", VERBS)) {
      cells.add(() -> executed(cell, false, connection -> {}, LONG));
    }
    for (Cell cell : Cell.all("resets before reading", VERBS)) {
      cells.add(() -> executed(cell, false, connection -> connection.reset(), LONG));
    }
    List<Finding> findings = Parallel.run(cells);
    assertNone("contradictions", findings, one -> !one.result.contradiction().isEmpty());
    assertNone("successes", findings, one -> one.result.thrown == null);
    assertNone("refusals", findings, one -> one.result.outcome() == Outcome.REFUSED);
    print("closed before reading", findings);
  }

  // Not executed

  @Test
  void reportsNotSentWhenNoConnectionIsMade() throws Exception {
    List<Callable<Finding>> cells = new ArrayList<>();
    for (Cell cell : Cell.all("refused", VERBS)) {
      cells.add(() -> unreachable(cell, client, RawServer.deadUrl(), LONG));
    }
    for (Cell cell : Cell.all("refused, https", VERBS)) {
      String url = RawServer.deadUrl().replace("http:", "https:");
      cells.add(() -> unreachable(cell, client, url, LONG));
    }
    for (String scheme : new String[] {"http://", "https://"}) {
      for (Cell cell : Cell.all(scheme + " unknown host", VERBS)) {
        cells.add(() -> unreachable(cell, client, scheme + UNKNOWN_HOST, LONG));
      }
    }
    assertNotSent("no connection", cells);
  }

  @Test
  void reportsNotSentWhenHandshakeFails() throws Exception {
    List<Callable<Finding>> cells = new ArrayList<>();
    for (Cell cell : sample(3, cells("", Faults.refusingHandshake(), VERBS))) {
      cells.add(() -> executed(cell, true, fault(Faults.refusingHandshake(), cell), LONG));
    }
    for (Cell cell : sample(3, cells("", Faults.stallingHandshake(), VERBS))) {
      cells.add(() -> executed(cell, true, fault(Faults.stallingHandshake(), cell), SHORT));
    }
    for (Cell cell : Cell.all("TLS: untrusted certificate", VERBS)) {
      cells.add(
          () -> {
            try (FaultServer server = FaultServer.tls(connection -> connection.execute())) {
              return finding(cell, distrusting, server, LONG);
            }
          });
    }
    assertNotSent("failed handshakes", cells);
  }

  /**
   * The JDK starts to send the request before it notices the end of the connection, and then
   * reports the same exception as for a second handshake that fails, after a request that was
   * executed. So these calls may be reported as unknown.
   */
  @Test
  void reportsNeitherRefusalNorSuccessWhenServerClosesInHandshake() throws Exception {
    List<Callable<Finding>> cells = new ArrayList<>();
    for (Cell cell : sample(3, cells("", Faults.closingHandshake(), VERBS))) {
      cells.add(() -> executed(cell, true, fault(Faults.closingHandshake(), cell), LONG));
    }
    List<Finding> findings = Parallel.run(cells);
    assertNone("executed", findings, one -> one.executed > 0);
    assertNone("contradictions", findings, one -> !one.result.contradiction().isEmpty());
    assertNone("successes", findings, one -> one.result.thrown == null);
    assertNone("refusals", findings, one -> one.result.outcome() == Outcome.REFUSED);
    long cautious =
        findings.stream().filter(one -> one.result.outcome() == Outcome.UNKNOWN).count();
    print("closed in the handshake, of which " + cautious + " unknown", findings);
  }

  @Test
  void reportsNotSentWhenProxyForwardsNothing() throws Exception {
    Map<String, Fault> faults = Faults.refusingTunnel();
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(new ProxyByName());
    try (Wxpay own = TestTls.trusted(builder()).build()) {
      List<Callable<Finding>> cells = new ArrayList<>();
      for (Cell cell : sample(7, cells("own client, ", faults, VERBS))) {
        cells.add(() -> tunnelled(cell, own, faults));
      }
      for (Cell cell : sample(11, cells("given client, ", faults, VERBS))) {
        cells.add(
            () -> {
              HttpClient http =
                  HttpClient.newBuilder()
                      .version(HttpClient.Version.HTTP_1_1)
                      .sslContext(TestTls.trusting())
                      .build();
              try (Wxpay given = builder().httpClient(http).build()) {
                return tunnelled(cell, given, faults);
              }
            });
      }
      assertNotSent("proxies", cells);
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  /** 72 cells: kinds of black holes, timeouts, kinds of requests, ways to wait, protocols. */
  @Test
  void reportsNotSentWhenConnectionTimesOut() throws Exception {
    try (BlackHole hole = new BlackHole()) {
      assumeTrue(hole.isFull(), "this system has no full backlog");
      List<Callable<Finding>> cells = new ArrayList<>();
      List<Duration> timeouts = new ArrayList<>();
      Verb[] verbs = {Verb.GET, Verb.POST, Verb.DELETE};
      for (int millis : new int[] {200, 350, 500}) {
        Duration timeout = Duration.ofMillis(millis);
        for (String scheme : new String[] {"http://", "https://"}) {
          for (Cell cell : Cell.all(scheme + " " + millis, verbs)) {
            timeouts.add(timeout);
            cells.add(
                () -> {
                  Finding one = unreachable(cell, client, scheme + hole.host(), timeout);
                  for (int again = 0; again < 2 && one.lateness(timeout) > LATE; again++) {
                    one = unreachable(cell, client, scheme + hole.host(), timeout);
                  }
                  return one;
                });
          }
        }
      }
      assertThat(cells).hasSize(72);
      List<Finding> findings = assertNotSent("black holes", cells);
      for (int i = 0; i < findings.size(); i++) {
        assertThat(findings.get(i).lateness(timeouts.get(i)))
            .as("ms after the deadline, %s", findings.get(i))
            .isLessThanOrEqualTo(LATE);
      }
    }
  }

  /** Java 11 does not end a connection that is being made when the call ends. */
  @Test
  void sendsNothingOverConnectionThatIsMadeAfterTheCall() throws Exception {
    List<Callable<Finding>> timeouts = new ArrayList<>();
    for (Cell cell : Cell.all("TLS: late handshake, timeout", VERBS)) {
      timeouts.add(() -> lateConnection(cell, server -> cell.call(to(client, server), SHORT)));
    }
    for (Cell cell : waiting(Cell.all("TLS: late handshake, interrupt", VERBS))) {
      timeouts.add(() -> lateConnection(cell, server -> interrupted(cell, server)));
    }
    assertNotSent("late connections", timeouts);

    List<Callable<Finding>> cancelled = new ArrayList<>();
    for (Cell cell : Cell.all("TLS: late handshake, cancelled", VERBS)) {
      if (cell.async) {
        cancelled.add(
            () -> lateConnection(cell, server -> cell.cancelled(to(client, server), server, LONG)));
      }
    }
    List<Finding> findings = Parallel.run(cancelled);
    assertNone("executed", findings, one -> one.executed > 0);
    assertNone(
        "not cancelled", findings, one -> !(one.result.thrown instanceof CancellationException));
    print("late connections of cancelled calls", findings);
  }

  @Test
  void reportsNotSentWhenSignerFails() throws Exception {
    RequestSigner failing =
        message -> {
          throw new IllegalStateException("the key service is down");
        };
    List<Callable<Finding>> cells = new ArrayList<>();
    for (Cell cell : v3(Cell.all("failing signer", VERBS))) {
      cells.add(
          () -> {
            try (FaultServer server = FaultServer.plain(connection -> connection.execute())) {
              Wxpay one = to(client.newBuilder().privateKey(failing).build(), server);
              return finding(cell, one, server, LONG);
            }
          });
    }
    assertNotSent("failing signer", cells);
  }

  @Test
  void reportsNotSentWhenCertificateDownloadFails() throws Exception {
    List<Callable<Finding>> cells = new ArrayList<>();
    for (Cell cell : sample(7, v3(cells("", Faults.ending(false), VERBS)))) {
      Fault fault = fault(Faults.ending(false), cell);
      cells.add(
          () -> {
            try (FaultServer server = FaultServer.plain(fault)) {
              return finding(cell, downloading, server, LONG);
            }
          });
    }
    assertNotSent("failing certificate download", cells);
  }

  @Test
  void reportsNotSentWhenThreadIsInterruptedBeforeTheCall() throws Exception {
    List<Callable<Finding>> cells = new ArrayList<>();
    for (Cell cell : waiting(Cell.all("interrupted", VERBS))) {
      cells.add(
          () -> {
            byte[] good = Replies.good(cell.v2).wire();
            try (FaultServer server = FaultServer.plain(Faults.writing(good))) {
              Wxpay one = to(client, server);
              Thread.currentThread().interrupt();
              Result result;
              try {
                result = cell.call(one, LONG);
              } finally {
                assertThat(Thread.interrupted()).as("flag of " + cell).isTrue();
              }
              server.stop();
              return new Finding(cell, result, server.executed(result.number));
            }
          });
    }
    assertNotSent("interrupted before the call", cells);
  }

  // Helpers

  private static void assertExecuted(String what, List<Callable<Finding>> cells) throws Exception {
    List<Finding> findings = Parallel.run(cells);
    assertNone("not executed", findings, one -> one.executed == 0);
    assertNone("contradictions", findings, one -> !one.result.contradiction().isEmpty());
    assertNone("successes", findings, one -> one.result.thrown == null);
    assertNone("wrong", findings, one -> one.result.outcome() != Outcome.UNKNOWN);
    print(what, findings);
  }

  private static List<Finding> assertNotSent(String what, List<Callable<Finding>> cells)
      throws Exception {
    List<Finding> findings = Parallel.run(cells);
    assertNone("executed", findings, one -> one.executed > 0);
    assertNone("contradictions", findings, one -> !one.result.contradiction().isEmpty());
    assertNone("wrong", findings, one -> one.result.outcome() != Outcome.NOT_SENT);
    print(what, findings);
    return findings;
  }

  private static void assertTwentyOfTwenty(String what, boolean tls, Fault fault) throws Exception {
    List<Callable<Finding>> cells = new ArrayList<>();
    for (int i = 0; i < (NIGHTLY ? 80 : 20); i++) {
      Cell cell = new Cell(what, VERBS[i % 4], i / 4 % 2 == 1, i / 8 % 2 == 1);
      cells.add(() -> executed(cell, tls, fault, LONG));
    }
    assertExecuted(what, cells);
  }

  private static void print(String what, List<Finding> findings) {
    System.out.println("SentTest: " + what + ": " + findings.size() + " cells, 0 wrong");
  }

  private static void assertNone(String what, List<Finding> findings, Predicate<Finding> bad) {
    List<Finding> found = findings.stream().filter(bad).collect(Collectors.toList());
    assertThat(found.stream().limit(SHOWN).collect(Collectors.toList()))
        .as("%s, %d of %d", what, found.size(), findings.size())
        .isEmpty();
  }

  private static List<Cell> cells(String prefix, Map<String, Fault> faults, Verb... verbs) {
    return faults.keySet().stream()
        .flatMap(name -> Cell.all(prefix + name, verbs).stream())
        .collect(Collectors.toList());
  }

  private static List<Cell> waiting(List<Cell> cells) {
    return cells.stream().filter(cell -> !cell.async).collect(Collectors.toList());
  }

  private static List<Cell> v3(List<Cell> cells) {
    return cells.stream().filter(cell -> !cell.v2).collect(Collectors.toList());
  }

  /** Returns all of them in a nightly run, and otherwise each n-th, which meets every kind. */
  private static List<Cell> sample(int step, List<Cell> cells) {
    return IntStream.range(0, cells.size())
        .filter(i -> NIGHTLY || i % step == 0)
        .mapToObj(cells::get)
        .collect(Collectors.toList());
  }

  private static Fault fault(Map<String, Fault> faults, Cell cell) {
    Fault fault = faults.get(cell.fault);
    return fault != null ? fault : faults.get(cell.fault.replaceFirst("^TLS: ", ""));
  }

  private static Finding executed(Cell cell, boolean tls, Fault fault, Duration timeout) {
    try (FaultServer server = new FaultServer(tls, fault)) {
      return finding(cell, client, server, timeout);
    }
  }

  /** Calls, and counts what the server has executed when none of its threads runs any longer. */
  private static Finding finding(Cell cell, Wxpay from, FaultServer server, Duration timeout) {
    Result result = cell.call(to(from, server), timeout);
    server.stop();
    return new Finding(cell, result, server.executed(result.number));
  }

  /** Calls a server that shakes hands only after the call has ended. */
  private static Finding lateConnection(Cell cell, Function<FaultServer, Result> call)
      throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    Fault late =
        connection -> {
          ended.await();
          connection.execute();
        };
    try (FaultServer server = FaultServer.tls(late)) {
      Result result = call.apply(server);
      ended.countDown();
      assertThat(server.awaitClosed()).as("connections closed after " + cell).isTrue();
      return new Finding(cell, result, server.executed(result.number));
    }
  }

  /** Calls, and is interrupted once the server has accepted a connection. */
  private static Result interrupted(Cell cell, FaultServer server) {
    Thread caller = Thread.currentThread();
    Thread interrupting =
        new Thread(
            () -> {
              server.awaitAccepted();
              caller.interrupt();
            });
    interrupting.start();
    try {
      return cell.call(to(client, server), LONG);
    } finally {
      assertThat(Thread.interrupted()).as("flag of " + cell).isTrue();
    }
  }

  private static Finding unreachable(Cell cell, Wxpay from, String url, Duration timeout) {
    return new Finding(cell, cell.call(to(from, url), timeout), 0);
  }

  private static Wxpay to(Wxpay from, FaultServer server) {
    return to(from, server.url());
  }

  private static Wxpay to(Wxpay from, String url) {
    return from.newBuilder().baseUrl(url).build();
  }

  /** Calls through a proxy that makes no tunnel. */
  private static Finding tunnelled(Cell cell, Wxpay from, Map<String, Fault> faults) {
    Fault fault = faults.get(cell.fault.substring(cell.fault.indexOf("proxy:")));
    Duration timeout = cell.fault.contains("stalls") ? SHORT : LONG;
    try (FaultServer proxy = FaultServer.plain(fault)) {
      Result result = cell.call(to(from, ProxyByName.url(proxy)), timeout);
      proxy.stop();
      assertThat(proxy.accepted()).as("connections for a tunnel of " + cell).isPositive();
      return new Finding(cell, result, proxy.executed(result.number));
    }
  }

  private static WxpayBuilder builder() {
    return Clients.builder().secret(Fixtures.SECRET).circuitBreaker(false);
  }

  /** Selects a proxy by the port that is in the name of the host, and none for other hosts. */
  private static final class ProxyByName extends ProxySelector {
    private static final String END = ".proxied.invalid";

    static String url(FaultServer proxy) {
      return "https://p" + URI.create(proxy.url()).getPort() + END + "/";
    }

    @Override
    public List<Proxy> select(URI uri) {
      String host = uri.getHost();
      if (!host.endsWith(END)) {
        return List.of(Proxy.NO_PROXY);
      }
      int port = Integer.parseInt(host.substring(1, host.length() - END.length()));
      return List.of(
          new Proxy(
              Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {}
  }
}
