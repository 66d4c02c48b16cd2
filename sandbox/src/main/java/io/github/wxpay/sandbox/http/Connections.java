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
 * The open connections of a server. Limits their number, the time for receiving a request, the time
 * between two requests, and the total bytes of incomplete bodies, by closing connections. Safe for
 * use by several threads.
 */
final class Connections implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(30);
  // Not zero, since a client may just be sending its next request.
  private static final Duration IDLE_UNDER_LOAD = Duration.ofSeconds(1);
  private static final long TURN_MILLIS = 20;

  private final RequestLimits limits;
  private final Set<Connection> open = new HashSet<>();
  // The connections that wait for a request, and those that receive one; both in the order in which
  // these phases began.
  private final Map<Connection, Phase> idle = new LinkedHashMap<>();
  private final Map<Connection, Phase> arriving = new LinkedHashMap<>();
  private long bytes;
  private volatile boolean crowded;
  private boolean closed;

  Connections(RequestLimits limits) {
    this.limits = limits;
  }

  /** Returns whether another connection waits, so that this one should end after its response. */
  boolean isCrowded() {
    return crowded;
  }

  /**
   * Adds a connection as soon as the limit allows it, and ends idle connections and slow requests
   * for it. Returns false if the server is closed.
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

  /** Records that a connection waits for a request. */
  synchronized void idle(Connection connection) throws IOException {
    busy(connection);
    idle.put(connection, new Phase(connection));
  }

  /** Records that a connection receives a request or performs a TLS handshake. */
  synchronized void arriving(Connection connection) throws IOException {
    busy(connection);
    arriving.put(connection, new Phase(connection));
  }

  /** Counts bytes of an incomplete body. */
  synchronized void received(Connection connection, int count) {
    Phase phase = arriving.get(connection);
    if (phase == null) {
      return;
    }
    phase.bytes += count;
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
   * Records that a request is complete.
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

  /** Ends connections that exceed a time limit, until the server is closed. */
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

  // Returns the connection of the first phase if that has lasted for the time.
  private static @Nullable Connection first(
      Map<Connection, Phase> phases, Duration time, long now) {
    Phase first = first(phases);
    return first != null && now - first.start >= time.toNanos() ? first.connection : null;
  }

  // Returns the nanoseconds until the first phase is late; one that begins now is not late sooner.
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

  /** A phase of waiting or receiving, and the bytes of the body received in it. */
  private static final class Phase {
    private final Connection connection;
    private final long start = System.nanoTime();
    private long bytes;

    Phase(Connection connection) {
      this.connection = connection;
    }
  }
}
