package io.github.wxpay.internal.transport;

import io.github.wxpay.internal.call.CommonPool;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs the blocking steps of one exchange (files, progress listeners) one after another on another
 * thread; a step must not throw. One thread reads the sockets of all exchanges of a client, and it
 * must not block.
 */
final class InOrder implements Executor {
  private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();
  private final Queue<Runnable> steps = new ArrayDeque<>();
  private boolean running;

  @Override
  public void execute(Runnable step) {
    synchronized (steps) {
      steps.add(step);
      if (running) {
        return;
      }
      running = true;
    }
    CommonPool.execute(this::runAll, loader);
  }

  private void runAll() {
    for (Runnable step = next(); step != null; step = next()) {
      step.run();
    }
  }

  private @Nullable Runnable next() {
    synchronized (steps) {
      Runnable step = steps.poll();
      running = step != null;
      return step;
    }
  }
}
