package io.github.wxpay.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps of a task, run on the calling thread and started. */
@Timeout(60)
class TaskTest {
  private final List<String> steps = Collections.synchronizedList(new ArrayList<>());

  /** The two ways; both throw what the task fails with. */
  private enum Way {
    RUN {
      @Override
      <T> T result(Task<T> task) {
        return task.run();
      }
    },
    START {
      @Override
      <T> T result(Task<T> task) {
        try {
          return task.start().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
          return sneak(e.getCause());
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }
    };

    abstract <T> T result(Task<T> task);

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T, X extends Throwable> T sneak(Throwable e) throws X {
      throw (X) e;
    }
  }

  @ParameterizedTest
  @EnumSource
  void runsStepsInOrder(Way way) {
    Task<String> task =
        step("first")
            .then(first -> waitFor(ends(first + ", waited")))
            .map(value -> log(value + ", mapped"))
            .lastly(e -> steps.add("lastly " + e));

    assertThat(steps).as("steps before the task runs").isEmpty();
    assertThat(way.result(task)).isEqualTo("first, waited, mapped");
    assertThat(steps).containsExactly("first", "first, waited, mapped", "lastly null");
  }

  @ParameterizedTest
  @EnumSource
  void computesResultAgainEachTime(Way way) {
    Task<String> task = step("a").recover(IllegalStateException.class, e -> step("b"));

    for (int i = 0; i < 2; i++) {
      assertThat(way.result(task)).isEqualTo("a");
    }

    assertThat(steps).containsExactly("a", "a");
  }

  @ParameterizedTest
  @EnumSource
  void endsWithFailureOfStepAndRunsLastlyOnce(Way way) {
    IllegalStateException failure = new IllegalStateException("of a step");
    Task<String> task =
        step("first")
            .then(first -> fails(failure))
            .map(value -> log("not reached"))
            .lastly(e -> log("lastly " + e.getMessage()));

    assertThatThrownBy(() -> way.result(task)).isSameAs(failure);
    assertThat(steps).containsExactly("first", "lastly of a step");
  }

  @ParameterizedTest
  @EnumSource
  void passesExceptionOfWaitToItsLastStep(Way way) {
    IOException failure = new IOException("reset");
    Task<String> task =
        Task.waiting(
            Wait.<String>of(() -> CompletableFuture.failedFuture(failure)),
            (value, e) -> e == failure ? "handled" : "other");

    assertThat(way.result(task)).isEqualTo("handled");
  }

