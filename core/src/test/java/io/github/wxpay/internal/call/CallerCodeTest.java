package io.github.wxpay.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.exception.CryptoException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerCodeTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final CallerCode code = new CallerCode("signer");

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void returnsResultOfStage(boolean async) throws Exception {
    assertThat(result(async, "now", Deadline.in(LONG))).isEqualTo("now");
    assertThat(result(async, "now", Deadline.NONE)).isEqualTo("now");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stopsCallingBlockingCodeUntilItReturns(boolean async) throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    List<CompletableFuture<Void>> returned = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      CompletableFuture<Void> one = new CompletableFuture<>();
      returned.add(one);
      Wait<String> wait =
          code.waitFor(
              () -> {
                await(blocked);
                one.complete(null);
                return CompletableFuture.completedFuture("late");
              });

      assertThat(catchThrowable(() -> end(async, wait, Deadline.in(SHORT))))
          .isInstanceOf(TimeoutException.class);
    }

    assertThatThrownBy(() -> result(async, "next", Deadline.in(LONG)))
        .isInstanceOf(CryptoException.class)
        .hasMessage(
            "The signer is not called, since 16 earlier calls of it have not returned in time and"
                + " still block their threads. Set a timeout in it.");
    assertThat(new CallerCode("other").waitFor(() -> stage("other")).now(Deadline.in(LONG)))
        .as("code of another client")
        .isEqualTo("other");

    blocked.countDown();
    CompletableFuture.allOf(returned.toArray(new CompletableFuture<?>[0]))
        .get(20, TimeUnit.SECONDS);
    assertThat(untilCalled(async)).isEqualTo("again");
  }

  /** The counter falls after the code has returned, on the thread that ran it. */
  private String untilCalled(boolean async) throws Exception {
    while (true) {
      try {
        return result(async, "again", Deadline.in(LONG));
      } catch (CryptoException e) {
        Thread.onSpinWait();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callsCodeRepeatedlyIfItsStagesNeverComplete(boolean async) throws Exception {
    for (int i = 0; i < 40; i++) {
      Wait<String> wait = code.waitFor(CompletableFuture::new);

      assertThat(catchThrowable(() -> end(async, wait, Deadline.in(SHORT))))
          .isInstanceOf(TimeoutException.class);
    }

    assertThat(result(async, "next", Deadline.in(LONG))).isEqualTo("next");
  }

  @Test
  void runsCodeWithContextClassLoaderOfCaller() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader own = new URLClassLoader(new URL[0], before)) {
      thread.setContextClassLoader(own);

      ClassLoader seen =
          code.waitFor(() -> stage(Thread.currentThread().getContextClassLoader()))
              .now(Deadline.in(LONG));

      assertThat(seen).isSameAs(own);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private String result(boolean async, String value, Deadline deadline) throws Exception {
    return end(async, code.waitFor(() -> stage(value)), deadline);
  }

  private static <T> CompletionStage<T> stage(T value) {
    return CompletableFuture.completedFuture(value);
  }

  private static <T> T end(boolean async, Wait<T> wait, Deadline deadline) throws Exception {
    if (!async) {
      return wait.now(deadline);
    }
    CompletableFuture<T> future = wait.later(deadline).toCompletableFuture();
    Throwable failure = future.handle((value, e) -> e).get(20, TimeUnit.SECONDS);
    if (failure != null) {
      throw (Exception) Failures.cause(failure);
    }
    return future.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
