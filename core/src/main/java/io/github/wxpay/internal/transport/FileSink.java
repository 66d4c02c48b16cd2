package io.github.wxpay.internal.transport;

import io.github.wxpay.exception.FileException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a download into its file. Throws {@link FileException} and not {@link IOException} if the
 * disk is full, since the latter would be treated as a failed connection.
 */
final class FileSink implements Sink {
  private final Path file;
  private final OutputStream out;

  /**
   * Opens an existing file; does not create one that was deleted. What an earlier attempt wrote is
   * replaced.
   */
  FileSink(Path file) {
    this.file = file;
    try {
      this.out =
          Files.newOutputStream(
              file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public void take(ByteBuffer from, int length) {
    byte[] chunk = new byte[length];
    from.get(chunk);
    try {
      out.write(chunk);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private FileException unwritable(IOException e) {
    return FileException.of("The download cannot be written", file, e);
  }
}
