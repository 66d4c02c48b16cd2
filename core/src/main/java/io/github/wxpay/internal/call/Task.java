package io.github.wxpay.internal.call;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A computation of several steps that runs in one of two ways: {@link #run} waits on the calling
 * thread; {@link #start} returns a future and blocks no thread while it waits. The steps and their
 * order are the same; only the {@link Wait}s differ. Immutable; each run and each start computes
 * the result again.
 */
public abstract class Task<T> {
  private Task() {}

  /** Creates a task of one step. */
  public static <T> Task<T> of(Supplier<T> step) {
    return new Step<>(step);
  }

  /** Creates a task with this result. */
  public static <T> Task<T> value(T value) {
    return new Step<>(() -> value);
  }

  /** Creates a task that fails with this exception or error. */
  public static <T> Task<T> failed(Throwable failure) {
    return new Step<>(
        () -> {
          throw Failures.unchecked(failure);
        });
  }

  /**
   * Creates a task that waits.
   *
   * @param ended converts the value or the exception with which the wait ended to the result; an
   *     {@link Error} is rethrown
   */
  public static <W, T> Task<T> waiting(
      Wait<W> wait, BiFunction<@Nullable W, @Nullable Throwable, T> ended) {
    return new Waiting<>(wait, ended);
  }

  /**
   * Creates a task that runs another again and again, until its result is present. It uses constant
   * stack and memory.
   *
   * @param next creates the task of the next round; called after the round before has ended
   */
  public static <T> Task<T> until(Supplier<Task<Optional<T>>> next) {
    return new Until<>(next);
  }

  /** Returns this task with one more step. */
  public <R> Task<R> map(Function<? super T, ? extends R> step) {
    return new Then<>(this, value -> of(() -> step.apply(value)));
  }

  /** Returns this task followed by another, which its result decides. */
  public <R> Task<R> then(Function<? super T, Task<R>> next) {
    return new Then<>(this, next);
  }

  /**
   * Returns this task followed by another if it fails with an exception of this type. Any other
   * failure ends the task, and so does every failure once the result is no longer needed. A long
   * chain of tasks that each recover uses constant stack.
   *
   * @param next receives the failure; may throw it, or another exception
   */
  public <X extends RuntimeException> Task<T> recover(
      Class<X> type, Function<? super X, Task<T>> next) {
    return new Recover<>(this, type, next);
  }

  /**
   * Returns this task with a last step that runs however it ends.
   *
   * @param cleanup receives the failure, or {@code null}; must not throw
   */
  public Task<T> lastly(Consumer<@Nullable Throwable> cleanup) {
    return new Lastly<>(this, cleanup);
  }

  /**
   * Returns this task with a deadline in addition to those of enclosing tasks. It is computed when
   * the task begins. Waits of the task end at the deadline; computing steps are not interrupted.
   */
  public Task<T> within(Supplier<Deadline> deadline) {
    return new Within<>(this, deadline);
  }

  /** Runs on the calling thread, and waits there. */
  public final T run() {
    return run(Deadline.NONE);
  }

  abstract T run(Deadline deadline);

  /**
   * Starts on the calling thread and continues, after each wait, on the thread that ended it. Every
   * failure ends the future. Ending the future from outside (cancelling it, for one) ends the wait
   * that is running, and no further wait begins.
   */
  public final CompletableFuture<T> start() {
    return start(unclaimed -> {});
  }

  /**
   * Starts as {@link #start()} does.
   *
   * @param unclaimed receives a result that is available only after the future was ended from
   *     outside
   */
  public final CompletableFuture<T> start(Consumer<? super T> unclaimed) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Execution execution = new Execution();
    var unused = result.whenComplete((value, e) -> execution.end());
    var unusedToo =
        start(execution, Deadline.NONE)
            .whenComplete(
                (value, e) -> {
                  if (e != null) {
                    result.completeExceptionally(Failures.unwrapped(e));
                  } else if (!result.complete(value)) {
                    unclaimed.accept(value);
                  }
                });
    return result;
  }

  abstract CompletableFuture<T> start(Execution execution, Deadline deadline);

  private static final class Step<T> extends Task<T> {
    private final Supplier<T> step;

    Step(Supplier<T> step) {
      this.step = step;
    }

    @Override
    T run(Deadline deadline) {
      return step.get();
    }

    @Override
    CompletableFuture<T> start(Execution execution, Deadline deadline) {
      try {
        return CompletableFuture.completedFuture(step.get());
      } catch (RuntimeException | Error e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }

  private static final class Waiting<W, T> extends Task<T> {
    private final Wait<W> wait;
    private final BiFunction<@Nullable W, @Nullable Throwable, T> ended;

    Waiting(Wait<W> wait, BiFunction<@Nullable W, @Nullable Throwable, T> ended) {
      this.wait = wait;
      this.ended = ended;
    }

    @Override
    T run(Deadline deadline) {
      W value;
      try {
        value = wait.now(deadline);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return ended.apply(null, e);
      } catch (Exception e) {
        return ended.apply(null, Failures.cause(e));
      }
      return ended.apply(value, null);
    }

    @Override
    CompletableFuture<T> start(Execution execution, Deadline deadline) {
      if (execution.isOver()) {
        return CompletableFuture.failedFuture(new CancellationException());
      }
      CompletableFuture<W> stage;
      try {
        stage = wait.later(deadline).toCompletableFuture();
      } catch (RuntimeException | Error e) {
        stage = CompletableFuture.failedFuture(e);
      }
      execution.waitsFor(stage);
      return stage.handle((value, e) -> ended.apply(value, e == null ? null : Failures.cause(e)));
    }
  }

  private static final class Then<T, R> extends Task<R> {
    private final Task<T> first;
    private final Function<? super T, Task<R>> next;

    Then(Task<T> first, Function<? super T, Task<R>> next) {
      this.first = first;
      this.next = next;
    }

    @Override
    R run(Deadline deadline) {
      return next.apply(first.run(deadline)).run(deadline);
    }

    @Override
    CompletableFuture<R> start(Execution execution, Deadline deadline) {
      return first
          .start(execution, deadline)
          .thenCompose(
              value -> execution.asCaller(() -> next.apply(value).start(execution, deadline)));
    }
  }

  private static final class Until<T> extends Task<T> {
    private final Supplier<Task<Optional<T>>> next;

    Until(Supplier<Task<Optional<T>>> next) {
      this.next = next;
    }

    @Override
    T run(Deadline deadline) {
      Optional<T> result = Optional.empty();
      while (result.isEmpty()) {
        result = next.get().run(deadline);
      }
      return result.get();
    }

    @Override
    CompletableFuture<T> start(Execution execution, Deadline deadline) {
      CompletableFuture<T> result = new CompletableFuture<>();
      rounds(execution, deadline, result);
      return result;
    }

    /** Starts rounds in a loop as long as they end at once; the first one that waits continues. */
    private void rounds(Execution execution, Deadline deadline, CompletableFuture<T> result) {
      boolean goesOn = true;
      while (goesOn) {
        CompletableFuture<Optional<T>> round = round(execution, deadline);
        if (!round.isDone()) {
          var unused =
              round.whenComplete(
                  (value, e) -> {
                    if (isNotLast(round, result)) {
                      rounds(execution, deadline, result);
                    }
                  });
          return;
        }
        goesOn = isNotLast(round, result);
      }
    }

    private CompletableFuture<Optional<T>> round(Execution execution, Deadline deadline) {
      if (execution.isOver()) {
        return CompletableFuture.failedFuture(new CancellationException());
      }
      try {
        return execution.asCaller(() -> next.get().start(execution, deadline));
      } catch (RuntimeException | Error e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    /** Ends the result with that of a round that has ended, if it is present or a failure. */
    private static <T> boolean isNotLast(
        CompletableFuture<Optional<T>> round, CompletableFuture<T> result) {
      try {
        Optional<T> value = round.join();
        value.ifPresent(result::complete);
        return value.isEmpty();
      } catch (CompletionException | CancellationException e) {
        result.completeExceptionally(e);
        return false;
      }
    }
  }

  private static final class Recover<T, X extends RuntimeException> extends Task<T> {
    private final Task<T> first;
    private final Class<X> type;
    private final Function<? super X, Task<T>> next;

    Recover(Task<T> first, Class<X> type, Function<? super X, Task<T>> next) {
      this.first = first;
      this.type = type;
      this.next = next;
    }

    @Override
    T run(Deadline deadline) {
      Task<T> task = this;
      while (task instanceof Recover) { // a loop, since recursion would take stack for each
        Recover<T, ?> one = (Recover<T, ?>) task;
        try {
          return one.first.run(deadline);
        } catch (RuntimeException | Error e) {
          task = one.after(e);
        }
      }
      return task.run(deadline);
    }

    @Override
    CompletableFuture<T> start(Execution execution, Deadline deadline) {
      Task<T> task = this;
      while (task instanceof Recover) {
        Recover<T, ?> one = (Recover<T, ?>) task;
        CompletableFuture<T> stage = one.first.start(execution, deadline);
        if (!stage.isDone()) {
          return stage
              .handle((value, e) -> e == null ? value(value) : one.after(e, execution))
              .thenCompose(next -> next.start(execution, deadline));
        }
        Throwable failure = stage.handle((value, e) -> e).join();
        if (failure == null) {
          return stage;
        }
        task = one.after(failure, execution);
      }
      return task.start(execution, deadline);
    }

    private Task<T> after(Throwable failure, Execution execution) {
      return execution.isOver() ? failed(failure) : after(Failures.unwrapped(failure));
    }

    private Task<T> after(Throwable failure) {
      if (!type.isInstance(failure)) {
        return failed(failure);
      }
      try {
        return next.apply(type.cast(failure));
      } catch (RuntimeException | Error e) {
        return failed(e);
      }
    }
  }

  private static final class Lastly<T> extends Task<T> {
    private final Task<T> first;
    private final Consumer<@Nullable Throwable> cleanup;

    Lastly(Task<T> first, Consumer<@Nullable Throwable> cleanup) {
      this.first = first;
      this.cleanup = cleanup;
    }

    @Override
    T run(Deadline deadline) {
      T value;
      try {
        value = first.run(deadline);
      } catch (RuntimeException | Error e) {
        cleanup.accept(e);
        throw e;
      }
      cleanup.accept(null);
      return value;
    }

    @Override
    CompletableFuture<T> start(Execution execution, Deadline deadline) {
      return first
          .start(execution, deadline)
          .whenComplete((value, e) -> cleanup.accept(e == null ? null : Failures.unwrapped(e)));
    }
  }

  private static final class Within<T> extends Task<T> {
    private final Task<T> task;
    private final Supplier<Deadline> within;

    Within(Task<T> task, Supplier<Deadline> within) {
      this.task = task;
      this.within = within;
    }

    @Override
    T run(Deadline deadline) {
      return task.run(deadline.earlier(within.get()));
    }

    @Override
    CompletableFuture<T> start(Execution execution, Deadline deadline) {
      Deadline earlier;
      try {
        earlier = deadline.earlier(within.get());
      } catch (RuntimeException | Error e) {
        return CompletableFuture.failedFuture(e);
      }
      return task.start(execution, earlier);
    }
  }

  /**
   * One start of a task: the caller's class loader, the running wait, and whether the result is
   * still needed.
   */
  private static final class Execution {
    private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private @Nullable CompletableFuture<?> running;
    private boolean over;

    /** Runs a step on the current thread with the context class loader of the caller. */
    <R> R asCaller(Supplier<R> step) {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      if (before == loader) {
        return step.get();
      }
      thread.setContextClassLoader(loader);
      try {
        return step.get();
      } finally {
        thread.setContextClassLoader(before);
      }
    }

    synchronized boolean isOver() {
      return over;
    }

    void waitsFor(CompletableFuture<?> stage) {
      synchronized (this) {
        running = stage;
        if (!over) {
          return;
        }
      }
      stage.cancel(true);
    }

    void end() {
      CompletableFuture<?> last;
      synchronized (this) {
        over = true;
        last = running;
      }
      if (last != null) {
        last.cancel(true);
      }
    }
  }
}
