package io.github.wxpay.testing;

import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Passes what is logged, at every level and by any thread, to a test and to nothing else. */
public final class CapturedLogs implements AutoCloseable {
  private final Logger root = Logger.getLogger("");
  private final Handler[] others = root.getHandlers();
  private final Level level = root.getLevel();
  private final Handler handler;

  /** Starts; {@link #close} restores the handlers and the level that were there before. */
  public CapturedLogs(Consumer<LogRecord> receiver) {
    handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            receiver.accept(entry);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    for (Handler other : others) {
      root.removeHandler(other);
    }
    root.addHandler(handler);
    root.setLevel(Level.ALL);
  }

  @Override
  public void close() {
    root.removeHandler(handler);
    for (Handler other : others) {
      root.addHandler(other);
    }
    root.setLevel(level);
  }
}
