package io.github.wxpay.http;

import io.github.wxpay.exception.FileException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes in memory or in a file, of a known length, that can be read repeatedly. */
abstract class BodySource {
  abstract long length();

  abstract InputStream open();

  /** Returns a source of bytes, which are not copied and must not be changed. */
  static BodySource of(byte[] bytes) {
    return new BodySource() {
      @Override
      long length() {
        return bytes.length;
      }

      @Override
      InputStream open() {
        return new ByteArrayInputStream(bytes);
      }

      @Override
      byte[] bytes() {
        return bytes.clone();
      }
    };
  }

  static BodySource of(Path file) {
    if (Files.isDirectory(file)) {
      throw new FileException(
          "The file cannot be read: '" + file.toAbsolutePath() + "' is a directory.", file, null);
    }
    long length;
    try {
      length = Files.size(file);
    } catch (IOException e) {
      throw FileStream.unreadable(file, e);
    }
    return new BodySource() {
      @Override
      long length() {
        return length;
      }

      @Override
      InputStream open() {
        return new FileStream(file, length);
      }
    };
  }

  byte[] bytes() {
    try (InputStream in = open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("The content cannot be read.", e); // no known case
    }
  }

  /** Searches the content for bytes, of which there must be at least one. */
  boolean contains(byte[] pattern) {
    int[] fallback = fallback(pattern);
    byte[] buffer = new byte[1 << 16];
    int matched = 0;
    try (InputStream in = open()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          while (matched > 0 && pattern[matched] != buffer[i]) {
            matched = fallback[matched - 1];
          }
          matched += pattern[matched] == buffer[i] ? 1 : 0;
          if (matched == pattern.length) {
            return true;
          }
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("The content cannot be read.", e); // no known case
    }
    return false;
  }

  /**
   * Returns how many bytes still match after a mismatch at each position (Knuth, Morris, Pratt).
   */
  private static int[] fallback(byte[] pattern) {
    int[] fallback = new int[pattern.length];
    int matched = 0;
    for (int i = 1; i < pattern.length; i++) {
      while (matched > 0 && pattern[matched] != pattern[i]) {
        matched = fallback[matched - 1];
      }
      matched += pattern[matched] == pattern[i] ? 1 : 0;
      fallback[i] = matched;
    }
    return fallback;
  }

  static long length(List<BodySource> pieces) {
    return pieces.stream().mapToLong(BodySource::length).sum();
  }

  /** Returns a publisher that streams the pieces one after another, with a Content-Length. */
  static BodyPublisher publisher(List<BodySource> pieces, @Nullable Progress progress) {
    long total = length(pieces);
    BodyPublisher streamed =
        BodyPublishers.ofInputStream(
            () -> {
              InputStream in = joined(pieces);
              return progress == null ? in : new Counting(in, total, progress);
            });
    return BodyPublishers.fromPublisher(streamed, total);
  }

  /** Joins the pieces; each is opened when the previous one has ended. */
  @SuppressWarnings("JdkObsolete") // SequenceInputStream requires an Enumeration
  private static InputStream joined(List<BodySource> pieces) {
    Iterator<BodySource> rest = pieces.iterator();
    return new SequenceInputStream(
        new Enumeration<>() {
          @Override
          public boolean hasMoreElements() {
            return rest.hasNext();
          }

          @Override
          public InputStream nextElement() {
            return rest.next().open();
          }
        });
  }

  /**
   * Reads a file of a known length. Failures are {@link FileException}s, unchecked: some versions
   * of the JDK's client treat an {@link IOException} as the end of the body, others as a failed
   * connection.
   */
  private static final class FileStream extends InputStream {
    private final Path file;
    private final long length;
    private final InputStream in;
    private long count;

    FileStream(Path file, long length) {
      this.file = file;
      this.length = length;
      try {
        this.in = Files.newInputStream(file);
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }

    static FileException unreadable(Path file, IOException e) {
      return FileException.of("The file cannot be read", file, e);
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int most) {
      int read;
      try {
        read = in.read(to, from, most);
      } catch (IOException e) {
        throw unreadable(file, e);
      }
      count += Math.max(read, 0);
      if (count > length || (read < 0 && count < length)) {
        throw new FileException(
            "The file '"
                + file.toAbsolutePath()
                + "' had "
                + length
                + " bytes and changed while it was read. Try again when it is complete.",
            file,
            null);
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private static final class Counting extends FilterInputStream {
    private final long total;
    private final Progress progress;
    private long done;

    Counting(InputStream in, long total, Progress progress) {
      super(in);
      this.total = total;
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      moved(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      int count = super.read(to, from, length);
      moved(Math.max(count, 0));
      return count;
    }

    private void moved(int count) throws IOException {
      if (count > 0) {
        done += count;
        try {
          progress.moved(done, total);
        } catch (RuntimeException | Error e) {
          close();
          throw e;
        }
      }
    }
  }
}
