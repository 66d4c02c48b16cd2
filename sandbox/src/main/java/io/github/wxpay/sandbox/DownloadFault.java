package io.github.wxpay.sandbox;

import java.time.Duration;

/**
 * A fault of downloads, independent of the path of the file. Immutable.
 *
 * @deprecated use {@link Fault} with the path of the file: {@code sandbox.fault("GET
 *     v3/billdownload/file", Fault.WRONG_HASH)}. This class will be removed in 0.2.
 */
@Deprecated
public final class DownloadFault {
  /** Equivalent to {@link Fault#NONE}. */
  public static final DownloadFault NONE = new DownloadFault(Fault.NONE);

  /** Equivalent to {@link Fault#WRONG_HASH}. */
  public static final DownloadFault WRONG_HASH = new DownloadFault(Fault.WRONG_HASH);

  /** Equivalent to {@link Fault#TRUNCATED}. */
  public static final DownloadFault TRUNCATED = new DownloadFault(Fault.TRUNCATED);

  /** Equivalent to {@link Fault#HANG_UP}. */
  public static final DownloadFault HANG_UP = new DownloadFault(Fault.HANG_UP);

  /** Equivalent to {@link Fault#PAUSED}: the pause is within the file. */
  public static final DownloadFault SLOW = new DownloadFault(Fault.PAUSED);

  /** Equivalent to {@link Fault#REDIRECTED}. */
  public static final DownloadFault REDIRECTED = new DownloadFault(Fault.REDIRECTED);

  /** Equivalent to {@link Fault#NOT_FOUND}. */
  public static final DownloadFault NOT_FOUND = new DownloadFault(Fault.NOT_FOUND);

  /** Equivalent to {@link Fault#BAD_GATEWAY}. */
  public static final DownloadFault BAD_GATEWAY = new DownloadFault(Fault.BAD_GATEWAY);

  private final Fault fault;

  private DownloadFault(Fault fault) {
    this.fault = fault;
  }

  /** Returns the equivalent of {@link Fault#redirectedTo}. */
  public static DownloadFault redirectedTo(String location) {
    return new DownloadFault(Fault.redirectedTo(location));
  }

  /**
   * Returns the equivalent of {@link Fault#addressed}. With it, {@link Sandbox#nextDownload}
   * applies to the next response with a {@code download_url}.
   */
  public static DownloadFault addressed(String downloadUrl) {
    return new DownloadFault(Fault.addressed(downloadUrl));
  }

  /**
   * Returns this fault at a byte of the body, see {@link Fault#atByte}; unchanged if it has no
   * byte.
   *
   * @throws IllegalArgumentException if the offset is negative
   */
  public DownloadFault atByte(long offset) {
    Fault other = fault.kind().hasByte ? fault : Fault.TRUNCATED;
    Fault moved = other.atByte(offset);
    return other == fault ? new DownloadFault(moved) : this;
  }

  /**
   * Returns this fault with another pause, see {@link Fault#lasting}; unchanged if it has no pause.
   *
   * @throws IllegalArgumentException if the duration is negative or longer than one minute
   */
  public DownloadFault lasting(Duration duration) {
    Fault other = fault.kind() == Fault.Kind.PAUSED ? fault : Fault.PAUSED;
    Fault paused = other.lasting(duration);
    return other == fault ? new DownloadFault(paused) : this;
  }

  Fault fault() {
    return fault;
  }

  @Override
  public String toString() {
    return fault.toString();
  }
}
