package io.github.wxpay.exception;

import io.github.wxpay.internal.text.Printable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a file of the caller cannot be read or written: the file of an upload, the target or
 * the temporary file of a download, a bill.
 *
 * <p>The failure is on this machine. A file that changes or vanishes while it is sent ends the
 * request, so that the platform receives an incomplete one. A key that cannot be read causes a
 * {@link CryptoException}.
 */
public final class FileException extends WxpayException {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final transient @Nullable Path path;

  /** Creates an exception about a file with its complete message. */
  public FileException(String message, Path path, @Nullable Throwable cause) {
    super(message, cause);
    this.name = path.toString();
    this.path = path;
  }

  /**
   * Returns an exception whose message names the file and the reason of the failure.
   *
   * @param problem what failed, such as {@code "The upload cannot be read"}
   */
  public static FileException of(String problem, Path path, IOException cause) {
    return new FileException(
        problem
            + ": '"
            + Printable.path(path.toAbsolutePath().toString())
            + "' "
            + reason(cause)
            + ".",
        path,
        cause);
  }

  /** Returns the file, as the caller passed it or the library created it. */
  public Path path() {
    Path kept = path;
    return kept == null ? Path.of(name) : kept; // a Path is lost when an exception is serialized
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "does not exist";
    }
    if (e instanceof AccessDeniedException) {
      return "is not accessible to this process";
    }
    String reason =
        e instanceof FileSystemException ? ((FileSystemException) e).getReason() : e.getMessage();
    return "failed with "
        + e.getClass().getSimpleName()
        + (reason == null ? "" : " (" + reason + ")");
  }
}
