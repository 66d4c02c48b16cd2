package io.github.wxpay.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.Chain;
import io.github.wxpay.FinalState;
import io.github.wxpay.TestPauses;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Retry;
import io.github.wxpay.sandbox.Fault;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FastPauses;
import io.github.wxpay.testing.Fixtures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Payments and refunds by the calls that end with a final state, while 30 % of all requests fail.
 * Each number is sought in the ledger of the server and compared with what the client reports. The
 * client's pauses take a tenth of their time, so that a write that is executed 600 ms late arrives
 * after queries that did not find it.
 */
class CertaintyTest {
  private static final int COUNT = Boolean.getBoolean("nightly") ? 10_000 : 200;
  private static final int THREADS = 64;
  private static final int REPEATS = 5;
  private static final double RATE = 0.3;
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final FastPauses PAUSES = new FastPauses(10);

  private static final Options TIMES = Options.none().deadline(Duration.ofMinutes(2));

  /** The result of a client for a payment or a refund. */
  private enum Known {
    SUCCEEDED,
    FAILED,
    UNKNOWN
  }

  private final Map<String, Known> payments = new ConcurrentHashMap<>();
  private final Map<String, Known> refunds = new ConcurrentHashMap<>();
  private final Map<String, Outcome> subsidies = new ConcurrentHashMap<>();
  private final AtomicInteger repeated = new AtomicInteger();

  @ParameterizedTest(name = "late requests: {0}")
  @ValueSource(booleans = {false, true})
  void agreesWithAServerThatExecutesBeforeItFails(boolean late) throws Exception {
    try (FaultyPlatform platform = new FaultyPlatform(RATE, late, SEED);
        Wxpay wxpay =
            TestPauses.set(
                    Clients.builder().retry(Retry.standard()).baseUrl(platform.url()), PAUSES)
                .build()) {
      wxpay.warmUp();
      List<String> unexpected =
          run(
              i -> {
                payAndRefund(wxpay, platform, i);
                if (i % 10 == 0) {
                  subsidize(wxpay, "subsidy-" + i);
                }
              });
      platform.awaitLateRequests();

      assertThat(unexpected).as(seed()).isEmpty();
      List<String> faults = compare(platform.orders(), payments, CertaintyTest::total);
      faults.addAll(compare(platform.refunds(), refunds, CertaintyTest::refund));
      platform
          .subsidies()
          .forEach(
              (number, executed) -> {
                if (executed > 1) {
                  faults.add(number + " executed " + executed + " times");
                }
              });
      subsidies.forEach(
          (number, outcome) -> {
            boolean executed = platform.subsidies().containsKey(number);
            boolean isWrong =
                executed
                    ? outcome == Outcome.REFUSED || outcome == Outcome.NOT_SENT
                    : outcome == Outcome.NONE;
            if (isWrong) {
              faults.add(number + " reported as " + outcome + ", executed: " + executed);
            }
          });
      print(
          "a server that executes before it fails" + (late ? ", also 600 ms late" : ""),
          faults,
          platform.requests.get()
              + " requests, "
              + platform.faults.get()
              + " failed, "
              + platform.delayed.get()
              + " executed late");
      assertThat(faults).as(seed()).isEmpty();
      assertThat(succeeded(payments)).as(seed()).isGreaterThan(COUNT / 2);
      assertThat(platform.changed).as(seed()).hasValue(0);
      assertThat(platform.replayed).as(seed()).hasValue(0);
      assertThat(platform.faults.get() / (double) platform.requests.get())
          .as(seed())
          .isBetween(RATE - 0.1, RATE + 0.1);
      assertThat(platform.delayed.get() > 0).as(seed()).isEqualTo(late);
    }
  }

