package io.github.wxpay.internal.pipeline;

import io.github.wxpay.http.Call;
import io.github.wxpay.http.CallEnd;
import io.github.wxpay.http.CallListener;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * Writes a Java Flight Recorder event for each call. The module {@code jdk.jfr} is optional; its
 * classes are loaded only if a recording was started in this JVM.
 */
final class FlightRecording {
  private static final boolean AVAILABLE =
      ModuleLayer.boot()
          .findModule("jdk.jfr")
          .filter(FlightRecording.class.getModule()::canRead)
          .isPresent();

  private FlightRecording() {}

  static boolean isRunning() {
    return AVAILABLE && Recorder.isRunning();
  }

  static CallListener listener() {
    return Recorder.LISTENER;
  }

  /** A separate class, which is loaded only if the module is present. */
  private static final class Recorder {
    static final CallListener LISTENER =
        new CallListener() {
          @Override
          public void end(Call call, CallEnd end) {
            CallEvent event = new CallEvent();
            if (event.isEnabled()) {
              event.write(call, end);
              event.commit();
            }
          }
        };

    static boolean isRunning() {
      return FlightRecorder.isInitialized();
    }
  }

  /** The event of a call that has ended. */
  @Name("io.github.wxpay.Call")
  @Label("WeChat Pay call")
  @Category("WeChat Pay")
  @StackTrace(false)
  static final class CallEvent extends Event {
    @Label("Kind")
    String kind = "";

    @Label("Method")
    String method = "";

    @Label("Template")
    String template = "";

    @Label("Host")
    String host = "";

    @Label("Status")
    int status;

    @Label("Code")
    String code = "";

    @Label("Outcome")
    String outcome = "";

    @Label("Failure")
    String failure = "";

    @Label("Attempts")
    int attempts;

    @Label("Request ID")
    String requestId = "";

    @Label("Event type")
    String eventType = "";

    @Label("Time of the call in ms")
    long millis;

    void write(Call call, CallEnd end) {
      kind = call.kind().name();
      method = call.method();
      template = call.template();
      host = end.host();
      status = end.status();
      code = end.code();
      outcome = end.outcome().name();
      failure = end.failure();
      attempts = end.attempts().size();
      requestId = end.requestId();
      eventType = end.eventType();
      millis = end.duration().toMillis();
    }
  }
}
