package io.github.wxpay.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wxpay.Chain;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.Outcome;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Retry;
import io.github.wxpay.testing.BlackHole;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FaultServer;
import io.github.wxpay.testing.FaultServer.Fault;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A dead host of the base URL and a backup host that responds, both as servers that count. */
@Timeout(120)
class BackupHostTest {
  private static final Duration CONNECT = Duration.ofMillis(500);
  private static final Options NUMBERED = Options.none().header(FaultServer.NUMBER, "order-1");

  /** The kinds of requests that differ in what may be sent again. */
  private enum Kind {
    READ,
    NUMBERED_WRITE,
    OTHER_WRITE;

    private @Nullable Object body() {
      if (this == READ) {
        return null;
      }
      return this == OTHER_WRITE
          ? Map.of("mchid", Fixtures.MCHID)
          : Map.of("mchid", Fixtures.MCHID, "out_trade_no", "order-1");
    }

    Result call(Wxpay wxpay, boolean async) {
      String method = this == READ ? "GET" : "POST";
      Chain chain = wxpay.chain(this == READ ? "v3/certificates" : "v3/pay/transactions/native");
      return Result.of("order-1", () -> Clients.call(async, chain, method, body(), NUMBERED));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void succeedsWhenBaseUrlRefuses(Kind kind) {
    for (boolean async : new boolean[] {false, true}) {
      try (FaultServer backup = backup();
          Wxpay wxpay = client(RawServer.deadUrl(), backup)) {
        assertThat(kind.call(wxpay, async).thrown).isNull();
        assertThat(kind.call(wxpay, async).thrown).isNull();
        assertThat(backup.executed()).isEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void succeedsWithinConnectTimeoutAndOneSecondWhenBaseUrlIsBlackHole(boolean async) {
    try (BlackHole hole = new BlackHole()) {
      assumeTrue(hole.isFull(), "this system has no full backlog");
      for (Kind kind : Kind.values()) {
        Result result = overBlackHole(hole, kind, async);
        for (int again = 0; again < 2 && isLate(result); again++) { // on a busy machine
          result = overBlackHole(hole, kind, async);
        }
        assertThat(result.took)
            .as("%s, %s", kind, result)
            .isLessThanOrEqualTo(CONNECT.plusSeconds(1));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void sendsOtherWritesOnceWhenBaseUrlExecutesAndCloses(Kind kind) {
    for (boolean async : new boolean[] {false, true}) {
      try (FaultServer primary = FaultServer.plain(connection -> connection.execute());
          FaultServer backup = backup();
          Wxpay wxpay = client(primary.url(), backup)) {
        Result first = kind.call(wxpay, async);

        if (kind == Kind.OTHER_WRITE) {
          assertThat(first.outcome()).as("%s", first).isEqualTo(Outcome.UNKNOWN);
          assertThat(primary.executed() + backup.executed()).isEqualTo(1);
        } else {
          assertThat(first.thrown).isNull();
          assertThat(backup.executed()).isEqualTo(1);
        }
        int before = primary.accepted();
        assertThat(kind.call(wxpay, async).thrown).as("next call").isNull();
        assertThat(primary.accepted()).isEqualTo(before);
      }
    }
  }

  @Test
  void executesOtherWritesAtMostOnceWhenBaseUrlAcceptsAndCloses() {
    try (FaultServer primary = FaultServer.plain(connection -> {});
        FaultServer backup = backup();
        Wxpay wxpay = client(primary.url(), backup)) {
      Result first = Kind.OTHER_WRITE.call(wxpay, false);

      assertThat(backup.executed()).as("%s", first).isEqualTo(first.thrown == null ? 1 : 0);
      assertThat(Kind.READ.call(wxpay, false).thrown).isNull();
      assertThat(Kind.NUMBERED_WRITE.call(wxpay, true).thrown).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void staysAtBaseUrlThatRespondsWithAnError(Kind kind) {
    Fault error = Faults.writing(Replies.head(500, "Content-Length: 0\r\nConnection: close\r\n"));
    try (FaultServer primary = FaultServer.plain(error);
        FaultServer backup = backup();
        Wxpay wxpay = client(primary.url(), backup)) {
      assertThat(kind.call(wxpay, false).outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(kind.call(wxpay, true).outcome()).isEqualTo(Outcome.UNKNOWN);

      assertThat(backup.accepted()).isZero();
      assertThat(primary.executed()).isEqualTo(kind == Kind.OTHER_WRITE ? 2 : 6);
    }
  }

  private static boolean isLate(Result result) {
    return result.took.compareTo(CONNECT.plusSeconds(1)) > 0;
  }

  private static Result overBlackHole(BlackHole hole, Kind kind, boolean async) {
    try (FaultServer backup = backup();
        Wxpay wxpay = client("http://" + hole.host(), backup)) {
      Result result = kind.call(wxpay, async);
      assertThat(result.thrown).as("%s", result).isNull();
      assertThat(backup.executed()).isEqualTo(1);
      return result;
    }
  }

  private static FaultServer backup() {
    byte[] good = Replies.good(false).with("Connection", "close").wire();
    return FaultServer.plain(Faults.writing(good));
  }

  private static Wxpay client(String base, FaultServer backup) {
    return Clients.builder()
        .retry(Retry.standard().delay(Duration.ofMillis(20)))
        .httpClient(
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build())
        .baseUrl(base)
        .backupUrl(backup.url())
        .build();
  }
}
