package io.github.wxpay.sandbox.http;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A gzip-compressed body. A small one is compressed in memory, so that its length is known; a large
 * one while it is written.
 */
public final class Gzipped implements Body {
  private static final long SMALL = 4 << 20;
  private static final int BUFFER = 1 << 16;

  private final Body body;
  private final byte[] compressed;
  private final boolean known;

  public Gzipped(Body body) {
    this(body, body.length() >= 0 && body.length() <= SMALL);
  }

  private Gzipped(Body body, boolean known) {
    this.body = body;
    this.known = known;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (known) {
      try {
        compress(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    this.compressed = out.toByteArray();
  }

  @Override
  public long length() {
    return known ? compressed.length : -1;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    if (known) {
      out.write(compressed);
    } else {
      compress(out);
    }
  }

  /** Compresses the bytes by gzip. */
  public static byte[] compress(byte[] bytes) {
    return new Gzipped(Body.of(bytes), true).compressed;
  }

  /** Returns a valid gzip stream of the body with one byte changed. */
  @Override
  public Body flippedAt(long at) {
    Body flipped = body.flippedAt(at);
    return flipped == body ? this : new Gzipped(flipped);
  }

  private void compress(OutputStream out) throws IOException {
    try (FastGzip gzip = new FastGzip(new Unclosed(out))) {
      body.writeTo(gzip);
    }
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /**
   * A stream that stays open when the compressor on it is closed. The compressor must be closed,
   * since it uses memory outside the heap.
   */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
