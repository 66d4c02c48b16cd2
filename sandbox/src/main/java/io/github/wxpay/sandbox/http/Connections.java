package io.github.wxpay.sandbox.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of a server. Bounds their number, the time a request has to arrive, the time
 * between two requests, and the bytes of all bodies that are incomplete, by closing connections.
 * Safe for use by several threads.
 */
final class Connections implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(30);
  // Not at once: a client may just be sending its next request.
  private static final Duration IDLE_UNDER_LOAD = Duration.ofSeconds(1);
  private static final long TURN_MILLIS = 20;

  private final RequestLimits limits;
  private final Set<Connection> open = new HashSet<>();
  // Those that wait for a request, and those whose request arrives; both in the order of their
  // beginnings.
  private final Map<Connection, Phase> idle = new LinkedHashMap<>();
  private final Map<Connection, Phase> arriving = new LinkedHashMap<>();
  private long bytes;
  private volatile boolean crowded;
  private boolean closed;

  Connections(RequestLimits limits) {
    this.limits = limits;
  }

  /** Returns whether another connection waits, so that one should end after its response. */
  boolean isCrowded() {
    return crowded;
  }

  /**
   * Adds a connection as soon as there is room, for which idle connections and slow requests end;
   * returns false if the server is closed.
   */
  synchronized boolean admit(Connection connection) throws InterruptedException {
    while (!closed && open.size() >= limits.threads()) {
      crowded = true;
      long now = System.nanoTime();
      Connection victim = first(idle, IDLE_UNDER_LOAD, now);
      victim = victim != null ? victim : first(arriving, limits.underLoad(), now);
      if (victim == null) {
        wait(TURN_MILLIS);
      } else {
        end(victim);
      }
    }
    crowded = false;
    return !closed && open.add(connection);
  }

  /** Notes that a connection waits for a request. */
  synchronized void idle(Connection connection) throws IOException {
    busy(connection);
    idle.put(connection, new Phase(connection));
  }

  /** Notes that a request arrives, or a TLS handshake is made. */
  synchronized void arriving(Connection connection) throws IOException {
    busy(connection);
    arriving.put(connection, new Phase(connection));
  }

  /** Counts bytes of an incomplete body. */
  synchronized void received(Connection connection, int count) {
    Phase own = arriving.get(connection);
    if (own == null) {
      return;
    }
    own.bytes += count;
    bytes += count;
    if (bytes > limits.bodyBytes()) {
      for (Connection other : List.copyOf(arriving.keySet())) {
        if (bytes > limits.bodyBytes() && bytesOf(other) > 0) {
          end(other);
        }
      }
    }
  }

  /**
   * Notes that a request is complete.
   *
   * @throws InterruptedIOException if the connection was ended
   */
  synchronized void busy(Connection connection) throws IOException {
    forget(connection);
    if (!open.contains(connection)) {
      throw new InterruptedIOException("the connection was ended by the server");
    }
  }

  /** Removes a connection that has ended. */
  synchronized void remove(Connection connection) {
    forget(connection);
    open.remove(connection);
    if (crowded) {
      notifyAll();
    }
  }

  /** Ends what takes too long, until the server is closed. */
  synchronized void watch() throws InterruptedException {
    while (!closed) {
      long now = System.nanoTime();
      endLate(idle, IDLE, now);
      endLate(arriving, limits.total(), now);
      long next = Math.min(untilLate(idle, IDLE, now), untilLate(arriving, limits.total(), now));
      wait(TimeUnit.NANOSECONDS.toMillis(next) + 1);
    }
  }

  /** Ends all connections. */
  @Override
  public synchronized void close() {
    closed = true;
    List.copyOf(open).forEach(this::end);
    notifyAll();
  }

  private void endLate(Map<Connection, Phase> phases, Duration time, long now) {
    Connection late = first(phases, time, now);
    while (late != null) {
      end(late);
      late = first(phases, time, now);
    }
  }

  // Returns the first connection if its phase has lasted that long.
  private static @Nullable Connection first(
      Map<Connection, Phase> phases, Duration time, long now) {
    Phase first = first(phases);
    return first != null && now - first.start >= time.toNanos() ? first.connection : null;
  }

  // What begins from now on is not late before that time either.
  private static long untilLate(Map<Connection, Phase> phases, Duration time, long now) {
    Phase first = first(phases);
    return time.toNanos() - (first == null ? 0 : now - first.start);
  }

  private static @Nullable Phase first(Map<Connection, Phase> phases) {
    return phases.isEmpty() ? null : phases.values().iterator().next();
  }

  private long bytesOf(Connection connection) {
    Phase phase = arriving.get(connection);
    return phase == null ? 0 : phase.bytes;
  }

  private void end(Connection connection) {
    remove(connection);
    connection.abort();
  }

  private void forget(Connection connection) {
    idle.remove(connection);
    bytes -= bytesOf(connection);
    arriving.remove(connection);
  }

  /** A time of waiting, and the bytes of the body that have arrived in it. */
  private static final class Phase {
    private final Connection connection;
    private final long start = System.nanoTime();
    private long bytes;

    Phase(Connection connection) {
      this.connection = connection;
    }
  }
}
