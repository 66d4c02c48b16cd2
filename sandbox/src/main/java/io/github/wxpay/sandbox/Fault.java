package io.github.wxpay.sandbox;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * What goes wrong with a call, of both protocols. Immutable.
 *
 * <pre>{@code
 * sandbox.fault("POST v3/refund/**", Fault.ANSWER_LOST);
 * }</pre>
 *
 * <p>There are three moments. At the start of a connection nobody knows yet what is asked. Before
 * the booking, the request is neither checked nor carried out. After the booking, the ledger holds
 * what was asked and only the answer suffers; one that has nothing of the kind, say no signature,
 * is left alone. Some need the front door, {@link SandboxBuilder#socketFaults}.
 *
 * <p>The JDK's {@code HttpClient} sends a GET again by itself if the connection ends before the
 * first byte of the response. A GET that meets {@link #NO_ANSWER} or {@link #ANSWER_LOST} once is
 * therefore recorded twice and succeeds; let it meet the fault twice, or use another method.
 */
public final class Fault {
  /** Nothing goes wrong: keeps a call from the faults behind this one. */
  public static final Fault NONE = new Fault(FaultKind.NONE);

  /** At the start: the connection is closed as soon as it is there. Needs the front door. */
  public static final Fault DISCONNECTED = new Fault(FaultKind.DISCONNECTED);

  /**
   * At the start: nothing is read or sent for a minute, then it is closed. Needs the front door.
   */
  public static final Fault STALLED_AT_START = new Fault(FaultKind.STALLED_AT_START);

  /** At the start: TLS ends with the alert handshake_failure. Needs the front door, and https. */
  public static final Fault FAILED_HANDSHAKE = new Fault(FaultKind.FAILED_HANDSHAKE);

  /** Before the booking: the connection is closed in the middle of the request's body. */
  public static final Fault REQUEST_CUT = new Fault(FaultKind.REQUEST_CUT);

  /** Before the booking: the connection is closed after the request, without a byte. */
  public static final Fault NO_ANSWER = new Fault(FaultKind.NO_ANSWER);

  /** Before the booking: nothing comes for a minute, then the connection is closed. */
  public static final Fault STALLED = new Fault(FaultKind.STALLED);

  /** Before the booking: a 502 with a page in HTML, unsigned. */
  public static final Fault BAD_GATEWAY = new Fault(FaultKind.BAD_GATEWAY);

  /** Before the booking: 500 {@code SYSTEM_ERROR}, signed; APIv2: {@code SYSTEMERROR}. */
  public static final Fault SYSTEM_ERROR = new Fault(FaultKind.SYSTEM_ERROR);

  /** Before the booking: 429 {@code FREQUENCY_LIMITED}, signed; in APIv2 the same with 200. */
  public static final Fault FREQUENCY_LIMITED = new Fault(FaultKind.FREQUENCY_LIMITED);

  /** Before the booking: the request waits 5 s, then is booked and answered as it should be. */
  public static final Fault SLOW = new Fault(FaultKind.SLOW);

  /** After the booking: the answer comes as it should, 5 s late. */
  public static final Fault LATE = new Fault(FaultKind.LATE);

  /** After the booking: the connection is closed without a byte. */
  public static final Fault ANSWER_LOST = new Fault(FaultKind.ANSWER_LOST);

  /** After the booking: the connection is closed in the middle of the body. */
  public static final Fault HANG_UP = new Fault(FaultKind.HANG_UP);

  /** After the booking: half of the body is missing, and Content-Length agrees. */
  public static final Fault TRUNCATED = new Fault(FaultKind.TRUNCATED);

  /** After the booking: a signature that is not right (APIv2: a {@code sign}). */
  public static final Fault WRONG_SIGNATURE = new Fault(FaultKind.WRONG_SIGNATURE);

  /** After the booking: all {@code Wechatpay-} headers are missing (APIv2: the {@code sign}). */
  public static final Fault UNSIGNED = new Fault(FaultKind.UNSIGNED);

  /** After the booking, APIv3: the serial is of no key of the platform. */
  public static final Fault UNKNOWN_SERIAL = new Fault(FaultKind.UNKNOWN_SERIAL);

  /** After the booking, APIv3: a signature probe, {@code WECHATPAY/SIGNTEST/}. */
  public static final Fault PROBE = new Fault(FaultKind.PROBE);

  private static final Duration FURTHEST = Duration.ofDays(3_650);
  private static final Set<String> SIGNING =
      Set.of(
          "wechatpay-nonce",
          "wechatpay-serial",
          "wechatpay-signature",
          "wechatpay-signature-type",
          "wechatpay-timestamp");
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final FaultKind kind;
  private final long number;
  private final Duration time;
  private final String name;
  private final boolean reset;

  private Fault(FaultKind kind) {
    this(kind, -1, kind.time, "", false);
  }

  private Fault(FaultKind kind, long number, Duration time, String name, boolean reset) {
    this.kind = kind;
    this.number = number;
    this.time = time;
    this.name = name;
    this.reset = reset;
  }

  /**
   * Returns the fault that the body of an answer, after the booking, comes so many bytes at a time,
   * each time after that pause; closing the sandbox ends it.
   *
   * @throws IllegalArgumentException if bytes is less than 1, the pause negative or over a minute
   */
  public static Fault dripping(int bytes, Duration pause) {
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes must be at least 1, not " + bytes);
    }
    return new Fault(FaultKind.DRIPPING, bytes, checked(pause), "", false);
  }

  /**
   * Returns the fault that one header of an APIv3 answer is missing.
   *
   * @param name a header that belongs to the signature, for example {@code Wechatpay-Nonce}
   * @throws IllegalArgumentException if it is another
   */
  public static Fault withoutHeader(String name) {
    Objects.requireNonNull(name, "name == null");
    if (!SIGNING.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "name must be Wechatpay-Nonce, -Serial, -Signature, -Signature-Type or -Timestamp, not "
              + name);
    }
    return new Fault(FaultKind.WITHOUT_HEADER, -1, Duration.ZERO, name, false);
  }

  /**
   * Returns the fault that an APIv3 answer, rightly signed, tells a time so far ahead or behind.
   *
   * @throws IllegalArgumentException if it is more than 3,650 days
   */
  public static Fault clockOff(Duration by) {
    Objects.requireNonNull(by, "by == null");
    if (by.compareTo(FURTHEST) > 0 || by.compareTo(FURTHEST.negated()) < 0) {
      throw new IllegalArgumentException("a clock may be off by 3,650 days at most, not by " + by);
    }
    return new Fault(FaultKind.CLOCK_OFF, -1, by, "", false);
  }

  /**
   * Returns the same fault at that byte of the body, counted from 0: so many bytes come before. An
   * answer that is not longer is left alone; a request is always cut.
   *
   * @throws IllegalArgumentException if it is negative, or no byte matters to this fault
   */
  public Fault atByte(long offset) {
    check(kind.hasByte, "atByte is for REQUEST_CUT, HANG_UP and TRUNCATED");
    if (offset < 0) {
      throw new IllegalArgumentException("offset must not be negative, but is " + offset);
    }
    return new Fault(kind, offset, time, name, reset);
  }

  /**
   * Returns the same fault with another pause; closing the sandbox ends it.
   *
   * @throws IllegalArgumentException if it is negative, over a minute, or the fault has none
   */
  public Fault lasting(Duration duration) {
    boolean pausing = !kind.time.isZero();
    check(pausing, "lasting is for STALLED_AT_START, STALLED, SLOW and LATE");
    return new Fault(kind, number, checked(duration), name, reset);
  }

  /**
   * Returns the same fault with a TCP reset (RST) in the place of an orderly end (FIN). Needs the
   * front door, {@link SandboxBuilder#socketFaults}.
   *
   * @throws IllegalArgumentException if the fault closes no connection
   */
  public Fault byReset() {
    check(kind.closes, "byReset is for DISCONNECTED, REQUEST_CUT, NO_ANSWER, ANSWER_LOST, HANG_UP");
    return new Fault(kind, number, time, name, true);
  }

  private void check(boolean allowed, String rule) {
    if (!allowed) {
      throw new IllegalArgumentException(rule + ", not for " + this);
    }
  }

  private static Duration checked(Duration pause) {
    if (pause.isNegative() || pause.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a pause must be 0 to 60 s, not " + pause);
    }
    return pause;
  }

  FaultKind kind() {
    return kind;
  }

  /** Returns at which byte, or how many bytes; -1 for the middle. */
  long number() {
    return number;
  }

  Duration time() {
    return time;
  }

  String name() {
    return name;
  }

  boolean isReset() {
    return reset;
  }

  @Override
  public String toString() {
    String text = kind.toString();
    if (kind == FaultKind.DRIPPING) {
      text += " " + number + " every " + time;
    } else if (kind == FaultKind.CLOCK_OFF || !kind.time.isZero()) {
      text += " " + time;
    } else if (number >= 0) {
      text += " at byte " + number;
    }
    return text + (name.isEmpty() ? "" : " " + name) + (reset ? " by reset" : "");
  }
}
