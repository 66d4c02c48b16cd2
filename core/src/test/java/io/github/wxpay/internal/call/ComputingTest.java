package io.github.wxpay.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.ChildJvm;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A computation runs on the common pool where that has a free thread, else on the caller's. */
@Timeout(120)
class ComputingTest {
  private static final Deadline LONG = Deadline.in(Duration.ofMinutes(5));
  private static final int SPARE_WORKERS = 32;
  private static final long SECONDS = 60;

  @TempDir Path folder;
  private final CountDownLatch released = new CountDownLatch(1);

  /** Waits until the pool has a free thread; the first question makes it show one. */
  @BeforeEach
  void quiet() {
    while (CommonPool.isBusy()) {
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void release() {
    released.countDown();
    quiet();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsWithResultOfComputation(boolean async) throws Exception {
    Callable<String> nothing = () -> null;
    String limited = end(async, () -> "result", LONG);
    String unlimited = end(async, () -> "result", Deadline.NONE);

    assertThat(limited).isEqualTo("result");
    assertThat(unlimited).isEqualTo("result");
    assertThat(ComputingTest.<String>end(async, nothing, LONG)).isNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsWithExceptionOfComputation(boolean async) throws Exception {
    for (Throwable thrown :
        List.of(new IOException("a"), new IllegalStateException("b"), new AssertionError("c"))) {
      Callable<String> computation =
          () -> {
            if (thrown instanceof Error) {
              throw (Error) thrown;
            }
            throw (Exception) thrown;
          };

      assertThat(catchThrowable(() -> end(async, computation, LONG))).isSameAs(thrown);
    }
    blockPool();
    AssertionError error = new AssertionError("on the caller");
    Callable<String> failing =
        () -> {
          throw error;
        };
    assertThat(catchThrowable(() -> end(async, failing, LONG))).isSameAs(error);
  }

  @Test
  void runsOnCallerWhenItWaits() throws Exception {
    Thread thread = end(false, Thread::currentThread, LONG);

    assertThat(thread).isSameAs(Thread.currentThread());
  }

  @Test
  void runsOnPoolWhichIsFreeWhenItDoesNotWait() throws Exception {
    Thread thread = end(true, Thread::currentThread, LONG);

    assertThat(thread).isNotSameAs(Thread.currentThread());
    assertThat(thread.getName()).startsWith("ForkJoinPool.commonPool-worker-");
  }

  @Test
  void runsOnCallerWhenAllWorkersOfPoolAreBlocked() throws Exception {
    blockPool();

    Wait<Thread> wait = Wait.computing(Thread::currentThread);
    CompletableFuture<Thread> future = wait.later(LONG).toCompletableFuture();

    assertThat(future).isCompletedWithValue(Thread.currentThread());
  }

  @Test
  void endsAtDeadlineWhenComputationOnPoolTakesLonger() throws Exception {
    CompletableFuture<Boolean> late =
        Wait.computing(() -> released.await(SECONDS, TimeUnit.SECONDS))
            .later(Deadline.in(Duration.ofMillis(20)))
            .toCompletableFuture();

    Throwable failure = late.handle((value, e) -> e).get(SECONDS, TimeUnit.SECONDS);

    assertThat(Failures.unwrapped(failure)).isInstanceOf(TimeoutException.class);
  }

  @Test
  void sendsAsynchronousCallWhenAllWorkersOfPoolAreBlocked() throws Exception {
    try (RawServer server = server();
        Wxpay wxpay = Clients.builder().baseUrl(server.url()).build()) {
      blockPool();

      CompletableFuture<Response> call = wxpay.chain("v3/a").getAsync();

      assertThat(server.awaitRequest()).isTrue();
      assertThat(wxpay.chain("v3/b").get().get("a")).as("a waiting call").isEqualTo("1");
      released.countDown();
      assertThat(call.get(SECONDS, TimeUnit.SECONDS).get("a")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void computesForInterruptedCallerAndKeepsItsInterrupt(boolean async) throws Exception {
    for (int i = 0; i < 2; i++) {
      Thread.currentThread().interrupt();
      try {
        Wait<String> wait = Wait.computing(() -> "result");
        String result =
            async ? wait.later(LONG).toCompletableFuture().getNow("later") : wait.now(LONG);
        assertThat(result).isIn("result", async ? "later" : "result");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }
      blockPool(); // and once more
    }
  }

  @Test
  void interruptedCallerSendsAsynchronousCallsOnly() throws Exception {
    try (RawServer server = server();
        Wxpay wxpay = Clients.builder().baseUrl(server.url()).build()) {
      Thread.currentThread().interrupt();
      CompletableFuture<Response> call;
      try {
        assertThat(catchThrowable(() -> wxpay.chain("v3/a").get()))
            .isExactlyInstanceOf(TransportException.class)
            .hasMessageContaining("the call was interrupted. Nothing was sent");
        assertThat(server.accepted()).isZero();
        call = wxpay.chain("v3/b").getAsync();
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }

      assertThat(call.get(SECONDS, TimeUnit.SECONDS).get("a")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "2"})
  void callsWorkWhateverParallelismThePoolHas(String parallelism) throws Exception {
    List<String> command =
        new ArrayList<>(
            ChildJvm.command(
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + parallelism,
                "-cp",
                ChildJvm.classPath(true),
                Calls.class.getName(),
                folder.resolve("bill.csv").toString()));

    List<String> lines = ChildJvm.run(folder, "Calls", command);

    assertThat(lines)
        .containsExactly(
            "waiting 1",
            "asynchronous 1",
            "in flight 64",
            "with a signer 1",
            "download 400000 moved",
            "asynchronous download 400000 moved");
  }

  /** Makes calls in a separate JVM. */
  static final class Calls {
    private Calls() {}

    public static void main(String[] args) throws Exception {
      Path target = Path.of(args[0]);
      try (RawServer server = server();
          Wxpay wxpay = Clients.builder().baseUrl(server.url()).build()) {
        System.out.println("waiting " + wxpay.chain("v3/a").get().get("a"));
        System.out.println("asynchronous " + got(wxpay.chain("v3/a").getAsync()).get("a"));
        List<CompletableFuture<Response>> calls = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
          calls.add(wxpay.chain("v3/a").getAsync());
        }
        int good = 0;
        for (CompletableFuture<Response> call : calls) {
          good += got(call).status() == 200 ? 1 : 0;
        }
        System.out.println("in flight " + good);
        try (Wxpay signing = wxpay.newBuilder().privateKey(message -> new byte[256]).build()) {
          System.out.println("with a signer " + got(signing.chain("v3/a").getAsync()).get("a"));
        }
        AtomicInteger moved = new AtomicInteger();
        Options options = Options.none().progress((done, total) -> moved.set((int) done));
        var unused = wxpay.chain("v3/billdownload/file").download(target, options);
        System.out.println("download " + moved.getAndSet(0) + " moved");
        var unusedToo = got(wxpay.chain("v3/billdownload/file").downloadAsync(target, options));
        System.out.println("asynchronous download " + moved + " moved");
      }
      System.exit(0);
    }

    private static Response got(CompletableFuture<Response> call) throws Exception {
      return call.get(SECONDS, TimeUnit.SECONDS);
    }
  }

  private static RawServer server() {
    byte[] good = Reply.signed("{\"a\":1}").wire();
    byte[] file = Reply.bare(200, "a,b\n".repeat(100_000)).wire();
    return new RawServer(
        (request, out) -> {
          out.write(request.contains("billdownload") ? file : good);
          return true;
        });
  }

  /**
   * Holds all workers of the common pool, which does not know that they wait. There may be more
   * than its parallelism, since code of other tests may have blocked workers lately.
   */
  private void blockPool() throws InterruptedException {
    int most = ForkJoinPool.getCommonPoolParallelism() + SPARE_WORKERS;
    for (int i = 0; i < most && !CommonPool.isBusy(); i++) {
      CountDownLatch held = new CountDownLatch(1);
      ForkJoinPool.commonPool()
          .execute(
              () -> {
                held.countDown();
                try {
                  released.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      assumeTrue(held.await(10, TimeUnit.SECONDS), ComputingTest::stuckPool);
    }
    assertThat(CommonPool.isBusy()).isTrue();
  }

  /** Says that the pool counts itself as free, but starts nothing: no test can block it. */
  private static String stuckPool() {
    StringBuilder text =
        new StringBuilder("the common pool starts no code: ").append(ForkJoinPool.commonPool());
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              if (thread.getName().startsWith("ForkJoinPool.commonPool")) {
                text.append('\n').append(thread).append(' ').append(Arrays.toString(stack));
              }
            });
    System.out.println("ComputingTest is skipped in part: " + text);
    return text.toString();
  }

  private static <T> T end(boolean async, Callable<T> computation, Deadline deadline)
      throws Exception {
    Wait<T> wait = Wait.computing(computation);
    if (!async) {
      return wait.now(deadline);
    }
    CompletableFuture<T> future = wait.later(deadline).toCompletableFuture();
    Throwable failure = future.handle((value, e) -> e).get(SECONDS, TimeUnit.SECONDS);
    if (failure == null) {
      return future.join();
    }
    Throwable cause = Failures.unwrapped(failure);
    if (cause instanceof Error) {
      throw (Error) cause;
    }
    throw (Exception) cause;
  }
}
