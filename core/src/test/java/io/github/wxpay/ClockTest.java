package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.wxpay.crypto.AesGcm;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Retry;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.testing.ManualClock;
import io.github.wxpay.sandbox.testing.OrderJson;
import io.github.wxpay.testing.CapturedLogs;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.Sent;
import io.github.wxpay.testing.VirtualPauses;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients whose clock is wrong, by the sequences of {@code clock.json}. */
@Timeout(60)
class ClockTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern TIMESTAMP = Pattern.compile("timestamp=\"([0-9]+)\"");
  private static final String ORDER = "v3/pay/transactions/out-trade-no/order-1?mchid=1900000109";
  private static final Map<String, Object> REFUND =
      Map.of(
          "out_trade_no",
          "order-1",
          "out_refund_no",
          "refund-1",
          "amount",
          Map.of("refund", 1, "total", 1, "currency", "CNY"));

  private static final String OTHER = "0A0B0C0D0E0F";

  private final ManualClock machine = new ManualClock(Fixtures.CLOCK.instant());
  private final List<String> logged = Collections.synchronizedList(new ArrayList<>());
  private final CapturedLogs logs =
      new CapturedLogs(
          entry -> {
            if (entry.getMessage().startsWith("This machine's clock")) {
              logged.add(entry.getLevel() + " " + entry.getMessage());
            }
          });

  /** The platform's time in seconds, and its next responses. */
  private long platform;

  private Deque<JsonNode> responses = new ArrayDeque<>();

  @AfterEach
  void restoreLogs() {
    logs.close();
  }

  static Stream<Arguments> sequences() throws IOException {
    try (InputStream in = ClockTest.class.getResourceAsStream("/clock.json")) {
      List<Arguments> all = new ArrayList<>();
      for (JsonNode sequence : JSON.readTree(in).path("sequences")) {
        for (boolean async : new boolean[] {false, true}) {
          all.add(Arguments.of(text(sequence, "name"), async, sequence));
        }
      }
      return all.stream();
    }
  }

  @Test
  void hasManySequencesOfDifferentNames() throws IOException {
    assertThat(sequences().map(one -> one.get()[0]).distinct().count())
        .isGreaterThanOrEqualTo(16)
        .isEqualTo(sequences().count() / 2);
  }

  @ParameterizedTest(name = "{0}, async {1}")
  @MethodSource("sequences")
  void healsOrNamesWrongClock(String name, boolean async, JsonNode sequence) {
    boolean once = text(sequence, "retry").equals("none");
    FakeHttpClient http = new FakeHttpClient(this::respond);
    Wxpay wxpay = client(http).retry(once ? Retry.none() : Retry.standard()).build();
    int number = 0;
    for (JsonNode step : sequence.path("steps")) {
      String what = "step " + ++number + " of '" + name + "'";
      begin(step);
      http.sent().clear();
      logged.clear();

      List<Long> times = new ArrayList<>();
      WxpayException failure = null;
      try {
        call(wxpay, async, step).ifPresent(times::add);
      } catch (WxpayException e) {
        failure = e;
      }

      String message = failure == null ? "" : failure.getMessage();
      assertThat(result(failure)).as(what + ": " + message).isEqualTo(text(step, "result"));
      assertThat(message).as(what).contains(text(step, "message"));
      if (step.has("messageWithout")) {
        assertThat(message).as(what).doesNotContain(text(step, "messageWithout"));
      }
      if (step.has("outcome")) {
        assertThat(failure).as(what).isNotNull();
        assertThat(failure.outcome()).as(what).hasToString(text(step, "outcome"));
      }
      http.sent().forEach(sent -> times.add(timestamp(sent.authorization())));
      assertThat(times).as(what + ": times").isEqualTo(numbers(step.path("sent")));
      assertThat(http.sent()).as(what).allMatch(Sent::isSigned);
      assertThat(http.sent()).as(what).extracting(Sent::nonce).doesNotHaveDuplicates();
      assertThat(http.sent().stream().map(Sent::text).distinct().count())
          .as(what + ": different bodies")
          .isLessThan(2);
      assertThat(responses.size()).as(what + ": unused responses").isLessThan(2);
      assertLogged(step.path("logged"), what);
    }
  }

  /** All requests are signed before the first response; each is sent once more. */
  @Test
  void healsCallsThatRunAtTheSameTime() throws Exception {
    int calls = 8;
    CyclicBarrier all = new CyclicBarrier(calls);
    FakeHttpClient http =
        new FakeHttpClient(
            sent -> {
              if (timestamp(sent.authorization()) == -600) {
                awaited(all);
              }
              return respond(sent);
            });
    machine.set(Instant.ofEpochSecond(Fixtures.NOW - 600));
    ExecutorService threads = Executors.newFixedThreadPool(calls);
    try (Wxpay wxpay = client(http).build()) {
      List<Future<Integer>> statuses = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        statuses.add(threads.submit(() -> wxpay.chain(ORDER).get().status()));
      }
      for (Future<Integer> status : statuses) {
        assertThat(status.get(30, TimeUnit.SECONDS)).isEqualTo(200);
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(http.sent()).hasSize(2 * calls);
    assertThat(logged).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void healsDownloadOfFile(boolean async, @TempDir Path folder) throws IOException {
    FakeHttpClient http = new FakeHttpClient(this::respond);
    machine.set(Instant.ofEpochSecond(Fixtures.NOW + 600));
    Path file = folder.resolve("file");
    Chain chain = client(http).build().chain("v3/billdownload/file?token=1");

    if (async) {
      Clients.join(chain.downloadAsync(file));
    } else {
      chain.download(file);
    }

    assertThat(file).hasContent("{}");
    assertThat(http.sent())
        .extracting(sent -> timestamp(sent.authorization()))
        .containsExactly(600L, 0L);
  }

  @Test
  void signsCertificateDownloadWithTheLearntTime() throws InterruptedException {
    CountDownLatch refreshed = new CountDownLatch(1); // no call waits for that download
    FakeHttpClient http =
        new FakeHttpClient(
            sent -> {
              boolean download = sent.target().equals("/v3/certificates");
              if (download && platform > 0) {
                refreshed.countDown();
              }
              String body = download ? certificates() : "{}";
              PrivateKey key = platform > 0 ? Fixtures.otherKey() : Fixtures.platformKey();
              Reply reply =
                  Reply.signed(
                      200,
                      body.getBytes(StandardCharsets.UTF_8),
                      Fixtures.NOW + platform,
                      "SHA256",
                      key);
              boolean refused = Math.abs(timestamp(sent.authorization()) - platform) > 300;
              return refused
                  ? respond(sent)
                  : platform > 0 ? reply.with("Wechatpay-Serial", OTHER) : reply;
            });
    Wxpay wxpay =
        Clients.downloading().clock(machine).httpClient(http).retry(Retry.standard()).build();
    wxpay.chain(ORDER).get();
    machine.set(Instant.ofEpochSecond(Fixtures.NOW - 600));
    wxpay.chain(ORDER).get();
    http.sent().clear();

    platform = 50_000;
    machine.set(Instant.ofEpochSecond(Fixtures.NOW + 49_400));
    wxpay.chain(ORDER).get();

    assertThat(refreshed.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(http.sent())
        .extracting(sent -> sent.target() + " " + timestamp(sent.authorization()))
        .contains("/v3/certificates 50000")
        .allMatch(sent -> sent.endsWith(" 50000"));
  }

  @Test
  void namesBothTimesIfTheFirstCertificateDownloadIsRefused() {
    FakeHttpClient http = new FakeHttpClient(sent -> respond(sent).with("Date", date(0)));
    machine.set(Instant.ofEpochSecond(Fixtures.NOW - 600));

    assertThatThrownBy(
            () -> Clients.downloading().clock(machine).httpClient(http).build().chain(ORDER).get())
        .isInstanceOf(StatusException.class)
        .hasMessageStartingWith("GET v3/certificates was answered 401 SIGN_ERROR: no")
        .hasMessageContaining(
            ". This machine's time is 2023-11-14T22:03:20Z, and the Date of the response is"
                + " 2023-11-14T22:13:20Z (not verified).");
    assertThat(logged).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void healsCallsToTheSandbox(boolean async) {
    ManualClock right = new ManualClock(Instant.ofEpochSecond(Fixtures.NOW));
    try (Sandbox sandbox = Sandbox.builder().clock(right).start();
        Wxpay root = Wxpay.of(sandbox.config());
        Wxpay wxpay = root.newBuilder().clock(machine).build()) {
      machine.set(right.instant().minusSeconds(600));
      Object order = OrderJson.of("clock-1", 1).put("mchid", wxpay.mchid());

      assertThat(Clients.post(async, wxpay.chain("v3/pay/transactions/native"), order).status())
          .isEqualTo(200);
      assertThat(sandbox.requests()).hasSize(2);
    }
  }

  private static String certificates() {
    return "{\"data\":["
        + entry(Fixtures.PLATFORM_SERIAL, "platform_cert.pem")
        + ","
        + entry(OTHER, "other_cert.pem")
        + "]}";
  }

  private static String entry(String serial, String file) {
    String nonce = "61f9c719728a";
    return "{\"serial_no\":\""
        + serial
        + "\",\"encrypt_certificate\":{\"algorithm\":\"AEAD_AES_256_GCM\",\"nonce\":\""
        + nonce
        + "\",\"associated_data\":\"certificate\",\"ciphertext\":\""
        + AesGcm.encrypt(Fixtures.text(file), Fixtures.API_V3_KEY, nonce, "certificate")
        + "\"}}";
  }

  private static void awaited(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void begin(JsonNode step) {
    platform = step.path("platform").asLong();
    machine.set(Instant.ofEpochSecond(Fixtures.NOW + step.path("machine").asLong()));
    responses = new ArrayDeque<>();
    step.path("responses").forEach(responses::add);
  }

  /** Makes the call of a step; returns the time that it used if it sent no request. */
  private Optional<Long> call(Wxpay wxpay, boolean async, JsonNode step) {
    switch (text(step, "call")) {
      case "GET":
        Clients.get(async, wxpay.chain(ORDER));
        return Optional.empty();
      case "POST":
        Clients.post(async, wxpay.chain("v3/refund/domestic/refunds"), REFUND);
        return Optional.empty();
      case "POST unnumbered":
        Clients.post(async, wxpay.chain("v3/smartguide/guides"), Map.of("name", "a"));
        return Optional.empty();
      case "notification":
        notification(wxpay, async, responses.remove().path("time").asLong());
        return Optional.empty();
      case "reply":
        String reply =
            notification(wxpay, async, step.path("machine").asLong())
                .success(Map.of("a", 1))
                .headers()
                .get("Authorization");
        return Optional.of(timestamp(reply));
      case "call-up":
        String time = wxpay.payParams().jsapi("wx1", "p1").get("timeStamp");
        return Optional.of(Long.parseLong(time) - Fixtures.NOW);
      default:
        throw new AssertionError(step);
    }
  }

  private static Notification notification(Wxpay wxpay, boolean async, long time) {
    String resource =
        AesGcm.encrypt(
            "{\"mchid\":\"" + Fixtures.MCHID + "\"}",
            Fixtures.API_V3_KEY,
            "0123456789ab",
            "transaction");
    String body =
        "{\"id\":\"1\",\"event_type\":\"TRANSACTION.SUCCESS\",\"resource\":{\"algorithm\":"
            + "\"AEAD_AES_256_GCM\",\"original_type\":\"transaction\",\"ciphertext\":\""
            + resource
            + "\",\"associated_data\":\"transaction\",\"nonce\":\"0123456789ab\"}}";
    Reply signed =
        Reply.signed(
            0,
            body.getBytes(StandardCharsets.UTF_8),
            Fixtures.NOW + time,
            "SHA256",
            Fixtures.platformKey());
    return async
        ? Clients.join(wxpay.notifications().parseAsync(signed.headers(), signed.body()))
        : wxpay.notifications().parse(signed.headers(), signed.body());
  }

  /** Responds as the next entry of {@code responses} says; the last one is repeated. */
  private Reply respond(Sent request) {
    JsonNode next = responses.size() > 1 ? responses.remove() : responses.peek();
    JsonNode script = next == null ? MissingNode.getInstance() : next;
    long difference = timestamp(request.authorization()) - platform;
    int status = script.path("status").asInt(Math.abs(difference) <= 300 ? 200 : 401);
    byte[] body =
        (status == 200 ? "{}" : "{\"code\":\"SIGN_ERROR\",\"message\":\"no\"}")
            .getBytes(StandardCharsets.UTF_8);
    Reply reply =
        signed(status, body, script.path("time").asLong(platform), text(script, "signature"));
    return script.has("date") ? reply.with("Date", date(script.path("date").asLong())) : reply;
  }

  private static Reply signed(int status, byte[] body, long time, String signature) {
    long unix = Fixtures.NOW + time;
    PrivateKey key = signature.equals("other key") ? Fixtures.otherKey() : Fixtures.platformKey();
    Reply reply = Reply.signed(status, body, unix, "SHA256", key);
    String right = reply.header("Wechatpay-Signature");
    switch (signature) {
      case "":
      case "other key":
        return reply;
      case "none":
        return Reply.bare(status, new String(body, StandardCharsets.UTF_8));
      case "wrong":
        return reply.with("Wechatpay-Nonce", "another");
      case "probe":
        return reply.with("Wechatpay-Signature", "WECHATPAY/SIGNTEST/" + right);
      case "unknown serial":
        return reply.with("Wechatpay-Serial", "5157F09EFDC096DE15EBE81A47057A7232F1B8E1");
      case "two timestamps":
        return reply.with("Wechatpay-Timestamp", Long.toString(unix), Long.toString(unix + 1));
      case "timestamp + 600":
        return reply.with("Wechatpay-Timestamp", Long.toString(unix + 600));
      default:
        throw new AssertionError(signature);
    }
  }

  private void assertLogged(JsonNode expected, String what) {
    assertThat(logged).as(what).hasSize(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(logged.get(i)).as(what).startsWith("WARNING ").contains(expected.get(i).asText());
    }
  }

  private WxpayBuilder client(FakeHttpClient http) {
    return Clients.builder()
        .apiV3Key(Fixtures.API_V3_KEY)
        .clock(machine)
        .httpClient(http)
        .pauses(new VirtualPauses())
        .retry(Retry.standard());
  }

  private static String result(@Nullable WxpayException failure) {
    if (failure instanceof StatusException) {
      return Integer.toString(((StatusException) failure).status());
    }
    if (failure instanceof VerificationException) {
      return ((VerificationException) failure).reason().name();
    }
    return failure == null ? "200" : failure.getClass().getName();
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }

  private static List<Long> numbers(JsonNode array) {
    List<Long> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.asLong()));
    return numbers;
  }

  private static long timestamp(String authorization) {
    Matcher matcher = TIMESTAMP.matcher(authorization);
    assertThat(matcher.find()).as(authorization).isTrue();
    return Long.parseLong(matcher.group(1)) - Fixtures.NOW;
  }

  private static String date(long seconds) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        Instant.ofEpochSecond(Fixtures.NOW + seconds).atOffset(ZoneOffset.UTC));
  }
}