  private void payAndRefund(Wxpay wxpay, FaultyPlatform platform, int i) {
    String number = "pay-" + i;
    boolean isCode = i % 2 == 0;
    Map<String, Object> order =
        Wxpay.fields(
            "mchid", Fixtures.MCHID, "out_trade_no", number, "amount", Map.of("total", total(i)));
    Chain orders = wxpay.chain("v3/pay/transactions");
    Known paid = known(orders.chain(isCode ? "codepay" : "native"), order, i);
    if (!isCode && paid == Known.SUCCEEDED) {
      platform.pay(number);
      Chain query = orders.chain("out-trade-no/{out_trade_no}").with("out_trade_no", number);
      paid = known(() -> query.query("mchid", Fixtures.MCHID).awaitFinal(TIMES));
    }
    payments.put(number, paid);
    if (paid == Known.SUCCEEDED) {
      String refundNumber = "refund-" + i;
      Map<String, Object> body =
          Map.of(
              "out_trade_no",
              number,
              "out_refund_no",
              refundNumber,
              "amount",
              Map.of("refund", refund(i), "total", total(i), "currency", "CNY"));
      refunds.put(refundNumber, known(wxpay.chain("v3/refund/domestic/refunds"), body, i));
    }
  }

  /** Sends a write that has no number, so that it must not be sent twice. */
  private void subsidize(Wxpay wxpay, String number) {
    Outcome outcome = Outcome.NONE;
    try {
      var unused =
          wxpay.chain("v3/ecommerce/subsidies/create").post(Map.of("transaction_id", number));
    } catch (WxpayException e) {
      outcome = e.outcome();
    }
    subsidies.put(number, outcome);
  }

  /** Returns the differences between the ledger of the server and what the client knows. */
  private static List<String> compare(
      Map<String, FaultyPlatform.Entry> ledger, Map<String, Known> known, IntUnaryOperator amount) {
    List<String> faults = new ArrayList<>();
    known.forEach(
        (number, state) -> {
          FaultyPlatform.Entry entry = ledger.get(number);
          boolean isExecuted = entry != null && entry.state().equals("SUCCESS");
          if (isExecuted != (state == Known.SUCCEEDED)) {
            faults.add(number + " reported as " + state + ", executed: " + isExecuted);
          }
          if (entry != null && entry.amount != amount.applyAsInt(index(number))) {
            faults.add(number + " with the amount " + entry.amount);
          }
        });
    ledger.keySet().stream()
        .filter(number -> !known.containsKey(number))
        .forEach(number -> faults.add(number + " was not asked for"));
    return faults;
  }

  // The sandbox

  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private static final List<Fault> FAULTS =
      List.of(
          Fault.NO_ANSWER,
          Fault.SYSTEM_ERROR,
          Fault.BAD_GATEWAY,
          Fault.SLOW.lasting(TIMEOUT.plus(FaultyPlatform.DELAY)),
          Fault.ANSWER_LOST,
          Fault.HANG_UP,
          Fault.TRUNCATED,
          Fault.UNSIGNED,
          Fault.WRONG_SIGNATURE);

