package io.github.wxpay.internal.transport;

import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.FileException;
import io.github.wxpay.exception.MalformedException;
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
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A download on its way: a file of its own until it is whole and right, which its owner alone can
 * read. Moved to its place in one step, or deleted.
 */
public final class PartFile {
  private final Path path;

  private PartFile(Path path) {
    this.path = path;
  }

  /** A new one beside the place where the download is to end, so that the move is one step. */
  public static PartFile beside(Path target) {
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
  public static PartFile temporary() {
    return create(Path.of(System.getProperty("java.io.tmpdir")), "wxpay-");
  }

  private static PartFile create(Path folder, String prefix) {
    try {
      return new PartFile(Files.createTempFile(folder, prefix, ".part"));
    } catch (IOException e) {
      throw FileException.of("No temporary file can be created in the directory", folder, e);
    }
  }

  /** Where it lies. */
  public Path path() {
    return path;
  }

  /** Whether the file is right as it is: {@code hash} is its digest, in hexadecimal. */
  public boolean has(String algorithm, String hash) {
    return Hash.file(algorithm, path).equalsIgnoreCase(hash);
  }

  /** Unpacks the file in its place when it is gzip's. */
  public void unpack() {
    try {
      if (isPacked()) {
        PartFile unpacked =
            create(Objects.requireNonNull(path.toAbsolutePath().getParent()), ".wxpay-");
        try (InputStream raw = Files.newInputStream(path);
            InputStream in = new GZIPInputStream(raw, 1 << 16)) {
          try (OutputStream out = Files.newOutputStream(unpacked.path)) {
            in.transferTo(out);
          }
          unpacked.moveTo(path);
        } finally {
          unpacked.delete();
        }
      }
    } catch (ZipException | EOFException e) {
      throw new MalformedException("The download is gzip's, but cannot be unpacked.", e);
    } catch (IOException e) {
      throw FileException.of("The download cannot be unpacked", path, e);
    }
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

  private boolean isPacked() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.read() == 0x1f && in.read() == 0x8b;
    }
  }
}
