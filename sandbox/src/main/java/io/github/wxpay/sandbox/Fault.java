package io.github.wxpay.sandbox;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A failure of a call or a download in APIv2 or APIv3, to be injected by a sandbox. Immutable.
 *
 * <pre>{@code
 * sandbox.fault("POST v3/refund/**", Fault.ANSWER_LOST);
 * sandbox.fault("GET v3/billdownload/file", Fault.WRONG_HASH);
 * }</pre>
 *
 * <p>A fault happens at one of three times. At the start of a connection, no request has been read
 * yet. Before execution, the request is neither verified nor executed. After execution, the ledger
 * contains the result and only the response is damaged. A response without the part that a fault
 * damages, such as a signature, or a file for {@link #WRONG_HASH}, is sent unchanged; the fault
 * counts as used. Some faults need {@link SandboxBuilder#socketFaults}.
 *
 * <p>A fault of bytes happens in the middle of the body unless {@link #atByte} says where, or at
 * byte 65,536 if the length is not known before sending (large compressed files). A body that ends
 * before that byte is sent unchanged.
 *
 * <p>The JDK's {@code HttpClient} repeats a GET if the connection ends before the first byte of the
 * response. A GET with one {@link #NO_ANSWER} or {@link #ANSWER_LOST} is therefore recorded twice
 * and succeeds; inject the fault twice, or use another method.
 */
public final class Fault {
  /** Does nothing: protects a call from the faults that were added after this one. */
  public static final Fault NONE = new Fault(Kind.NONE);

  /** At the start: closes the connection at once. Needs {@code socketFaults}. */
  public static final Fault DISCONNECTED = new Fault(Kind.DISCONNECTED);

  /**
   * At the start: reads and sends nothing for a minute, then closes. Needs {@code socketFaults}.
   */
  public static final Fault STALLED_AT_START = new Fault(Kind.STALLED_AT_START);

  /**
   * At the start: ends TLS with the alert handshake_failure. Needs {@code socketFaults} and https.
   */
  public static final Fault FAILED_HANDSHAKE = new Fault(Kind.FAILED_HANDSHAKE);

  /** Before execution: closes the connection in the middle of the request's body. */
  public static final Fault REQUEST_CUT = new Fault(Kind.REQUEST_CUT);

  /** Before execution: closes the connection after the request, without sending a byte. */
  public static final Fault NO_ANSWER = new Fault(Kind.NO_ANSWER);

  /** Before execution: sends nothing for a minute, then closes the connection. */
  public static final Fault STALLED = new Fault(Kind.STALLED);

  /** Before execution: sends an unsigned 502 with an HTML page. */
  public static final Fault BAD_GATEWAY = new Fault(Kind.BAD_GATEWAY);

  /**
   * Before execution: sends an unsigned 302 to {@code /elsewhere} on the sandbox, which is not an
   * endpoint; {@link Sandbox#requests} shows whether a client follows it.
   */
  public static final Fault REDIRECTED = redirectedTo("/elsewhere");

  /** Before execution: sends 500 {@code SYSTEM_ERROR}, signed; APIv2: {@code SYSTEMERROR}. */
  public static final Fault SYSTEM_ERROR = new Fault(Kind.SYSTEM_ERROR);

  /** Before execution: sends 429 {@code FREQUENCY_LIMITED}, signed; APIv2: with status 200. */
  public static final Fault FREQUENCY_LIMITED = new Fault(Kind.FREQUENCY_LIMITED);

  /** Before execution: waits 5 s, then executes the request and sends the correct response. */
  public static final Fault SLOW = new Fault(Kind.SLOW);

  /** After execution: sends the correct response 5 s late. */
  public static final Fault LATE = new Fault(Kind.LATE);

  /** After execution: closes the connection without sending a byte. */
  public static final Fault ANSWER_LOST = new Fault(Kind.ANSWER_LOST);

  /** After execution: closes the connection in the middle of the body. */
  public static final Fault HANG_UP = new Fault(Kind.HANG_UP);

  /** After execution: omits the second half of the body, with a matching Content-Length. */
  public static final Fault TRUNCATED = new Fault(Kind.TRUNCATED);

  /** After execution: pauses for 5 s in the middle of the body, then sends the rest. */
  public static final Fault PAUSED = new Fault(Kind.PAUSED);

  /**
   * After execution: inverts one bit of the body on the wire. This damages the gzip format of a
   * compressed file, the digest of other files, and the signature of messages.
   */
  public static final Fault FLIPPED_BYTE = new Fault(Kind.FLIPPED_BYTE);

  /**
   * After execution, files only: inverts one bit of the file before its compression, so that only
   * the digest is wrong. {@link #atByte} counts the bytes of the uncompressed file.
   */
  public static final Fault WRONG_HASH = new Fault(Kind.WRONG_HASH);

  /** After execution, files only: sends an unsigned 404 with {@code NO_STATEMENT_EXIST} in JSON. */
  public static final Fault NOT_FOUND = new Fault(Kind.NOT_FOUND);

  /** After execution: sends a wrong signature (APIv2: a wrong {@code sign}). */
  public static final Fault WRONG_SIGNATURE = new Fault(Kind.WRONG_SIGNATURE);

  /** After execution: omits all {@code Wechatpay-} headers (APIv2: the {@code sign}). */
  public static final Fault UNSIGNED = new Fault(Kind.UNSIGNED);

  /** After execution, APIv3: sends the serial number of an unknown key. */
  public static final Fault UNKNOWN_SERIAL = new Fault(Kind.UNKNOWN_SERIAL);

  /** After execution, APIv3: sends a signature probe ({@code WECHATPAY/SIGNTEST/}). */
  public static final Fault PROBE = new Fault(Kind.PROBE);

  private static final Duration MAX_OFFSET = Duration.ofDays(3_650);
  private static final Set<String> SIGNING =
      Set.of(
          "wechatpay-nonce",
          "wechatpay-serial",
          "wechatpay-signature",
          "wechatpay-signature-type",
          "wechatpay-timestamp");
  private static final Duration MAX_PAUSE = Duration.ofMinutes(1);

  private final Kind kind;
  private final long number;
  private final Duration time;
  private final String text;
  private final boolean reset;

  private Fault(Kind kind) {
    this(kind, -1, kind.time, "", false);
  }

  private Fault(Kind kind, long number, Duration time, String text, boolean reset) {
    this.kind = kind;
    this.number = number;
    this.time = time;
    this.text = text;
    this.reset = reset;
  }

  /**
   * Returns a fault that sends the body of a response, after execution, in pieces with a pause
   * before each. Closing the sandbox ends the pauses.
   *
   * @param bytes the length of each piece but the last
   * @param pause 0 to 60 s
   * @throws IllegalArgumentException if {@code bytes} is less than 1, or the pause out of range
   */
  public static Fault dripping(int bytes, Duration pause) {
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes must be at least 1, not " + bytes);
    }
    return new Fault(Kind.DRIPPING, bytes, checked(pause), "", false);
  }

  /**
   * Returns a fault that omits one header of an APIv3 response, after execution.
   *
   * @param name a header of the signature, for example {@code Wechatpay-Nonce}, in any case
   * @throws IllegalArgumentException if it is not a header of the signature
   */
  public static Fault withoutHeader(String name) {
    Objects.requireNonNull(name, "name == null");
    if (!SIGNING.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "name must be Wechatpay-Nonce, -Serial, -Signature, -Signature-Type or -Timestamp, not "
              + name);
    }
    return new Fault(Kind.WITHOUT_HEADER, -1, Duration.ZERO, name, false);
  }

  /**
   * Returns a fault that signs an APIv3 response correctly, but with a timestamp of another time.
   *
   * @param by the offset from the sandbox's clock: ahead of it, or behind it if negative
   * @throws IllegalArgumentException if the offset is more than 3,650 days
   */
  public static Fault clockOff(Duration by) {
    Objects.requireNonNull(by, "by == null");
    if (by.compareTo(MAX_OFFSET) > 0 || by.compareTo(MAX_OFFSET.negated()) < 0) {
      throw new IllegalArgumentException(
          "by must be at most 3,650 days, ahead or behind, not " + by);
    }
    return new Fault(Kind.CLOCK_OFF, -1, by, "", false);
  }

  /**
   * Returns {@link #REDIRECTED} with another address.
   *
   * @param location the value of {@code Location}, absolute or relative
   */
  public static Fault redirectedTo(String location) {
    Objects.requireNonNull(location, "location == null");
    return new Fault(Kind.REDIRECTED, -1, Duration.ZERO, location, false);
  }

  /**
   * Returns a fault that replaces each {@code download_url} in an APIv3 response, after execution,
   * and signs the response correctly.
   */
  public static Fault addressed(String downloadUrl) {
    Objects.requireNonNull(downloadUrl, "downloadUrl == null");
    return new Fault(Kind.ADDRESSED, -1, Duration.ZERO, downloadUrl, false);
  }

  /**
   * Returns this fault at a byte of the body. With {@link #REQUEST_CUT} the connection is closed
   * even if the request ends before that byte.
   *
   * @param offset the number of bytes before the fault
   * @throws IllegalArgumentException if the offset is negative, or the fault affects no byte
   */
  public Fault atByte(long offset) {
    check("atByte", each -> each.hasByte);
    if (offset < 0) {
      throw new IllegalArgumentException("offset must not be negative: " + offset);
    }
    return new Fault(kind, offset, time, text, reset);
  }

  /**
   * Returns this fault with another pause. Closing the sandbox ends the pause.
   *
   * @param duration 0 to 60 s
   * @throws IllegalArgumentException if the duration is out of range, or the fault has no pause
   */
  public Fault lasting(Duration duration) {
    check("lasting", each -> !each.time.isZero());
    return new Fault(kind, number, checked(duration), text, reset);
  }

  /**
   * Returns this fault with a TCP reset (RST) instead of an orderly close (FIN). Needs {@link
   * SandboxBuilder#socketFaults}.
   *
   * @throws IllegalArgumentException if the fault closes no connection
   */
  public Fault byReset() {
    check("byReset", each -> each.closes);
    return new Fault(kind, number, time, text, true);
  }

  private void check(String setting, Predicate<Kind> allowed) {
    if (!allowed.test(kind)) {
      String kinds =
          Arrays.stream(Kind.values())
              .filter(allowed)
              .map(Kind::name)
              .collect(Collectors.joining(", "));
      throw new IllegalArgumentException(setting + " applies to " + kinds + ", not to " + this);
    }
  }

  private static Duration checked(Duration pause) {
    if (pause.isNegative() || pause.compareTo(MAX_PAUSE) > 0) {
      throw new IllegalArgumentException("a pause must be 0 to 60 s, not " + pause);
    }
    return pause;
  }

  Kind kind() {
    return kind;
  }

  /** Returns the offset of the byte, or the length of pieces; -1 for the middle of the body. */
  long number() {
    return number;
  }

  Duration time() {
    return time;
  }

  /** Returns the name of the header, or the address. */
  String text() {
    return text;
  }

  boolean isReset() {
    return reset;
  }

  @Override
  public String toString() {
    String line = kind.toString();
    if (kind == Kind.DRIPPING) {
      return line + " " + number + " every " + time;
    }
    line += kind == Kind.CLOCK_OFF || !kind.time.isZero() ? " " + time : "";
    line += number >= 0 ? " at byte " + number : "";
    return line + (text.isEmpty() ? "" : " " + text) + (reset ? " by reset" : "");
  }

  /** The kinds of faults with the settings that each has. */
  enum Kind {
    NONE,
    DISCONNECTED(false, true, 0),
    STALLED_AT_START(false, false, 60),
    FAILED_HANDSHAKE,
    REQUEST_CUT(true, true, 0),
    NO_ANSWER(false, true, 0),
    STALLED(false, false, 60),
    BAD_GATEWAY,
    REDIRECTED,
    SYSTEM_ERROR,
    FREQUENCY_LIMITED,
    SLOW(false, false, 5),
    LATE(false, false, 5),
    ANSWER_LOST(false, true, 0),
    HANG_UP(true, true, 0),
    TRUNCATED(true, false, 0),
    PAUSED(true, false, 5),
    DRIPPING,
    FLIPPED_BYTE(true, false, 0),
    WRONG_HASH(true, false, 0),
    NOT_FOUND,
    ADDRESSED,
    WRONG_SIGNATURE,
    WITHOUT_HEADER,
    UNSIGNED,
    CLOCK_OFF,
    UNKNOWN_SERIAL,
    PROBE;

    /** True if the fault happens at a byte of the body. */
    final boolean hasByte;

    /** True if the fault closes the connection, which can also happen by a reset. */
    final boolean closes;

    /** The default duration of the pause; zero if there is none. */
    final Duration time;

    Kind() {
      this(false, false, 0);
    }

    Kind(boolean hasByte, boolean closes, int seconds) {
      this.hasByte = hasByte;
      this.closes = closes;
      this.time = Duration.ofSeconds(seconds);
    }

    /** Returns whether the fault happens before a request is read. */
    boolean isAtStart() {
      return this == DISCONNECTED || this == STALLED_AT_START || this == FAILED_HANDSHAKE;
    }
  }
}
