package io.github.wxpay.sandbox;

import java.time.Duration;
import java.util.Objects;

/**
 * What goes wrong with a download: bills, images, documents and statements, of both protocols.
 * Immutable.
 *
 * <pre>{@code
 * sandbox.nextDownload(DownloadFault.HANG_UP.atByte(1_000));
 * }</pre>
 *
 * <p>Without {@link #atByte} it happens in the middle, or at byte 65,536 where the length is not
 * known before (large files that are packed). A file that ends before that byte is left alone.
 */
public final class DownloadFault {
  /** Nothing goes wrong. */
  public static final DownloadFault NONE = new DownloadFault(Kind.NONE);

  /** One byte of the file is another; HTTP and packing are in order, only the hash tells. */
  public static final DownloadFault WRONG_HASH = new DownloadFault(Kind.WRONG_HASH);

  /** The rest is missing, and Content-Length agrees: only the hash, or the packing, tells. */
  public static final DownloadFault TRUNCATED = new DownloadFault(Kind.TRUNCATED);

  /** The connection is closed before all is there that Content-Length says. */
  public static final DownloadFault HANG_UP = new DownloadFault(Kind.HANG_UP);

  /** Nothing comes for a while, 5 seconds if not {@link #lasting} for another, then the rest. */
  public static final DownloadFault SLOW = new DownloadFault(Kind.SLOW);

  /** A 302 to {@code /elsewhere} on the sandbox, where nothing is but whoever follows is seen. */
  public static final DownloadFault REDIRECTED = new DownloadFault(Kind.REDIRECTED);

  /** A 404 with an error in JSON where the file should be. */
  public static final DownloadFault NOT_FOUND = new DownloadFault(Kind.NOT_FOUND);

  /** A 502 with a page in HTML where the file should be. */
  public static final DownloadFault BAD_GATEWAY = new DownloadFault(Kind.BAD_GATEWAY);

  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Kind kind;
  private final long at;
  private final Duration pause;
  private final String address;

  private DownloadFault(Kind kind) {
    this(kind, -1, Duration.ofSeconds(5), "/elsewhere");
  }

  private DownloadFault(Kind kind, long at, Duration pause, String address) {
    this.kind = kind;
    this.at = at;
    this.pause = pause;
    this.address = address;
  }

  /** Returns {@link #REDIRECTED} to another address. */
  public static DownloadFault redirectedTo(String location) {
    Objects.requireNonNull(location, "location == null");
    return new DownloadFault(Kind.REDIRECTED, -1, Duration.ZERO, location);
  }

  /**
   * Returns a fault of the answer before the download: its {@code download_url} is that text. It
   * counts as a download of its own: {@link Sandbox#nextDownload} means the next bill asked for.
   */
  public static DownloadFault addressed(String downloadUrl) {
    Objects.requireNonNull(downloadUrl, "downloadUrl == null");
    return new DownloadFault(Kind.ADDRESSED, -1, Duration.ZERO, downloadUrl);
  }

  /**
   * Returns the same fault at that byte, counted from 0: so many bytes come in order before. They
   * are those on the wire, for {@link #WRONG_HASH} those of the file before it is packed.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public DownloadFault atByte(long offset) {
    if (offset < 0) {
      throw new IllegalArgumentException("offset must not be negative, but is " + offset);
    }
    return new DownloadFault(kind, offset, pause, address);
  }

  /**
   * Returns the same fault with another pause; closing the sandbox ends it.
   *
   * @throws IllegalArgumentException if it is negative or longer than a minute
   */
  public DownloadFault lasting(Duration duration) {
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a pause must be 0 to 60 s, not " + duration);
    }
    return new DownloadFault(kind, at, duration, address);
  }

  Kind kind() {
    return kind;
  }

  /** Returns at which byte, -1 for the middle. */
  long at() {
    return at;
  }

  Duration pause() {
    return pause;
  }

  String address() {
    return address;
  }

  @Override
  public String toString() {
    return kind + (at < 0 ? "" : " at byte " + at);
  }

  /** What goes wrong. */
  enum Kind {
    NONE,
    WRONG_HASH,
    TRUNCATED,
    HANG_UP,
    SLOW,
    REDIRECTED,
    ADDRESSED,
    NOT_FOUND,
    BAD_GATEWAY
  }
}
