package io.github.wxpay.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.testing.ChildJvm;
import io.github.wxpay.testing.FaultServer;
import io.github.wxpay.testing.RawServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A platform that is down is hardly called more often than its clients are. The server that accepts
 * and closes counts its connections; where connections are refused, the attempts of the calls
 * count. {@code -Pnightly} makes 10,000 calls for each figure.
 */
@Timeout(1800)
class DeadPlatformTest {
  /** Enough that the 35 retries that the budget of a client allows are less than a tenth. */
  private static final int CALLS = Boolean.getBoolean("nightly") ? 10_000 : 1_000;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "POST, false, 1.1",
    "GET, false, 2.1", // the JDK sends a GET twice
    "POST, true, 0.2",
    "GET, true, 0.2",
  })
  void limitsConnectionsToServerThatAcceptsAndCloses(String method, boolean circuit, double max)
      throws Exception {
    try (FaultServer server = FaultServer.plain(connection -> connection.execute())) {
      DeadPlatform platform = new DeadPlatform();

      platform.call(server.url(), method, circuit, CALLS);

      assertThat(platform.failed()).isEqualTo(CALLS);
      assertAtMost(max, server.accepted(), "accepts and closes", method, circuit);
    }
  }

  @Test
  void limitsConnectionsOfGetThatTheJdkSendsOnce() throws Exception {
    List<String> command =
        ChildJvm.command("-XX:+UseSerialGC", "-Djdk.httpclient.redirects.retrylimit=1", "-cp");
    command.addAll(List.of(ChildJvm.classPath(true), DeadPlatform.class.getName()));
    try (FaultServer server = FaultServer.plain(connection -> connection.execute())) {
      command.addAll(List.of(server.url(), "GET", "false", String.valueOf(CALLS)));

      List<String> lines = ChildJvm.run(folder, "DeadPlatform", command);

      assertThat(lines).first().isEqualTo("failed " + CALLS);
      assertAtMost(1.1, server.accepted(), "accepts and closes, retrylimit=1", "GET", false);
    }
  }

  @ParameterizedTest
  @CsvSource({"POST, false, 1.1", "GET, false, 1.1", "POST, true, 0.2", "GET, true, 0.2"})
  void limitsAttemptsToConnectToPortThatRefuses(String method, boolean circuit, double max)
      throws Exception {
    DeadPlatform platform = new DeadPlatform();

    platform.call(RawServer.deadUrl(), method, circuit, CALLS);

    assertThat(platform.failed()).isEqualTo(CALLS);
    assertAtMost(max, platform.attempts(), "refuses", method, circuit);
  }

  private static void assertAtMost(
      double max, int connections, String platform, String method, boolean circuit) {
    double each = (double) connections / CALLS;
    System.out.printf(
        Locale.ROOT,
        "DeadPlatformTest: %s, %s, circuit %s: %d calls, %d connections, %.4f per call%n",
        platform,
        method,
        circuit ? "on" : "off",
        CALLS,
        connections,
        each);
    assertThat(each).as("connections per call").isBetween(circuit ? 10.0 / CALLS : 1, max);
  }
}
