package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.exception.FileException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.call.Wait;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The exception of a waiting call shows the caller's line first, and the worker's stack below. */
@Timeout(60)
class CallerStackTest {
  private volatile Reply reply = Reply.signed("{}");
  private final RawServer server =
      new RawServer(
          (request, out) -> {
            out.write(reply.wire());
            return true;
          });
  private final Wxpay wxpay = Clients.builder().baseUrl(server.url()).build();

  @AfterEach
  void end() {
    wxpay.close();
    server.close();
  }

  /** Returns the line that a console or a log should show. */
  private static Response callerOf(Chain chain) {
    return chain.get();
  }

  @Test
  void showsCallerOfErrorResponse() {
    reply = Reply.bare(400, "{\"code\":\"PARAM_ERROR\",\"message\":\"m\"}");

    Throwable thrown = catchThrowable(() -> callerOf(wxpay.chain("v3/a")));

    assertShowsCaller(thrown, StatusException.class);
    assertThat(((StatusException) thrown).code()).isEqualTo("PARAM_ERROR");
    assertThat(thrown).hasMessageContaining("GET v3/a was answered 400 PARAM_ERROR").hasNoCause();
    assertThat(thrown).hasNoSuppressedExceptions();
  }

  @Test
  void showsCallerOfFailedConnection() {
    Wxpay dead = wxpay.newBuilder().baseUrl(RawServer.deadUrl()).build();

    Throwable thrown = catchThrowable(() -> callerOf(dead.chain("v3/a")));

    assertShowsCaller(thrown, TransportException.class);
    assertThat(((TransportException) thrown).sent()).isFalse();
    assertThat(thrown).hasCauseInstanceOf(ConnectException.class);
    assertThat(thrown).hasNoSuppressedExceptions();
  }

  @Test
  void showsCallerOfForgedResponse() {
    reply = Reply.signed("{}").withBody(new byte[] {'1'});

    Throwable thrown = catchThrowable(() -> callerOf(wxpay.chain("v3/a")));

    assertShowsCaller(thrown, VerificationException.class);
    assertThat(((VerificationException) thrown).status()).isEqualTo(200);
    assertThat(thrown).hasNoSuppressedExceptions();
  }

  @Test
  void showsCallerOfExceptionOfHook() {
    Hook hook =
        new Hook() {
          @Override
          public Outgoing request(Outgoing request) {
            return request;
          }

          @Override
          public Incoming response(Incoming response) {
            throw new UnsupportedOperationException("of the hook");
          }
        };
    Wxpay hooked = wxpay.newBuilder().hook(hook).build();

    Throwable thrown = catchThrowable(() -> callerOf(hooked.chain("v3/a")));

    assertShowsCaller(thrown, UnsupportedOperationException.class);
    assertThat(thrown).hasMessage("of the hook");
    assertThat(thrown).hasNoSuppressedExceptions();
  }

  @Test
  void showsCallerOfCertificateDownloadThatOthersMayWaitForToo() {
    Wxpay dead = Clients.downloading().baseUrl(RawServer.deadUrl()).build();

    Throwable thrown = catchThrowable(() -> callerOf(dead.chain("v3/a")));

    assertShowsCaller(thrown, TransportException.class);
    assertThat(thrown).hasMessageContaining("v3/certificates");
    assertShowsWorker(thrown);
  }

  @Test
  void showsCallerOfDownload() {
    reply = Reply.bare(200, "");

    Throwable thrown = catchThrowable(() -> callerOfBill(wxpay.chain("v3/bill/tradebill")));

    assertThat(callerIn(thrown)).isEqualTo("callerOfBill");
  }

  private static void callerOfBill(Chain chain) {
    chain.bill(Options.none());
  }

  /**
   * The exception is thrown on the caller's thread, so its stack trace has the caller and is not
   * changed.
   */
  @Test
  void doesNotChangeExceptionOfInvalidInput() {
    Throwable placeholder = catchThrowable(() -> callerOf(wxpay.chain("v3/a/{x}")));
    Throwable file =
        catchThrowable(() -> callerOfUpload(wxpay.chain("v3/a"), Path.of("nowhere.png")));

    assertShowsCaller(placeholder, IllegalArgumentException.class);
    assertThat(placeholder.getStackTrace()[0].getClassName()).contains(".internal.url.Template");
    assertThat(placeholder.getSuppressed()).isEmpty();
    assertThat(file).isExactlyInstanceOf(FileException.class).hasNoSuppressedExceptions();
    assertThat(callerIn(file)).isEqualTo("callerOfUpload");
    assertThat(server.accepted()).isZero();
  }

  private static void callerOfUpload(Chain chain, Path file) {
    chain.upload(file);
  }

  @Test
  void doesNotChangeExceptionOfAsynchronousCall() {
    reply = Reply.bare(500, "");

    Throwable thrown = catchThrowable(() -> wxpay.chain("v3/a").getAsync().join()).getCause();

    assertThat(thrown).isExactlyInstanceOf(StatusException.class).hasNoSuppressedExceptions();
  }

