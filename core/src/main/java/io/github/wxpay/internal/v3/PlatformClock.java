package io.github.wxpay.internal.v3;

import io.github.wxpay.http.Headers;
import io.github.wxpay.internal.text.Printable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The time of a client: this machine's time, and the time with which its requests are signed, which
 * is moved by an offset if the platform's time is known to be another. Safe for use by many
 * threads.
 *
 * <p>The offset is learnt from a response whose signature is valid and which came at most 60 s
 * after its request was sent. It moves only the time of requests. Notifications, replies, call-up
 * parameters and the validity of certificates use this machine's time.
 *
 * <p>The response to a request that was signed with a moved time is checked against the moved time,
 * within the same 300 s: otherwise the platform would execute the request and the client would
 * refuse every response. There is one window at a time, never both. An attacker who breaks TLS and
 * has recorded responses of the platform can move it by sending a recorded one again, and then send
 * another for the same subject. What limits this:
 *
 * <ul>
 *   <li>The offset counts from this machine's clock, not from the last offset, and is at most 20
 *       minutes. Repeated attempts do not add up, and no response older than 25 minutes is ever
 *       accepted.
 *   <li>The platform's time cannot go back. After one verified response, a response that is more
 *       than 120 s behind the time that has passed since then is not learnt from, so a recorded one
 *       no longer has an effect. The elapsed time is that of {@link System#nanoTime}, which does
 *       not change when the clock is set. Only a response within a minute of this machine's clock
 *       may be behind: it takes the offset back to 0, and one response with a wrong time has no
 *       lasting effect.
 *   <li>The response that moves the time is refused itself, and each change is logged.
 * </ul>
 */
public final class PlatformClock {
  /** The largest difference that may be learnt: 15 minutes beyond the window of responses. */
  static final long MAX_OFFSET_SECONDS =
      V3Verifier.WINDOW_SECONDS + Duration.ofMinutes(15).toSeconds();

  /**
   * The smallest difference that is learnt. The platform refuses 5 minutes; the minute below it is
   * for the way of a request. Smaller differences harm nothing and are left alone.
   */
  static final long MIN_CHANGE_SECONDS = Duration.ofMinutes(4).toSeconds();

  /** The longest exchange that is learnt from: after it, the time of the response is old. */
  private static final Duration MAX_EXCHANGE = Duration.ofSeconds(60);

  /** The longest exchange, and a minute between the clocks of the platform's servers. */
  private static final long MAX_BEHIND_SECONDS = MAX_EXCHANGE.toSeconds() + 60;

  /** The largest difference from this machine's clock of a response that agrees with it. */
  private static final long MAX_DISAGREEMENT_SECONDS = 60;

  private static final Logger LOG = System.getLogger("io.github.wxpay");

  private final Clock clock;
  private final LongSupplier nanoTime;
  private final long start;
  private volatile long offset;

  /** The platform's time at the start of this clock, at least; MIN_VALUE if it is not known. */
  private volatile long platformStart = Long.MIN_VALUE;

  /** Creates the clock of a client without an offset. */
  public PlatformClock(Clock clock) {
    this(clock, System::nanoTime);
  }

  /** Creates a clock that measures elapsed time by this source. */
  PlatformClock(Clock clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /** Returns this machine's time. */
  Instant now() {
    return clock.instant();
  }

  /** Returns this machine's clock. */
  Clock machine() {
    return clock;
  }

  /** Returns the seconds that are added to this machine's time for a request; 0 for none. */
  long offset() {
    return offset;
  }

  /**
   * Returns whether a response could change the offset if its signature were valid. Costs little,
   * so that it can be asked for every response.
   *
   * @param platformTime the timestamp of the response, as a Unix time
   * @param used the offset with which its request was signed
   * @param millis the time from sending the request to receiving the response
   */
  boolean isOffBy(long platformTime, long used, long millis) {
    long difference = platformTime - now().getEpochSecond();
    return Math.abs(difference - used) >= MIN_CHANGE_SECONDS
        && Math.abs(difference) <= MAX_OFFSET_SECONDS
        && millis <= MAX_EXCHANGE.toMillis();
  }

  /**
   * Sets the offset by a verified response for which {@link #isOffBy} is true. A difference below
   * four minutes sets it to 0. Returns whether another request would now be signed with another
   * time; this may be because of the response to another call.
   */
  synchronized boolean learn(long platformTime, long used) {
    Instant now = now();
    long difference = platformTime - now.getEpochSecond();
    if (isBehind(platformTime)) {
      if (Math.abs(difference) > MAX_DISAGREEMENT_SECONDS) {
        return false;
      }
      platformStart = platformTime - elapsed(); // two clocks against an earlier response
    }
    seen(platformTime);
    if (Math.abs(difference - offset) >= MIN_CHANGE_SECONDS) {
      offset = Math.abs(difference) >= MIN_CHANGE_SECONDS ? difference : 0;
      log(now, Instant.ofEpochSecond(platformTime));
    }
    return offset != used;
  }

  /** Notes the time of a verified response, before which the platform's time cannot be again. */
  void seen(long platformTime) {
    long atStart = platformTime - elapsed();
    if (atStart > platformStart) {
      synchronized (this) {
        platformStart = Math.max(platformStart, atStart);
      }
    }
  }

  private boolean isBehind(long platformTime) {
    return platformStart != Long.MIN_VALUE
        && platformTime - elapsed() < platformStart - MAX_BEHIND_SECONDS;
  }

  private long elapsed() {
    return Duration.ofNanos(nanoTime.getAsLong() - start).toSeconds();
  }

  private void log(Instant now, Instant platform) {
    LOG.log(
        Level.WARNING,
        "This machine's clock "
            + (offset == 0
                ? "is within 4 minutes of the platform's again"
                : distance(offset) + " the platform's")
            + ": it is "
            + now
            + ", and a signed response has "
            + platform
            + ". Requests are signed with an offset of "
            + offset
            + (offset == 0
                ? " s."
                : " s until then; notifications are checked without it. Set the clock by NTP."));
  }

  private static String distance(long offset) {
    return "is " + Math.abs(offset) + " s " + (offset > 0 ? "behind" : "ahead of");
  }

  /**
   * Returns the sentence on the clock for a 401: the offset if it was learnt, or else both times
   * with the words "not verified" if the response is not verified and has a {@code Date}; empty
   * otherwise.
   *
   * @param used the offset with which the request was signed
   */
  String advice(Headers headers, long used, boolean verified) {
    long learnt = offset;
    if (learnt != used) {
      return learnt == 0
          ? ". This machine's clock is within 4 minutes of the platform's again, and the next request is signed"
              + " with its time."
          : ". This machine's clock "
              + distance(learnt)
              + " the platform's, and the next request is signed with the platform's time; set the"
              + " clock by NTP.";
    }
    List<String> dates = headers.all("Date");
    if (verified || dates.isEmpty()) {
      return "";
    }
    Instant now = now();
    try {
      Instant date =
          ZonedDateTime.parse(dates.get(0), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      boolean far = Duration.between(now, date).abs().toSeconds() >= MIN_CHANGE_SECONDS;
      return times(now, date.toString())
          + (far ? " Set this machine's clock by NTP if it is wrong." : "");
    } catch (DateTimeException e) {
      return times(now, "'" + Printable.of(dates.get(0), 64) + "'");
    }
  }

  private static String times(Instant now, String date) {
    return ". This machine's time is "
        + now
        + ", and the Date of the response is "
        + date
        + " (not verified).";
  }

  /** Returns this machine's time and the offset. */
  @Override
  public String toString() {
    return now() + ", offset " + offset + " s";
  }
}
