package io.github.wxpay.cli.shell;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.CancellationException;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/**
 * Runs snippets in this process, on the caller's thread, and keeps the value or the exception of
 * the last one as an object: JShell itself passes on texts only.
 */
final class CapturingControl extends DirectExecutionControl {
  private @Nullable Object value;
  private @Nullable Throwable thrown;
  private @Nullable Thread running; // guarded by this
  private boolean cancelled; // guarded by this

  /** Returns a provider of this control. */
  ExecutionControlProvider provider() {
    return new ExecutionControlProvider() {
      @Override
      public String name() {
        return "wxpay";
      }

      @Override
      public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
        return CapturingControl.this;
      }
    };
  }

  @Override
  protected String invoke(Method snippet) throws Exception {
    value = null;
    thrown = null;
    try {
      begin();
      value = snippet.invoke(null);
    } catch (InvocationTargetException e) {
      thrown = e.getCause();
      throw e;
    } finally {
      end();
    }
    return ""; // the value is shown as an object, not by JShell
  }

  private synchronized void begin() throws InvocationTargetException {
    if (cancelled) {
      throw new InvocationTargetException(
          new CancellationException("The line was interrupted before it ran."));
    }
    running = Thread.currentThread();
  }

  private synchronized void end() {
    running = null;
    boolean unused = Thread.interrupted(); // of an interrupt that came too late
  }

  /**
   * Interrupts the snippet that runs, or else the ones that are being compiled before they run. An
   * interrupt of the compiler would close its files.
   */
  synchronized void cancel() {
    cancelled = true;
    if (running != null) {
      running.interrupt();
    }
  }

  /** Lets snippets run again after {@link #cancel}. */
  synchronized void resume() {
    cancelled = false;
  }

  @Override
  public String varValue(String className, String name)
      throws RunException, EngineTerminationException, InternalException {
    try {
      Field field = findClass(className).getDeclaredField(name);
      field.setAccessible(true);
      value = field.get(null);
      return "";
    } catch (ReflectiveOperationException e) {
      throw new InternalException(e.toString());
    }
  }

  /** Returns the value of the last snippet or variable, and forgets it. */
  @Nullable Object takeValue() {
    Object taken = value;
    value = null;
    return taken;
  }

  /** Returns the exception of the last snippet, and forgets it. */
  @Nullable Throwable takeThrown() {
    Throwable taken = thrown;
    thrown = null;
    return taken;
  }
}
