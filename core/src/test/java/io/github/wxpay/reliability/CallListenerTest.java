package io.github.wxpay.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.http.Attempt;
import io.github.wxpay.http.Call;
import io.github.wxpay.http.CallEnd;
import io.github.wxpay.http.CallListener;
import io.github.wxpay.http.Options;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SignedNotification;
import io.github.wxpay.testing.CapturedLogs;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallListenerTest {
  private static final String ORDER = "v3/pay/transactions/out-trade-no/{out_trade_no}";
  private static final String NUMBER = "order-4711";

  private final Events events = new Events();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void observesCallThatSucceeds(boolean async) {
    Wxpay wxpay = observed(Reply.signed("{\"trade_state\":\"SUCCESS\"}"));

    Response response =
        Clients.call(
            async,
            wxpay.chain(ORDER),
            "GET",
            null,
            Options.of("out_trade_no", NUMBER).query("mchid", "1900000109"));

    assertThat(response.status()).isEqualTo(200);
    assertThat(events.names).containsExactly("start", "attempt", "end");
    assertThat(events.calls).hasSize(3).allMatch(call -> call == events.calls.get(0));
    Call call = events.calls.get(0);
    assertThat(call.kind()).isEqualTo(Call.Kind.REQUEST);
    assertThat(call.method() + " " + call.template()).isEqualTo("GET " + ORDER);
    CallEnd end = events.end();
    assertThat(end.succeeded()).isTrue();
    assertThat(end.status()).isEqualTo(200);
    assertThat(end.code()).isEmpty();
    assertThat(end.failure()).isEmpty();
    assertThat(end.outcome()).isEqualTo(Outcome.NONE);
    assertThat(end.requestId()).isEqualTo("REQ-1");
    assertThat(end.host()).isEqualTo("api.mch.weixin.qq.com");
    Attempt attempt = events.attempts.get(0);
    assertThat(end.attempts()).containsExactly(attempt);
    assertThat(attempt.number()).isEqualTo(1);
    assertThat(attempt.status()).isEqualTo(200);
    assertThat(attempt.failure()).isEmpty();
    assertThat(attempt.duration()).isBetween(Duration.ZERO, end.duration());
    assertThat(attempt.started()).isAfterOrEqualTo(call.started());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void observesCallThatIsRefusedBeforeSending(boolean async) {
    Wxpay wxpay = observed(Reply.signed("{}"));

    Throwable thrown = catchThrowable(() -> Clients.get(async, wxpay.chain(ORDER)));

    assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
    assertThat(events.names).containsExactly("start", "end");
    assertThat(events.end().failure()).isEqualTo("IllegalArgumentException");
    assertThat(events.end().outcome()).isEqualTo(Outcome.NOT_SENT);
    assertThat(events.end().host()).isEmpty();
    assertThat(events.end().status()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void observesCallWithoutResponse(boolean async) {
    try (RawServer server = new RawServer((request, out) -> true);
        Wxpay wxpay =
            Clients.builder()
                .listener(events)
                .baseUrl(server.url())
                .timeout(Duration.ofMillis(200))
                .build()) {
      Throwable thrown =
          catchThrowable(() -> Clients.post(async, wxpay.chain("v3/pay"), Map.of("a", 1)));

      assertThat(thrown).isNotNull();
      assertThat(events.names).containsExactly("start", "attempt", "end");
      assertThat(events.attempts.get(0).failure()).isEqualTo("TransportException");
      assertThat(events.attempts.get(0).status()).isZero();
      assertThat(events.end().outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(events.end().host()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void observesErrorResponse() {
    Wxpay wxpay =
        observed(Reply.bare(400, "{\"code\":\"PARAM_ERROR\"}").with("Request-ID", "REQ-2"));

    Throwable thrown = catchThrowable(() -> wxpay.chain("v3/pay").post(Map.of("a", 1)));

    assertThat(thrown).isInstanceOf(StatusException.class);
    assertThat(events.end().status()).isEqualTo(400);
    assertThat(events.end().code()).isEqualTo("PARAM_ERROR");
    assertThat(events.end().outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(events.end().requestId()).isEqualTo("REQ-2");
    assertThat(events.attempts.get(0).status()).isEqualTo(400);
    assertThat(events.attempts.get(0).failure()).isEmpty();
  }

  @Test
  void observesResponseThatIsNotVerified() {
    Wxpay wxpay =
        observed(Reply.signed("{}").withBody("{\"a\":1}".getBytes(StandardCharsets.UTF_8)));

    Throwable thrown = catchThrowable(() -> wxpay.chain("v3/pay").post(Map.of("a", 1)));

    assertThat(events.end().code())
        .isEqualTo(((VerificationException) thrown).reason().name())
        .isNotEmpty();
    assertThat(events.end().status()).isEqualTo(200);
    assertThat(events.end().outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void observesCancelledCall() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    CallListener last =
        new CallListener() {
          @Override
          public void end(Call call, CallEnd end) {
            ended.countDown();
          }
        };
    try (RawServer server = new RawServer((request, out) -> true);
        Wxpay wxpay =
            Clients.builder().listener(events).listener(last).baseUrl(server.url()).build()) {
      CompletableFuture<Response> call = wxpay.chain("v3/pay").postAsync(Map.of("a", 1));
      assertThat(server.awaitRequest()).isTrue();

      call.cancel(true);

      assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(events.end().outcome()).isEqualTo(Outcome.UNKNOWN);
    }
  }

  @Test
  void observesDownload() {
    Wxpay wxpay = observed(Reply.bare(200, "a,b\n"));

    wxpay.chain("v3/billdownload/file").query("token", "secret").download(folder.resolve("bill"));

    assertThat(events.names).containsExactly("start", "attempt", "end");
    assertThat(events.calls.get(0).kind()).isEqualTo(Call.Kind.DOWNLOAD);
    assertThat(events.calls.get(0)).hasToString("GET v3/billdownload/file");
    assertThat(events.end().succeeded()).isTrue();
  }

  @Test
  void observesDownloadWhoseFolderIsMissing() {
    Wxpay wxpay = observed(Reply.bare(200, "a,b\n"));
    Path nowhere = folder.resolve("missing").resolve("bill");

    Throwable thrown = catchThrowable(() -> wxpay.chain("v3/billdownload/file").download(nowhere));

    assertThat(thrown).isNotNull();
    assertThat(events.names).containsExactly("start", "end");
    assertThat(events.end().outcome()).isEqualTo(Outcome.NOT_SENT);
  }

  @Test
  void observesNotificationsAndCertificateDownload() {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Clients.of(sandbox.config()).newBuilder().listener(events).build()) {
      SignedNotification sent =
          sandbox.notification("TRANSACTION.SUCCESS", Map.of("out_trade_no", NUMBER));

      wxpay.notifications().parse(sent.headers(), sent.body());
      Throwable thrown =
          catchThrowable(() -> wxpay.notifications().parse(sent.headers(), new byte[] {'{', '}'}));

      assertThat(thrown).isInstanceOf(VerificationException.class);
      List<Integer> ends = new ArrayList<>();
      for (int i = 0; i < events.ends.size(); i++) {
        if (events.ended.get(i).kind() == Call.Kind.NOTIFICATION) {
          ends.add(i);
        }
      }
      assertThat(ends).hasSize(2);
      CallEnd first = events.ends.get(ends.get(0));
      assertThat(first.eventType()).isEqualTo("TRANSACTION.SUCCESS");
      assertThat(first.succeeded()).isTrue();
      CallEnd second = events.ends.get(ends.get(1));
      assertThat(second.eventType()).isEmpty();
      assertThat(second.outcome()).isEqualTo(Outcome.NONE);
      assertThat(second.code()).isEqualTo(((VerificationException) thrown).reason().name());
      assertThat(events.text()).doesNotContain(NUMBER);
    }
  }

  @Test
  void observesCertificateDownload() {
    try (RawServer server = new RawServer((request, out) -> false);
        Wxpay wxpay = Clients.downloading().listener(events).baseUrl(server.url()).build()) {
      Throwable thrown = catchThrowable(() -> wxpay.chain("v3/pay").post(Map.of("a", 1)));

      assertThat(thrown).isNotNull();
      assertThat(events.calls.stream().map(Call::toString).distinct())
          .containsExactly("POST v3/pay", "GET v3/certificates");
      assertThat(events.ends).hasSize(2);
      assertThat(events.ends.get(1).outcome()).isEqualTo(Outcome.NOT_SENT);
    }
  }

  @Test
  void continuesWhenListenerThrows() {
    CallListener broken =
        new CallListener() {
          @Override
          public void start(Call call) {
            throw new IllegalStateException("of the listener");
          }

          @Override
          public void end(Call call, CallEnd end) {
            throw new IllegalStateException("of the listener");
          }
        };
    Wxpay wxpay =
        Clients.builder()
            .httpClient(FakeHttpClient.answering(Reply.signed("{}")))
            .listener(broken)
            .listener(events)
            .build();

    List<LogRecord> records =
        logged(() -> assertThat(wxpay.chain("v3/pay").get().status()).isEqualTo(200));

    assertThat(events.names).containsExactly("start", "attempt", "end");
    assertThat(records.stream().filter(one -> one.getLevel().equals(Level.WARNING))).hasSize(2);
  }

  @Test
  void derivedClientHasListenersUntilTheyAreCleared() {
    Wxpay wxpay = observed(Reply.signed("{}"));

    wxpay.newBuilder().clearListeners().build().chain("v3/a").get();
    assertThat(events.names).isEmpty();

    wxpay.newBuilder().build().chain("v3/a").get();
    assertThat(events.names).containsExactly("start", "attempt", "end");
  }

  @Test
  void showsNoValueOfRequestOrResponse() {
    Wxpay wxpay = observed(Reply.signed("{\"out_trade_no\":\"" + NUMBER + "\"}"));

    wxpay
        .chain(ORDER)
        .get(
            Options.of("out_trade_no", NUMBER).query("mchid", Fixtures.MCHID).header("X-A", "hid"));
    Throwable thrown =
        catchThrowable(() -> wxpay.chain("v3/pay").get(Options.of("out_trade_no", NUMBER)));

    assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
    assertThat(events.text()).doesNotContain(NUMBER, Fixtures.MCHID, "hid");
  }

  @Test
  void logsOneLineForEachCall() {
    Wxpay wxpay = Clients.over(FakeHttpClient.answering(Reply.signed("{}")));

    List<LogRecord> records =
        logged(
            () -> {
              wxpay.chain("v3/pay").post(Map.of("a", 1));
              assertThat(catchThrowable(() -> wxpay.chain(ORDER).get())).isNotNull();
            });

    List<LogRecord> ours =
        records.stream()
            .filter(one -> "io.github.wxpay".equals(one.getLoggerName()))
            .collect(Collectors.toList());
    assertThat(ours).hasSize(2).allMatch(one -> one.getLevel().equals(Level.FINE));
    assertThat(ours.get(0).getMessage())
        .matches(
            "POST v3/pay -> api\\.mch\\.weixin\\.qq\\.com: 200 in \\d+ ms \\[Request-ID REQ-1\\]");
    assertThat(ours.get(1).getMessage())
        .matches("GET \\S+: IllegalArgumentException NOT_SENT in \\d+ ms");
    assertThat(ours.get(0).getThreadID())
        .as("on the caller's thread")
        .isEqualTo(ours.get(1).getThreadID());
  }

  @Test
  void writesFlightRecorderEventForEachCall() throws IOException {
    Path file = folder.resolve("calls.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("io.github.wxpay.Call");
      recording.start();
      Wxpay wxpay = Clients.over(FakeHttpClient.answering(Reply.bare(429, "{\"code\":\"X\"}")));

      Throwable thrown = catchThrowable(() -> wxpay.chain("v3/pay").post(Map.of("a", 1)));

      assertThat(thrown).isInstanceOf(StatusException.class);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> recorded =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals("io.github.wxpay.Call"))
            .collect(Collectors.toList());
    assertThat(recorded).hasSize(1);
    assertThat(recorded.get(0).getString("template")).isEqualTo("v3/pay");
    assertThat(recorded.get(0).getInt("status")).isEqualTo(429);
    assertThat(recorded.get(0).getString("outcome")).isEqualTo("UNKNOWN");
    assertThat(recorded.get(0).getInt("attempts")).isEqualTo(1);
  }

  private static List<LogRecord> logged(Runnable code) {
    List<LogRecord> records = Collections.synchronizedList(new ArrayList<>());
    CapturedLogs logs = new CapturedLogs(records::add);
    try {
      code.run();
    } finally {
      logs.close();
    }
    return records;
  }

  private Wxpay observed(Reply reply) {
    return Clients.builder().httpClient(FakeHttpClient.answering(reply)).listener(events).build();
  }

  /** Keeps all events of all calls. */
  private static final class Events implements CallListener {
    final List<String> names = Collections.synchronizedList(new ArrayList<>());
    final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    final List<Attempt> attempts = Collections.synchronizedList(new ArrayList<>());
    final List<Call> ended = Collections.synchronizedList(new ArrayList<>());
    final List<CallEnd> ends = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void start(Call call) {
      names.add("start");
      calls.add(call);
    }

    @Override
    public void attempt(Call call, Attempt attempt) {
      names.add("attempt");
      calls.add(call);
      attempts.add(attempt);
    }

    @Override
    public void end(Call call, CallEnd end) {
      names.add("end");
      calls.add(call);
      ended.add(call);
      ends.add(end);
    }

    CallEnd end() {
      assertThat(ends).hasSize(1);
      return ends.get(0);
    }

    /** Returns everything that a listener can read as text. */
    String text() {
      StringBuilder text = new StringBuilder();
      calls.forEach(call -> text.append(call).append(call.template()));
      attempts.forEach(attempt -> text.append(attempt).append(attempt.host()));
      ends.forEach(end -> text.append(end).append(end.code()).append(end.failure()));
      return text.toString();
    }
  }
}