  /** One failed download of certificates fails all the calls that wait for it. */
  @Test
  void showsEveryCallerOfSharedFailure() throws Exception {
    int callers = 8;
    CountDownLatch asked = new CountDownLatch(callers);
    Hook hook =
        request -> {
          asked.countDown();
          return request;
        };
    List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
    try (RawServer slow =
            new RawServer(
                (request, out) -> {
                  asked.await(20, TimeUnit.SECONDS);
                  out.write(Reply.bare(500, "{\"code\":\"SYSTEM_ERROR\"}").wire());
                  return true;
                });
        Wxpay keyless =
            Clients.once()
                .mchid(Fixtures.MCHID)
                .serial(Fixtures.SERIAL)
                .privateKey(Fixtures.merchantKey())
                .apiV3Key(Fixtures.API_V3_KEY)
                .baseUrl(slow.url())
                .hook(hook)
                .build()) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        Thread thread =
            new Thread(() -> thrown.add(catchThrowable(() -> callerOf(keyless.chain("v3/a")))));
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }

    assertThat(thrown).hasSize(callers).doesNotHaveDuplicates();
    for (Throwable one : thrown) {
      assertShowsCaller(one, StatusException.class);
      assertThat(one.getSuppressed()).hasSize(1);
    }
  }

  @Test
  void doesNotChangeExceptionThatSeveralCallersReceive() {
    StatusException shared = worker(() -> new StatusException("m", 500, "c", "", "", "", "t"));
    StackTraceElement[] before = shared.getStackTrace();

    RuntimeException first = firstCaller(shared);
    RuntimeException second = secondCaller(shared);

    assertThat(callerIn(first)).isEqualTo("firstCaller");
    assertThat(callerIn(second)).isEqualTo("secondCaller");
    assertThat(first).isExactlyInstanceOf(StatusException.class).hasMessage("m");
    assertThat(((StatusException) second).code()).isEqualTo("c");
    assertThat(((StatusException) second).text()).isEqualTo("t");
    assertThat(shared.getStackTrace()).isEqualTo(before);
    assertThat(shared).hasNoSuppressedExceptions().hasNoCause();
    assertThat(first.getSuppressed()).hasSize(1);
    assertThat(second.getSuppressed()).hasSize(1);
  }

  @Test
  void keepsTheFirstCallerOfSharedExceptionOfOtherTypes() {
    IllegalStateException shared = worker(() -> new IllegalStateException("m"));

    assertThat(callerIn(firstCaller(shared))).isEqualTo("firstCaller");
    assertThat(callerIn(secondCaller(shared))).isEqualTo("firstCaller");
    assertThat(shared.getSuppressed()).hasSize(1);
  }

  @Test
  void copiesExceptionsWithTheirCause() {
    Exception cause = new Exception("cause");

    assertThat(new TransportException("m", true, cause).clone())
        .isExactlyInstanceOf(TransportException.class)
        .hasMessage("m")
        .hasCause(cause);
    assertThat(new MalformedException("m").clone()).hasMessage("m").hasNoCause();
  }

  private static RuntimeException firstCaller(RuntimeException failure) {
    return catchThrowableOfType(() -> failing(failure).run());
  }

  private static RuntimeException secondCaller(RuntimeException failure) {
    return catchThrowableOfType(() -> failing(failure).run());
  }

  private static Task<Object> failing(RuntimeException failure) {
    return Task.waiting(
        Wait.of(() -> CompletableFuture.failedFuture(failure)), CallerStackTest::result);
  }

  private static Object result(Object value, Throwable failure) {
    if (failure != null) {
      throw (RuntimeException) failure;
    }
    return value;
  }

  private static RuntimeException catchThrowableOfType(Supplier<?> call) {
    try {
      throw new AssertionError("Nothing was thrown, but " + call.get());
    } catch (RuntimeException e) {
      return e;
    }
  }

  private static <T> T worker(Supplier<T> made) {
    return CompletableFuture.supplyAsync(made).join();
  }

  private static void assertShowsCaller(Throwable thrown, Class<?> type) {
    assertThat(thrown).isExactlyInstanceOf(type);
    assertThat(callerIn(thrown)).isEqualTo("callerOf");
  }

  private static void assertShowsWorker(Throwable thrown) {
    assertThat(thrown.getSuppressed()).hasSize(1);
    Throwable worker = thrown.getSuppressed()[0];
    assertThat(worker).hasMessage("thrown on another thread, while the caller waited");
    assertThat(worker.getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith("io.github.wxpay.internal."))
        .noneMatch(frame -> frame.getMethodName().equals("callerOf"));
    StringWriter printed = new StringWriter();
    thrown.printStackTrace(new PrintWriter(printed, true));
    assertThat(printed.toString())
        .startsWith(thrown.toString())
        .contains("CallerStackTest.callerOf(", "Suppressed: ", "internal.transport.Exchange");
  }

  /** Returns the method of the first frame below those of the library. */
  private static String callerIn(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .filter(
            frame ->
                !frame.getClassName().startsWith("io.github.wxpay.")
                    || frame.getClassName().equals(CallerStackTest.class.getName()))
        .map(StackTraceElement::getMethodName)
        .filter(method -> !method.startsWith("lambda$"))
        .filter(method -> !method.equals("catchThrowableOfType"))
        .findFirst()
        .orElse("");
  }
}