  @Test
  void agreesWithTheLedgerOfTheSandbox() throws Exception {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay base = Wxpay.of(sandbox.config());
        Wxpay wxpay = TestPauses.set(base.newBuilder(), PAUSES).build()) {
      wxpay.warmUp();
      double each = 1 - Math.pow(1 - RATE, 1.0 / FAULTS.size()); // the first that is due applies
      for (int i = 0; i < FAULTS.size(); i++) {
        sandbox.fault("**", FAULTS.get(i), each, SEED + i);
      }
      Options times = TIMES.timeout(TIMEOUT); // a slow request is executed 600 ms after it

      List<String> unexpected =
          run(
              i -> {
                payAndRefund(wxpay, sandbox, times, i);
              });
      sandbox.clearFaults();

      assertThat(unexpected).as(seed()).isEmpty();
      List<String> faults = compare(sandbox);
      print("the sandbox", faults, sandbox.orders().size() + " orders");
      assertThat(faults).as(seed()).isEmpty();
      assertThat(succeeded(payments)).as(seed()).isGreaterThan(COUNT / 2);
    }
  }

  private void payAndRefund(Wxpay wxpay, Sandbox sandbox, Options times, int i) {
    String mchid = (String) sandbox.config().get("mchid");
    String number = "sandbox-pay-" + i;
    String refundNumber = "sandbox-refund-" + i;
    Known paid;
    switch (i % 3) {
      case 0:
        paid =
            known(
                wxpay.chain("v3/pay/transactions/codepay"),
                codePayment(mchid, number, i),
                times,
                i);
        break;
      case 1:
        paid = known(wxpay.v2().chain("pay/micropay"), micropay(mchid, number, i), times, i);
        break;
      default:
        Known created =
            known(wxpay.chain("v3/pay/transactions/native"), order(mchid, number, i), times, i);
        if (created != Known.SUCCEEDED) {
          payments.put(number, created);
          return;
        }
        sandbox.pay(number);
        Chain query =
            wxpay
                .chain("v3/pay/transactions/out-trade-no/{out_trade_no}")
                .with("out_trade_no", number)
                .query("mchid", mchid);
        paid = known(() -> query.awaitFinal(times));
    }
    payments.put(number, paid);
    if (paid == Known.SUCCEEDED) {
      Map<String, Object> body =
          Map.of(
              "out_trade_no",
              number,
              "out_refund_no",
              refundNumber,
              "amount",
              Map.of("refund", refund(i), "total", total(i), "currency", "CNY"));
      refunds.put(refundNumber, known(wxpay.chain("v3/refund/domestic/refunds"), body, times, i));
    }
  }

  private static Map<String, Object> order(String mchid, String number, int i) {
    return Wxpay.fields(
        "appid",
        "wxd678efh567hg6787",
        "mchid",
        mchid,
        "description",
        "certainty",
        "out_trade_no",
        number,
        "notify_url",
        "https://shop.example/pay",
        "amount",
        Map.of("total", total(i)));
  }

  private static Map<String, Object> codePayment(String mchid, String number, int i) {
    return Wxpay.fields(
        "appid",
        "wxd678efh567hg6787",
        "mchid",
        mchid,
        "description",
        "certainty",
        "out_trade_no",
        number,
        "payer",
        Map.of("auth_code", "130061098828009406"),
        "scene_info",
        Map.of("store_info", Map.of("out_id", "1")),
        "amount",
        Map.of("total", total(i)));
  }

  private static Map<String, Object> micropay(String mchid, String number, int i) {
    return Wxpay.fields(
        "appid", "wxd678efh567hg6787",
        "mch_id", mchid,
        "body", "certainty",
        "out_trade_no", number,
        "total_fee", total(i),
        "spbill_create_ip", "127.0.0.1",
        "auth_code", "130061098828009406");
  }

  private List<String> compare(Sandbox sandbox) {
    List<String> faults = new ArrayList<>();
    Map<String, Map<String, Object>> orders =
        sandbox.orders().stream()
            .collect(Collectors.toMap(one -> (String) one.get("out_trade_no"), one -> one));
    payments.forEach(
        (number, known) -> {
          Map<String, Object> order = orders.getOrDefault(number, Map.of());
          boolean isPaid = order.containsKey("transaction_id") && !isReversed(order);
          if (isPaid != (known == Known.SUCCEEDED)) {
            faults.add(number + " reported as " + known + ", in the ledger: " + order);
          }
          if (isPaid && ((Number) order.get("total")).longValue() != total(index(number))) {
            faults.add(number + " with another amount: " + order);
          }
          faults.addAll(compareRefunds(number, order));
        });
    orders.keySet().stream()
        .filter(number -> !payments.containsKey(number))
        .forEach(number -> faults.add(number + " was not asked for"));
    return faults;
  }

  private List<String> compareRefunds(String number, Map<String, Object> order) {
    List<String> faults = new ArrayList<>();
    String refundNumber = number.replace("pay", "refund");
    List<Map<String, Object>> made = new ArrayList<>(refundsOf(order));
    made.removeAll(reversals(order));
    boolean isRefunded = made.size() == 1;
    boolean isKnown = refunds.get(refundNumber) == Known.SUCCEEDED;
    if (isRefunded != isKnown || made.size() > 1) {
      faults.add(refundNumber + " reported as " + refunds.get(refundNumber) + ": " + made);
    } else if (isRefunded) {
      Map<String, Object> only = made.get(0);
      if (!only.get("out_refund_no").equals(refundNumber)
          || ((Number) only.get("refund")).longValue() != refund(index(number))) {
        faults.add(refundNumber + " differs: " + only);
      }
    }
    return faults;
  }

  /** Returns whether an order was reversed: the sandbox refunds one that was paid. */
  private static boolean isReversed(Map<String, Object> order) {
    return order.get("state").equals("REVOKED") || !reversals(order).isEmpty();
  }

  private static List<?> reversals(Map<String, Object> order) {
    return refundsOf(order).stream()
        .filter(refund -> String.valueOf(refund.get("out_refund_no")).startsWith("reverse-"))
        .filter(refund -> refund.get("refund").equals(order.get("total")))
        .collect(Collectors.toList());
  }

  @SuppressWarnings("unchecked") // the sandbox documents the type
  private static List<Map<String, Object>> refundsOf(Map<String, Object> order) {
    return (List<Map<String, Object>>) order.getOrDefault("refunds", List.of());
  }

  // Calls

  private Known known(Chain chain, Map<String, Object> body, int i) {
    return known(chain, body, TIMES, i);
  }

  /** Makes a call, blocking or asynchronously. */
  private Known known(Chain chain, Map<String, Object> body, Options options, int i) {
    return known(
        () ->
            i / 6 % 2 == 0
                ? chain.postUntilFinal(body, options)
                : Clients.join(chain.postUntilFinalAsync(body, options)));
  }

  /** Repeats a call that was not sent or whose state is still unknown, as the documents advise. */
  private Known known(Supplier<FinalState> call) {
    for (int left = REPEATS; left > 0; left--) {
      try {
        return call.get().succeeded() ? Known.SUCCEEDED : Known.FAILED;
      } catch (WxpayException e) {
        if (e.outcome() == Outcome.REFUSED) {
          return Known.FAILED;
        }
        repeated.incrementAndGet();
      }
    }
    return Known.UNKNOWN;
  }

  /** Runs all tasks and returns the exceptions that are not results of a call. */
  private static List<String> run(IntConsumer task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < COUNT; i++) {
        int index = i;
        running.add(threads.submit(() -> task.accept(index)));
      }
      List<String> unexpected = new ArrayList<>();
      for (Future<?> one : running) {
        try {
          one.get();
        } catch (ExecutionException e) {
          unexpected.add(String.valueOf(e.getCause()));
        }
      }
      return unexpected;
    } finally {
      threads.shutdownNow();
    }
  }

  private void print(String server, List<String> faults, String counted) {
    System.out.println(
        "CertaintyTest: "
            + server
            + ": "
            + count(payments)
            + " payments, "
            + count(refunds)
            + " refunds, "
            + subsidies.size()
            + " writes without a number; "
            + counted
            + "; "
            + repeated
            + " calls repeated; "
            + faults.size()
            + " wrong; seed "
            + SEED);
  }

  private static String count(Map<String, Known> known) {
    return succeeded(known) + " of " + known.size();
  }

  private static int succeeded(Map<String, Known> known) {
    return (int) known.values().stream().filter(one -> one == Known.SUCCEEDED).count();
  }

  private static String seed() {
    return "-Dseed=" + SEED;
  }

  private static int total(int i) {
    return 100 + i * 7919 % 9973;
  }

  private static int refund(int i) {
    return 1 + total(i) / 2;
  }

  private static int index(String number) {
    return Integer.parseInt(number.substring(number.lastIndexOf('-') + 1));
  }
}
