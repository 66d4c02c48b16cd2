package io.github.wxpay.internal.transport;

import java.lang.reflect.Method;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;

/**
 * A JDK client with the number of its running exchanges, so that it can be shut down when the last
 * of them has ended.
 */
final class CountedClient {
  /** The method that closes all connections; {@code null} before Java 21. */
  private static final @Nullable Method SHUTDOWN = shutdownMethod();

  private final HttpClient http;
  private final boolean replaceable;
  private int running;
  private boolean retired;

  private CountedClient(HttpClient http, boolean replaceable) {
    this.http = http;
    this.replaceable = replaceable;
  }

  /** Returns a client that was created by the library, and may be replaced by another. */
  static CountedClient own(HttpClient http) {
    return new CountedClient(http, SHUTDOWN != null);
  }

  /** Returns a client of the caller, which is never shut down. */
  static CountedClient given(HttpClient http) {
    return new CountedClient(http, false);
  }

  HttpClient http() {
    return http;
  }

  /** Returns whether this client may be replaced and shut down. */
  boolean isReplaceable() {
    return replaceable;
  }

  synchronized void begin() {
    running++;
  }

  synchronized void end() {
    running--;
    shutdownIfUnused();
  }

  /** Shuts the client down once its exchanges have ended; no further exchange may begin. */
  synchronized void retire() {
    retired = true;
    shutdownIfUnused();
  }

  private void shutdownIfUnused() {
    Method method = SHUTDOWN;
    if (retired && running == 0 && method != null) {
      try {
        method.invoke(http);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("The connections could not be closed.", e);
      }
    }
  }

  private static @Nullable Method shutdownMethod() {
    try {
      return HttpClient.class.getMethod("shutdownNow");
    } catch (NoSuchMethodException e) {
      return null;
    }
  }
}
