package io.github.wxpay.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.Chain;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Retry;
import io.github.wxpay.sandbox.Fault;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.testing.OrderJson;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FaultServer;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random calls under random faults, and what each one reports beside what the server executed. The
 * seed is printed; {@code -Dchaos.seed} repeats it. A nightly run makes more calls.
 */
@Timeout(1_200)
class ChaosTest {
  private static final int CALLS = Boolean.getBoolean("nightly") ? 4_000 : 200;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final int ATTEMPTS = 3;
  private static final Retry RETRY =
      Retry.standard().attempts(ATTEMPTS).delay(Duration.ofMillis(1));

  /** A write that may be sent again by its number, and one that may not. */
  private enum Write {
    NUMBERED("v3/pay/transactions/native", "pay/micropay"),
    OTHER("v3/pay/transactions/out-trade-no/a/close", "pay/closeorder");

    private final String v3;
    private final String v2;

    Write(String v3, String v2) {
      this.v3 = v3;
      this.v2 = v2;
    }
  }

  private static final Fault[] FAULTS = {
    Fault.DISCONNECTED,
    Fault.DISCONNECTED.byReset(),
    Fault.STALLED_AT_START.lasting(SHORT),
    Fault.REQUEST_CUT,
    Fault.NO_ANSWER,
    Fault.NO_ANSWER.byReset(),
    Fault.STALLED.lasting(SHORT),
    Fault.BAD_GATEWAY,
    Fault.REDIRECTED,
    Fault.SYSTEM_ERROR,
    Fault.FREQUENCY_LIMITED,
    Fault.SLOW.lasting(SHORT),
    Fault.LATE.lasting(SHORT),
    Fault.ANSWER_LOST,
    Fault.ANSWER_LOST.byReset(),
    Fault.HANG_UP,
    Fault.HANG_UP.atByte(0),
    Fault.TRUNCATED,
    Fault.PAUSED.lasting(SHORT),
    Fault.FLIPPED_BYTE,
    Fault.WRONG_SIGNATURE,
    Fault.UNSIGNED,
    Fault.UNKNOWN_SERIAL,
    Fault.PROBE
  };

