package io.github.wxpay.internal.transport;

import io.github.wxpay.http.Progress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that receives the body of a response, with its limit and its progress listener. */
public final class ReceivingFile {
  private final Path path;
  private final long max;
  private final @Nullable Progress progress;

  /**
   * Creates an object for an existing file.
   *
   * @param max the maximum number of received bytes
   */
  public ReceivingFile(Path path, long max, @Nullable Progress progress) {
    this.path = path;
    this.max = max;
    this.progress = progress;
  }

  Path path() {
    return path;
  }

  /**
   * Returns the subscriber that writes a body to the file.
   *
   * @param expected the announced number of bytes, or -1
   */
  LimitedBodySubscriber subscriber(long expected) {
    return LimitedBodySubscriber.download(new FileSink(path), max, expected, progress);
  }
}
