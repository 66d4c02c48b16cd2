package io.github.wxpay.http;

import java.time.Duration;
import java.time.Instant;

/**
 * One exchange of a request and its response, or its failure. Immutable.
 *
 * <pre>{@code
 * public void attempt(Call call, Attempt attempt) {
 *   counter(attempt.host(), attempt.status()).increment();
 * }
 * }</pre>
 */
public final class Attempt {
  private final int number;
  private final String host;
  private final Instant started;
  private final Duration duration;
  private final int status;
  private final String failure;

  /** Creates the description of an attempt; tests of listeners may need it. */
  public Attempt(
      int number, String host, Instant started, Duration duration, int status, String failure) {
    this.number = number;
    this.host = host;
    this.started = started;
    this.duration = duration;
    this.status = status;
    this.failure = failure;
  }

  /** Returns the number of the attempt within its call, from 1. */
  public int number() {
    return number;
  }

  /** Returns the host that the request was sent to. */
  public String host() {
    return host;
  }

  /** Returns when the attempt started, by the system's clock. */
  public Instant started() {
    return started;
  }

  /** Returns the time until the response was received, or the attempt failed. */
  public Duration duration() {
    return duration;
  }

  /** Returns the status of the response; 0 if there is none. */
  public int status() {
    return status;
  }

  /**
   * Returns the simple name of the exception if no complete response was received; empty otherwise.
   */
  public String failure() {
    return failure;
  }

  /** Returns the number, the host, the status or the failure, and the duration. */
  @Override
  public String toString() {
    return "#"
        + number
        + " "
        + host
        + " "
        + (failure.isEmpty() ? String.valueOf(status) : failure)
        + " in "
        + duration.toMillis()
        + " ms";
  }
}
