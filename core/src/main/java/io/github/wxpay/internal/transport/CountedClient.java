package io.github.wxpay.internal.transport;

import java.lang.reflect.Method;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;

/**
 * A client of the JDK that knows how many exchanges it has, so that it can be shut down when the
 * last of them has ended.
 */
final class CountedClient {
  /** Closes all connections; there is none before Java 21. */
  private static final @Nullable Method SHUTDOWN = shutdownMethod();

  private final HttpClient http;
  private final boolean replaceable;
  private int running;
  private boolean retired;

  private CountedClient(HttpClient http, boolean replaceable) {
    this.http = http;
    this.replaceable = replaceable;
  }

  /** Returns one that was created here, and may be replaced by another. */
  static CountedClient own(HttpClient http) {
    return new CountedClient(http, SHUTDOWN != null);
  }

  /** Returns one of the caller's, which is never shut down. */
  static CountedClient given(HttpClient http) {
    return new CountedClient(http, false);
  }

  HttpClient http() {
    return http;
  }

  /** Returns whether another client may take its place, and this one can be shut down. */
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

  /** Shuts the client down once its exchanges have ended; no other must begin. */
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
