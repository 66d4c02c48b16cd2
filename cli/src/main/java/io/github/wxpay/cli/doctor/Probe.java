package io.github.wxpay.cli.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The result of an unsigned request: a response with its time, or a failure. Immutable. */
public final class Probe {
  private final int status;
  private final Duration duration;
  private final Optional<Instant> date;
  private final String problem;

  private Probe(int status, Duration duration, Optional<Instant> date, String problem) {
    this.status = status;
    this.duration = duration;
    this.date = date;
    this.problem = problem;
  }

  /**
   * Returns a host that responded.
   *
   * @param duration the time from the start of the connection to the head of the response
   * @param date the header {@code Date}
   */
  public static Probe reached(int status, Duration duration, Optional<Instant> date) {
    return new Probe(status, duration, date, "");
  }

  /** Returns a host that did not respond. */
  public static Probe failed(String problem) {
    return new Probe(0, Duration.ZERO, Optional.empty(), problem);
  }

  /** Returns whether the host responded. */
  boolean isReached() {
    return problem.isEmpty();
  }

  /** Returns the status of the response; 0 if there is none. */
  int status() {
    return status;
  }

  /** Returns the time that the response took. */
  Duration duration() {
    return duration;
  }

  /** Returns the time of the platform. */
  Optional<Instant> date() {
    return date;
  }

  /** Returns why the host did not respond. */
  String problem() {
    return problem;
  }
}