  private final long seed = Long.getLong("chaos.seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final Map<String, Integer> counts = new TreeMap<>();

  @Test
  void reportsWhatLedgerOfSandboxHas() {
    try (Sandbox sandbox = Sandbox.builder().socketFaults().start();
        Wxpay wxpay = Wxpay.of(sandbox.config()).newBuilder().retry(RETRY).build()) {
      String mchid = (String) sandbox.config().get("mchid");
      for (int i = 0; i < CALLS; i++) {
        String number = "chaos-" + i;
        List<Fault> faults = faults(sandbox);
        boolean async = random.nextBoolean();
        boolean v2 = random.nextBoolean();
        Chain chain =
            v2 ? wxpay.v2().chain("pay/unifiedorder") : wxpay.chain("v3/pay/transactions/native");
        Object body = v2 ? order(mchid, number) : OrderJson.of(number, 100);
        Options options = Options.none().timeout(TIMEOUT);
        Result result = Result.of(number, () -> Clients.call(async, chain, "POST", body, options));
        sandbox.clearFaults();
        long booked =
            sandbox.orders().stream().filter(one -> one.get("out_trade_no").equals(number)).count();
        check(i + (v2 ? " v2 " : " v3 ") + (async ? "async " : "") + faults, result, booked, 1);
      }
    }
    print("sandbox");
  }

  /** Sets up to four faults for the next attempts, and returns them. */
  private List<Fault> faults(Sandbox sandbox) {
    List<Fault> faults = new ArrayList<>();
    for (int count = random.nextInt(5); count > 0; count--) {
      Fault fault = FAULTS[random.nextInt(FAULTS.length)];
      sandbox.fault("**", fault);
      faults.add(fault);
    }
    return faults;
  }

  private static Map<String, String> order(String mchid, String number) {
    Map<String, String> order = new LinkedHashMap<>();
    order.put("appid", "wx1");
    order.put("mch_id", mchid);
    order.put("body", "tea");
    order.put("out_trade_no", number);
    order.put("total_fee", "100");
    order.put("notify_url", "https://example.com/n");
    order.put("trade_type", "NATIVE");
    order.put("product_id", "p1");
    order.put("spbill_create_ip", "127.0.0.1");
    return order;
  }

  @Test
  void reportsWhatServerExecuted() {
    Queue<FaultServer.Fault> next = new ConcurrentLinkedQueue<>();
    List<Map<String, FaultServer.Fault>> faults = List.of(faults(false), faults(true));
    FaultServer.Fault server =
        connection -> {
          FaultServer.Fault fault = next.poll();
          if (fault != null) {
            fault.serve(connection);
          }
        };
    try (FaultServer plain = FaultServer.plain(server);
        Wxpay wxpay =
            Clients.builder().secret(Fixtures.SECRET).retry(RETRY).baseUrl(plain.url()).build()) {
      for (int i = 0; i < CALLS; i++) {
        boolean v2 = random.nextBoolean();
        next.clear();
        List<String> names = new ArrayList<>();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
          List<String> all = new ArrayList<>(faults.get(v2 ? 1 : 0).keySet());
          names.add(all.get(random.nextInt(all.size())));
          next.add(faults.get(v2 ? 1 : 0).get(names.get(attempt)));
        }
        boolean async = random.nextBoolean();
        Write write = Write.values()[random.nextInt(Write.values().length)];
        String number = "chaos-" + i;
        Chain chain = v2 ? wxpay.v2().chain(write.v2) : wxpay.chain(write.v3);
        Map<String, String> body = Map.of("mch_id", Fixtures.MCHID, "out_trade_no", number);
        Options options = Options.none().timeout(TIMEOUT).header(FaultServer.NUMBER, number);
        Result result = Result.of(number, () -> Clients.call(async, chain, "POST", body, options));
        String call = i + " " + write + (v2 ? " v2 " : " v3 ") + (async ? "async " : "") + names;
        check(call, result, plain.executed(number), write == Write.NUMBERED ? ATTEMPTS : 1);
      }
    }
    print("fault server");
  }

  /** Returns what a server does with a request: succeed, fail after it, or refuse it. */
  private static Map<String, FaultServer.Fault> faults(boolean v2) {
    Map<String, FaultServer.Fault> faults = new LinkedHashMap<>(Faults.ending(v2));
    faults.keySet().removeIf(name -> name.contains("port") || name.contains("429"));
    for (int i = 0; i < 5; i++) {
      faults.put("succeeds " + i, Faults.writing(Replies.good(v2).wire()));
    }
    faults.put("closes at once", connection -> {});
    faults.put("resets at once", connection -> connection.reset());
    for (int status : new int[] {400, 401, 403, 404, 429}) {
      byte[] refusal = Reply.bare(status, "{\"code\":\"PARAM_ERROR\"}").wire();
      faults.put(
          status + " without execution",
          connection -> {
            if (connection.read() != null) {
              connection.write(refusal);
            }
          });
    }
    return faults;
  }

  private void check(String call, Result result, long executed, int most) {
    String description = "call " + call + ", -Dchaos.seed=" + seed + ": " + result;
    Outcome outcome = result.outcome();
    if (result.thrown == null) {
      assertThat(executed).as("executed by %s", description).isPositive();
    } else {
      assertThat(result.thrown).as(description).isInstanceOf(WxpayException.class);
      assertThat(outcome).as(description).isNotEqualTo(Outcome.NONE);
      if (outcome == Outcome.REFUSED || outcome == Outcome.NOT_SENT) {
        assertThat(executed).as("executed by %s", description).isZero();
      }
    }
    assertThat(executed).as("executed by %s", description).isLessThanOrEqualTo(most);
    counts.merge(outcome == null ? "SUCCESS" : outcome.name(), 1, Integer::sum);
  }

  private void print(String server) {
    System.out.println(
        "ChaosTest: " + server + ", " + CALLS + " calls, seed " + seed + ", 0 wrong: " + counts);
  }
}
