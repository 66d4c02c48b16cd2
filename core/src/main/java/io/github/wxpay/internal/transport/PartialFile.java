package io.github.wxpay.internal.transport;

import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.FileException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.internal.gzip.GzipReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The temporary file of a download, readable by its owner only. It is moved to its target in one
 * step once it is complete and verified, and deleted otherwise. Creating one deletes the files of
 * killed programs in the same folder.
 */
public final class PartialFile {
  private final Path path;

  private PartialFile(Path path) {
    this.path = path;
  }

  /** Creates a file in the directory of the target, so that it can be moved in one step. */
  public static PartialFile beside(Path target) {
    Path name = target.getFileName();
    Path folder = target.toAbsolutePath().getParent();
    if (name == null || folder == null || Files.isDirectory(target)) {
      throw new IllegalArgumentException(
          "'" + target + "' is a directory, and nothing was sent. Pass the path of a file.");
    }
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "The folder of '" + target + "' does not exist, and nothing was sent. Create it first.");
    }
    return create(folder, ".wxpay-");
  }

  /** Creates a file in the directory for temporary files. */
  public static PartialFile temporary() {
    return create(Path.of(System.getProperty("java.io.tmpdir")), "wxpay-");
  }

  /** Creates a file with an unused name, which only its owner can read and write. */
  private static PartialFile create(Path folder, String prefix) {
    try {
      Path file = Files.createTempFile(folder, PartialFileName.prefix(prefix), ".part");
      PartialFileName.deleteAbandoned(file);
      return new PartialFile(file);
    } catch (IOException e) {
      throw FileException.of("No temporary file can be created in the directory", folder, e);
    }
  }

  /** Returns the path. */
  public Path path() {
    return path;
  }

  /** Returns the number of bytes in the file. */
  public long size() {
    try {
      return Files.size(path);
    } catch (IOException e) {
      throw FileException.of("The download cannot be read", path, e);
    }
  }

  /**
   * Returns whether {@code hash} is the digest of the file, decompressed or as received.
   * Decompressed bytes are not stored, so that a wrong file takes no further disk space.
   *
   * @param hash hexadecimal, in upper or lower case
   * @param max the maximum size of the decompressed file in bytes
   * @throws MalformedException if it has more, or is damaged gzip
   */
  public boolean has(String algorithm, String hash, long max) {
    return decompress(max, in -> Hash.stream(algorithm, in)).equalsIgnoreCase(hash)
        || (isGzip() && Hash.file(algorithm, path).equalsIgnoreCase(hash));
  }

  /**
   * Decompresses the file in place if it is gzip, and returns it.
   *
   * @param max the maximum size of the decompressed file in bytes
   * @throws MalformedException if it has more, or is damaged
   */
  public PartialFile decompressed(long max) {
    if (!isGzip()) {
      return this;
    }
    PartialFile plain =
        create(Objects.requireNonNull(path.toAbsolutePath().getParent()), ".wxpay-");
    try {
      decompress(
          max,
          in -> {
            try (OutputStream out = Files.newOutputStream(plain.path, StandardOpenOption.WRITE)) {
              return in.transferTo(out);
            }
          });
      plain.moveTo(path);
    } finally {
      plain.delete();
    }
    return this;
  }

  /** Replaces the content of the file. */
  public void replace(byte[] bytes) {
    try {
      Files.write(path, bytes, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw FileException.of("The download cannot be written", path, e);
    }
  }

  /** Moves the file to a target in one step, and replaces an existing file. */
  public void moveTo(Path target) {
    try {
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw FileException.of("The file system cannot move the download in one step", target, e);
    } catch (IOException e) {
      throw FileException.of("The download cannot be moved to its target", target, e);
    }
  }

  /** Writes the file to a stream of the caller, which is not closed. */
  public void copyTo(OutputStream out) {
    try {
      Files.copy(path, out);
    } catch (IOException e) {
      throw FileException.of("The download cannot be copied to the given stream", path, e);
    }
  }

  /** Deletes the file, if it was not moved. */
  public void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw FileException.of("The temporary file of a download cannot be deleted", path, e);
    }
  }

  /**
   * Deletes the file, if it was not moved, at the end of a download, which failed with {@code
   * outcome} or succeeded. A failure to delete it does not change the outcome.
   */
  public void discard(@Nullable Throwable outcome) {
    try {
      delete();
    } catch (FileException undeleted) {
      if (outcome != null) {
        outcome.addSuppressed(undeleted);
      }
    }
  }

  private boolean isGzip() {
    try (InputStream in = Files.newInputStream(path)) {
      return GzipReader.isGzip(in.readNBytes(2));
    } catch (IOException e) {
      throw FileException.of("The download cannot be read", path, e);
    }
  }

  private <T> T decompress(long max, Reading<T> reading) {
    try (InputStream raw = Files.newInputStream(path);
        InputStream in = GzipReader.open(raw, max)) {
      return reading.read(in);
    } catch (ZipException | EOFException e) {
      throw new MalformedException(
          "The download is gzip, but cannot be decompressed: "
              + e.getMessage()
              + ". Download it again.",
          e);
    } catch (IOException e) {
      throw FileException.of("The download cannot be decompressed", path, e);
    }
  }

  private interface Reading<T> {
    T read(InputStream in) throws IOException;
  }
}
