package io.github.wxpay.http;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes in memory or in a file, of a known length, that can be read as often as one likes. */
abstract class Content {
  abstract long length();

  abstract InputStream open() throws IOException;

  /** These very bytes, not copied: who gives them lets them be. */
  static Content of(byte[] bytes) {
    return new Content() {
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

  static Content of(Path file) {
    long length;
    try {
      if (Files.isDirectory(file)) {
        throw new IOException("It is a folder.");
      }
      length = Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The file '" + file + "' cannot be read.", e);
    }
    return new Content() {
      @Override
      long length() {
        return length;
      }

      @Override
      InputStream open() throws IOException {
        return Files.newInputStream(file);
      }
    };
  }

  byte[] bytes() {
    try (InputStream in = open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the content through and returns whether these bytes, one at least, occur in it. */
  boolean contains(byte[] wanted) {
    int[] fallback = fallback(wanted);
    byte[] buffer = new byte[1 << 16];
    int matched = 0;
    try (InputStream in = open()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          while (matched > 0 && wanted[matched] != buffer[i]) {
            matched = fallback[matched - 1];
          }
          matched += wanted[matched] == buffer[i] ? 1 : 0;
          if (matched == wanted.length) {
            return true;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A part of the body cannot be read.", e);
    }
    return false;
  }

  /** How much of the wanted bytes still matches after a mismatch (Knuth, Morris, Pratt). */
  private static int[] fallback(byte[] wanted) {
    int[] fallback = new int[wanted.length];
    int matched = 0;
    for (int i = 1; i < wanted.length; i++) {
      while (matched > 0 && wanted[matched] != wanted[i]) {
        matched = fallback[matched - 1];
      }
      matched += wanted[matched] == wanted[i] ? 1 : 0;
      fallback[i] = matched;
    }
    return fallback;
  }

  static long length(List<Content> pieces) {
    return pieces.stream().mapToLong(Content::length).sum();
  }

  /** One after another, streamed, with the Content-Length of all. */
  static BodyPublisher publisher(List<Content> pieces, @Nullable Progress progress) {
    long total = length(pieces);
    BodyPublisher streamed =
        BodyPublishers.ofInputStream(
            () -> {
              InputStream in = joined(pieces);
              return progress == null ? in : new Counting(in, total, progress);
            });
    return BodyPublishers.fromPublisher(streamed, total);
  }

  /** Each is opened when the one before has ended, so that what is not read is not open. */
  @SuppressWarnings("JdkObsolete") // what SequenceInputStream takes
  private static InputStream joined(List<Content> pieces) {
    Iterator<Content> rest = pieces.iterator();
    return new SequenceInputStream(
        new Enumeration<>() {
          @Override
          public boolean hasMoreElements() {
            return rest.hasNext();
          }

          @Override
          public InputStream nextElement() {
            try {
              return rest.next().open();
            } catch (IOException e) {
              throw new UncheckedIOException("A part of the body cannot be read.", e);
            }
          }
        });
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
