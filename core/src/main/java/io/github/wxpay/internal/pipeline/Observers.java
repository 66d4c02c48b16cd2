package io.github.wxpay.internal.pipeline;

import io.github.wxpay.http.Call;
import io.github.wxpay.http.CallEnd;
import io.github.wxpay.http.CallListener;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.text.Printable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The listeners of a client, the log, and a flight recording if one is running. A call without any
 * of them costs one check.
 */
public final class Observers {
  private static final Logger LOG = System.getLogger("io.github.wxpay");
  private static final CallListener LOGGING =
      new CallListener() {
        @Override
        public void end(Call call, CallEnd end) {
          String id = end.requestId();
          LOG.log(
              Level.DEBUG,
              Printable.of(call.toString(), 256)
                  + (end.host().isEmpty() ? "" : " -> " + end.host())
                  + ": "
                  + (end.eventType().isEmpty() ? "" : Printable.of(end.eventType(), 64) + " ")
                  + end
                  + (id.isEmpty() ? "" : " [Request-ID " + Printable.of(id, 64) + "]"));
        }
      };

  private final transient List<CallListener> listeners; // the caller's objects

  /** Creates the observers of a client with these listeners. */
  public Observers(List<CallListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Returns the task of a call with its start and its end observed.
   *
   * @param template supplies the path; must not fail; called only if there is a listener
   */
  public <T> Task<T> observed(
      Call.Kind kind,
      String method,
      Supplier<String> template,
      Function<Observation, Task<T>> call) {
    boolean logged = LOG.isLoggable(Level.DEBUG);
    boolean recorded = FlightRecording.isRunning();
    if (listeners.isEmpty() && !logged && !recorded) {
      return call.apply(Observation.NONE);
    }
    List<CallListener> all = new ArrayList<>(listeners);
    if (logged) {
      all.add(LOGGING);
    }
    if (recorded) {
      all.add(FlightRecording.listener());
    }
    return Task.of(() -> new Observation(all, kind, method, template.get()))
        .then(observation -> call.apply(observation).lastly(observation::ended));
  }

  /** Calls a listener; its exceptions are logged and do not affect the call. */
  static void publish(CallListener listener, Consumer<CallListener> event) {
    try {
      event.accept(listener);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A CallListener failed; the call continues.", e);
    }
  }
}
