package io.github.wxpay.sandbox;

import java.time.Duration;

/**
 * A fault of downloads, whichever file comes next. Immutable.
 *
 * @deprecated use {@link Fault} with the path of the file: {@code sandbox.fault("GET
 *     v3/billdownload/file", Fault.WRONG_HASH)}. This class goes with 0.2.
 */
@Deprecated
public final class DownloadFault {
  /** Is {@link Fault#NONE}. */
  public static final DownloadFault NONE = new DownloadFault(Fault.NONE);

  /** Is {@link Fault#WRONG_HASH}. */
  public static final DownloadFault WRONG_HASH = new DownloadFault(Fault.WRONG_HASH);

  /** Is {@link Fault#TRUNCATED}. */
  public static final DownloadFault TRUNCATED = new DownloadFault(Fault.TRUNCATED);

  /** Is {@link Fault#HANG_UP}. */
  public static final DownloadFault HANG_UP = new DownloadFault(Fault.HANG_UP);

  /** Is {@link Fault#PAUSED}: the pause is within the file. */
  public static final DownloadFault SLOW = new DownloadFault(Fault.PAUSED);

  /** Is {@link Fault#REDIRECTED}. */
  public static final DownloadFault REDIRECTED = new DownloadFault(Fault.REDIRECTED);

  /** Is {@link Fault#NOT_FOUND}. */
  public static final DownloadFault NOT_FOUND = new DownloadFault(Fault.NOT_FOUND);

  /** Is {@link Fault#BAD_GATEWAY}. */
  public static final DownloadFault BAD_GATEWAY = new DownloadFault(Fault.BAD_GATEWAY);

  private final Fault fault;

  private DownloadFault(Fault fault) {
    this.fault = fault;
  }

  /** Returns {@link Fault#redirectedTo}. */
  public static DownloadFault redirectedTo(String location) {
    return new DownloadFault(Fault.redirectedTo(location));
  }

  /**
   * Returns {@link Fault#addressed}. It counts as a download: {@link Sandbox#nextDownload} means
   * the next response with a {@code download_url}.
   */
  public static DownloadFault addressed(String downloadUrl) {
    return new DownloadFault(Fault.addressed(downloadUrl));
  }

  /**
   * Returns the same fault at that byte, see {@link Fault#atByte}; itself if it has no byte.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public DownloadFault atByte(long offset) {
    Fault other = fault.kind().hasByte ? fault : Fault.TRUNCATED;
    Fault moved = other.atByte(offset);
    return other == fault ? new DownloadFault(moved) : this;
  }

  /**
   * Returns the same fault with another pause, see {@link Fault#lasting}; itself if it has none.
   *
   * @throws IllegalArgumentException if it is negative or longer than a minute
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
