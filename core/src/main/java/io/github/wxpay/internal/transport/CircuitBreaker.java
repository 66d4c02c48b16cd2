package io.github.wxpay.internal.transport;

import io.github.wxpay.exception.TransportException;
import io.github.wxpay.internal.call.Signed;
import io.github.wxpay.internal.text.Printable;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Fails exchanges with a host at once after ten in a row have not reached it. After 5 s one
 * exchange is sent as a probe: its success closes the circuit of the host, its failure opens it for
 * another 5 s. Thread-safe.
 *
 * <p>The host is the one that requests are sent to, with scheme and port: an HTTP proxy that cannot
 * be reached opens a circuit for each host behind it. Exchanges that present the merchant's
 * certificate are counted separately, since a server that refuses the certificate can be reached
 * without it.
 */
final class CircuitBreaker {
  /** Conclusion about a host from the end of an exchange. */
  enum Reach {
    /** A response arrived, however bad. */
    REACHED,
    /** There was no connection, TLS failed, or it was closed before a byte of the response. */
    UNREACHED,
    /** The response was too late or unreadable, or the exchange was ended on this side. */
    UNDECIDED
  }

  /** The cause of the exception of an exchange that was not sent, by which it is recognised. */
  static final class OpenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OpenException(String message) {
      super(message, null, false, false);
    }
  }

  static final int MAX_FAILURES = 10;
  static final int MAX_HOSTS = 64;
  private static final long OPEN_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final LongSupplier nanoTime;

  /** The hosts whose last exchange did not reach them, the least recent of which is removed. */
  private final Map<String, Circuit> failing =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Circuit> eldest) {
          return size() > MAX_HOSTS;
        }
      };

  /** Set while a host is failing, so that exchanges take no lock as long as none is. */
  private volatile boolean any;

  /**
   * Creates a breaker whose circuits are closed.
   *
   * @param nanoTime a source of time as {@link System#nanoTime}
   */
  CircuitBreaker(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Begins an exchange, whose end the caller must report with the result of this method.
   *
   * @return the probe that the exchange is; {@code null} for any other
   * @throws TransportException if the circuit of its host is open
   */
  @Nullable Probe begin(Signed signed) {
    if (!any) {
      return null;
    }
    URI destination = signed.destination();
    synchronized (failing) {
      Circuit circuit = failing.get(key(signed));
      if (circuit == null || !circuit.isOpen()) {
        return null;
      }
      long now = nanoTime.getAsLong();
      long left = circuit.until - now;
      if (left <= 0) {
        return circuit.probe(now);
      }
      throw open(signed, destination, circuit, left);
    }
  }

  /**
   * Ends an exchange.
   *
   * @param probe the result of {@link #begin}
   * @param failure the failure of the exchange; {@code null} for a response
   */
  void end(Signed signed, @Nullable Probe probe, Reach reach, @Nullable Throwable failure) {
    if (!any && reach != Reach.UNREACHED) {
      return;
    }
    String key = key(signed);
    synchronized (failing) {
      if (reach == Reach.REACHED) {
        failing.remove(key);
      } else if (reach == Reach.UNREACHED) {
        failing.computeIfAbsent(key, host -> new Circuit()).failed(probe, reason(failure));
      } else if (probe != null) {
        Circuit circuit = failing.get(key);
        if (circuit != null) {
          circuit.release(probe);
        }
      }
      any = !failing.isEmpty();
    }
  }

  private static TransportException open(
      Signed signed, URI destination, Circuit circuit, long left) {
    String host = host(destination);
    long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
    return new TransportException(
        signed.request()
            + " was not sent to "
            + host
            + ": "
            + circuit.failures
            + " attempts in a row did not reach this host (the last one: "
            + circuit.reason
            + "), so calls fail at once for the next "
            + millis
            + " ms. Nothing was sent; repeat the call later, or set circuitBreaker(false).",
        false,
        new OpenException("The circuit of " + host + " is open"));
  }

  /** Returns the exception behind a failure, without its text, which may be long. */
  private static String reason(@Nullable Throwable failure) {
    Throwable cause = failure == null ? null : failure.getCause();
    Throwable shown = cause == null ? failure : cause;
    return shown == null ? "no connection" : shown.getClass().getSimpleName();
  }

  private static String key(Signed signed) {
    URI destination = signed.destination();
    return lower(destination.getScheme())
        + "://"
        + host(destination)
        + (signed.request().options().security() ? " with certificate" : "");
  }

  private static String host(URI destination) {
    return Printable.of(lower(String.valueOf(destination.getHost())), 255)
        + ":"
        + port(destination);
  }

  private static int port(URI destination) {
    int port = destination.getPort();
    return port >= 0 ? port : "https".equalsIgnoreCase(destination.getScheme()) ? 443 : 80;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Identifies the exchange that probes an open circuit. */
  static final class Probe {}

  /** The failures of one host in a row. Guarded by {@link #failing}. */
  private final class Circuit {
    private int failures;
    private String reason = "";
    private long until;

    /** The running probe; another one is allowed if it has not ended after the same 5 s. */
    private @Nullable Probe probe;

    boolean isOpen() {
      return failures >= MAX_FAILURES;
    }

    Probe probe(long now) {
      probe = new Probe();
      until = now + OPEN_NANOS;
      return probe;
    }

    /** Counts a failure; exchanges that began before the circuit was opened do not prolong it. */
    void failed(@Nullable Probe of, String why) {
      failures++;
      reason = why;
      if (failures == MAX_FAILURES || (of != null && of == probe)) {
        until = nanoTime.getAsLong() + OPEN_NANOS;
        probe = null;
      }
    }

    /** Lets the next exchange be the probe, since this one has not decided anything. */
    void release(Probe of) {
      if (of == probe) {
        until = nanoTime.getAsLong();
        probe = null;
      }
    }
  }
}
