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
 * The temporary file of a download, which its owner alone can read. It is moved to its target in
 * one step once it is complete and verified, or deleted. Files of programs that were killed are
 * deleted when the next one is created in the same folder.
 */
public final class PartialFile {
  private final Path path;

  private PartialFile(Path path) {
    this.path = path;
  }

  /** A new one beside the place where the download is to end, so that the move is one step. */
  public static PartialFile beside(Path target) {
    Path name = target.getFileName();
    Path folder = target.toAbsolutePath().getParent();
    if (name == null || folder == null || Files.isDirectory(target)) {
      throw new IllegalArgumentException(
          "'" + target + "' is a folder; name the file to download to. Nothing was sent.");
    }
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "The folder of '" + target + "' does not exist; make it first. Nothing was sent.");
    }
    return create(folder, ".wxpay-");
  }

  /** A new one among the temporary files. */
  public static PartialFile temporary() {
    return create(Path.of(System.getProperty("java.io.tmpdir")), "wxpay-");
  }

  /** Creates a file that its owner alone can read and write, under a name that no file has. */
  private static PartialFile create(Path folder, String prefix) {
    try {
      Path file = Files.createTempFile(folder, PartialFileName.prefix(prefix), ".part");
      PartialFileName.deleteAbandoned(file);
      return new PartialFile(file);
    } catch (IOException e) {
      throw FileException.of("No temporary file can be created in the directory", folder, e);
    }
  }

  /** Where it lies. */
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
   * Returns whether {@code hash} is the digest of the file, decompressed or as it was received.
   * Decompressed bytes are read and not stored, so that a wrong file never takes more disk than was
   * received.
   *
   * @param hash hexadecimal, in either case
   * @param max the largest number of bytes that the file may have when decompressed
   * @throws MalformedException if it has more, or is damaged gzip
   */
  public boolean has(String algorithm, String hash, long max) {
    return decompress(max, in -> Hash.stream(algorithm, in)).equalsIgnoreCase(hash)
        || (isGzip() && Hash.file(algorithm, path).equalsIgnoreCase(hash));
  }

  /**
   * Decompresses the file in place if it is gzip, and returns it.
   *
   * @param max the largest number of bytes that the file may have when decompressed
   * @throws MalformedException if it has more, or is damaged
   */
  public PartialFile unpacked(long max) {
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

  /** Puts other bytes in their place. */
  public void replace(byte[] bytes) {
    try {
      Files.write(path, bytes, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw FileException.of("The download cannot be written", path, e);
    }
  }

  /** The file's place from now on; what was there is replaced, in one step. */
  public void moveTo(Path target) {
    try {
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw FileException.of("The file system cannot move the download in one step", target, e);
    } catch (IOException e) {
      throw FileException.of("The download cannot be moved to its target", target, e);
    }
  }

  /** Writes the file to a stream of the caller's, which stays open. */
  public void copyTo(OutputStream out) {
    try {
      Files.copy(path, out);
    } catch (IOException e) {
      throw FileException.of("The download cannot be copied to the given stream", path, e);
    }
  }

  /** Ends it, if it was not moved. */
  public void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw FileException.of("The temporary file of a download cannot be deleted", path, e);
    }
  }

  /**
   * Deletes the file, if it was not moved, at the end of a download that failed with {@code
   * outcome}, or succeeded. A file that cannot be deleted does not change the outcome.
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