  @ParameterizedTest
  @EnumSource
  void rethrowsError(Way way) {
    AssertionError error = new AssertionError("of a step");
    Task<String> thrown = fails(error);
    Task<String> waited = waitFor(CompletableFuture.failedFuture(error));

    for (Task<String> task : List.of(thrown, waited)) {
      assertThatThrownBy(() -> way.result(task)).isSameAs(error);
      assertThatThrownBy(
              () -> way.result(task.recover(RuntimeException.class, e -> step("recovered"))))
          .isSameAs(error);
    }
    assertThat(steps).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void doesNotRecoverWithoutFailure(Way way) {
    Task<String> task =
        step("first")
            .recover(RuntimeException.class, e -> step("of a step"))
            .then(value -> waitFor(ends(value)))
            .recover(RuntimeException.class, e -> step("of a wait"));

    assertThat(way.result(task)).isEqualTo("first");
    assertThat(steps).containsExactly("first");
  }

  @ParameterizedTest
  @EnumSource
  void recoversFromFailureOfTheType(Way way) {
    IllegalStateException failure = new IllegalStateException("expected");
    Function<IllegalStateException, Task<String>> next =
        e -> {
          assertThat(e).isSameAs(failure);
          return step("recovered").then(value -> waitFor(ends(value)));
        };

    assertThat(way.result(this.<String>fails(failure).recover(IllegalStateException.class, next)))
        .isEqualTo("recovered");
    assertThat(way.result(failsLater(failure).recover(IllegalStateException.class, next)))
        .isEqualTo("recovered");
    assertThat(steps).containsExactly("recovered", "recovered");
  }

  @ParameterizedTest
  @EnumSource
  void doesNotRecoverFromFailureOfAnotherType(Way way) {
    IllegalArgumentException failure = new IllegalArgumentException("another");

    for (Task<String> task : List.of(this.<String>fails(failure), failsLater(failure))) {
      assertThatThrownBy(
              () -> way.result(task.recover(IllegalStateException.class, e -> step("recovered"))))
          .isSameAs(failure);
    }
    assertThat(steps).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void endsWithExceptionOfRecovery(Way way) {
    IllegalStateException first = new IllegalStateException("first");
    IllegalStateException second = new IllegalStateException("second");
    AssertionError error = new AssertionError("third");

    for (Throwable last : List.of(second, error)) {
      for (Task<String> task : List.of(this.<String>fails(first), failsLater(first))) {
        Task<String> throwing =
            task.recover(
                IllegalStateException.class,
                e -> {
                  throw Failures.unchecked(last);
                });
        Task<String> failing = task.recover(IllegalStateException.class, e -> fails(last));
        assertThatThrownBy(() -> way.result(throwing)).isSameAs(last);
        assertThatThrownBy(() -> way.result(failing)).isSameAs(last);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void runsLastlyOnceAroundRecovery(Way way) {
    Task<String> task =
        failsLater(new IllegalStateException("first"))
            .lastly(e -> log("inner " + e.getMessage()))
            .recover(IllegalStateException.class, e -> step("recovered"))
            .lastly(e -> log("outer " + e));

    assertThat(way.result(task)).isEqualTo("recovered");
    assertThat(steps).containsExactly("inner first", "recovered", "outer null");
  }

  @ParameterizedTest
  @EnumSource
  void recoversManyTimesInARowWithLittleStack(Way way) {
    assertThat(way.result(countdown(50_000, false))).isEqualTo("0");
    assertThat(way.result(countdown(5_000, true))).isEqualTo("0");
  }

  private static Task<String> countdown(int left, boolean later) {
    Task<String> task =
        Task.of(
            () -> {
              if (left > 0) {
                throw new IllegalStateException();
              }
              return "0";
            });
    Task<String> waiting = later ? waitFor(ends("")).then(waited -> task) : task;
    return waiting.recover(IllegalStateException.class, e -> countdown(left - 1, later));
  }

  @ParameterizedTest
  @EnumSource
  void repeatsUntilResultIsPresentWithLittleStack(Way way) {
    for (boolean later : new boolean[] {false, true}) {
      int rounds = later ? 5_000 : 50_000;
      int[] round = {0};
      Task<Integer> task =
          Task.until(
              () -> {
                Task<String> step = later ? waitFor(ends("")) : Task.value("");
                return step.map(
                    value -> ++round[0] < rounds ? Optional.empty() : Optional.of(round[0]));
              });

      assertThat(way.result(task)).isEqualTo(rounds);
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsRepetitionWithFailureOfARound(Way way) {
    IllegalStateException failure = new IllegalStateException("of the third round");
    Task<String> thrown =
        Task.until(
            () -> {
              if (log("round") != null && steps.size() == 3) {
                throw failure;
              }
              return Task.value(Optional.empty());
            });
    Task<String> failing =
        Task.until(
            () ->
                steps.size() == 5
                    ? failsLater(failure).map(Optional::of)
                    : step("round").map(round -> Optional.empty()));

    assertThatThrownBy(() -> way.result(thrown)).isSameAs(failure);
    assertThatThrownBy(() -> way.result(failing)).isSameAs(failure);
    assertThat(steps).hasSize(5);
  }

  @Test
  void cancellationStartsNoFurtherRound() {
    Watched running = new Watched();
    CompletableFuture<String> result =
        Task.<String>until(
                () ->
                    Task.<String, Optional<String>>waiting(
                        running, (value, e) -> Optional.<String>empty()))
            .start();
    assertThat(running.stages).hasSize(1);
    running.stages.get(0).complete("");
    assertThat(running.stages).hasSize(2);

    assertThat(result.cancel(true)).isTrue();

    assertThat(running.stages.get(1)).isCancelled();
    assertThat(running.stages).hasSize(2);
  }

  @Test
  void startBlocksNoThreadWhileItWaits() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    Task<String> task =
        waitFor(stage)
            .then(value -> this.<String>fails(new IllegalStateException(value)))
            .recover(IllegalStateException.class, e -> step(e.getMessage()));

    CompletableFuture<String> result = task.start();

    assertThat(result).isNotDone();
    stage.complete("waited");
    assertThat(result).isCompletedWithValue("waited");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void cancellationEndsTheRunningWaitAndStartsNoOther(boolean recovering) {
    Watched running = new Watched();
    Watched next = new Watched();
    Task<String> first = Task.waiting(running, TaskTest::result).lastly(e -> log("lastly " + e));
    Task<String> second = Task.waiting(next, TaskTest::result);
    CompletableFuture<String> result =
        (recovering
                ? first.recover(CancellationException.class, e -> second)
                : first.then(value -> second))
            .start();
    assertThat(running.stages).hasSize(1);

    assertThat(result.cancel(true)).isTrue();

    assertThat(running.stages.get(0)).isCancelled();
    assertThat(next.stages).isEmpty();
    assertThat(steps).containsExactly("lastly " + new CancellationException());
  }

  @Test
  void doesNotRecoverOnceResultIsNotNeeded() {
    Watched running = new Watched();
    Task<String> task =
        Task.<String, String>waiting(
                running,
                (value, e) -> {
                  throw new IllegalStateException("whatever ended the wait");
                })
            .recover(IllegalStateException.class, e -> step("recovered"));
    CompletableFuture<String> result = task.start();

    result.completeExceptionally(new IllegalStateException("from outside"));

    assertThat(running.stages.get(0)).isCancelled();
    assertThat(steps).isEmpty();
  }

  @Test
  void passesResultAfterCancellationToUnclaimed() {
    CompletableFuture<String> result =
        Task.waiting(new Watched(), (value, e) -> "made in spite of " + e)
            .start(value -> steps.add("unclaimed: " + value));

    result.cancel(true);

    assertThat(steps).containsExactly("unclaimed: made in spite of " + new CancellationException());
    assertThat(result).isCancelled();
  }

  @Test
  void endsRunWhenInterruptedAndKeepsTheFlag() {
    Task<String> task =
        Task.<String, String>waiting(
                Wait.of(CompletableFuture::new),
                (value, e) -> {
                  throw new IllegalStateException("ended by " + e);
                })
            .lastly(e -> log("lastly " + e.getMessage()));

    Thread.currentThread().interrupt();
    boolean interrupted;
    try {
      assertThatThrownBy(task::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("ended by " + new InterruptedException());
    } finally {
      interrupted = Thread.interrupted();
    }

    assertThat(interrupted).isTrue();
    assertThat(steps).containsExactly("lastly ended by " + new InterruptedException());
  }

  private Task<String> step(String name) {
    return Task.of(() -> log(name));
  }

  private String log(String step) {
    steps.add(step);
    return step;
  }

  private <T> Task<T> fails(Throwable failure) {
    return Task.of(
        () -> {
          throw Failures.unchecked(failure);
        });
  }

  private static Task<String> failsLater(RuntimeException failure) {
    CompletableFuture<String> stage = new CompletableFuture<>();
    CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS)
        .execute(() -> stage.completeExceptionally(failure));
    return waitFor(stage);
  }

  /** Returns a stage that ends on another thread. */
  private static CompletableFuture<String> ends(String value) {
    return CompletableFuture.supplyAsync(() -> value);
  }

  private static Task<String> waitFor(CompletionStage<String> stage) {
    return Task.waiting(Wait.of(() -> stage), TaskTest::result);
  }

  private static String result(String value, Throwable e) {
    if (e != null) {
      throw Failures.unchecked(e);
    }
    return value;
  }

  /** A wait that never ends by itself, and the stages that it returned. */
  private static final class Watched implements Wait<String> {
    final List<CompletableFuture<String>> stages = new ArrayList<>();

    @Override
    public String now(Deadline deadline) throws Exception {
      Future<String> stage = later(deadline).toCompletableFuture();
      return stage.get();
    }

    @Override
    public CompletionStage<String> later(Deadline deadline) {
      stages.add(new CompletableFuture<>());
      return stages.get(stages.size() - 1);
    }
  }
}
