package io.github.wxpay.sandbox.http;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A body packed by gzip: small ones in memory, so that their length is known, others as it goes.
 */
public final class Gzipped implements Body {
  private static final long SMALL = 4 << 20;
  private static final int BUFFER = 1 << 16;

  private final Body body;
  private final byte[] packed;
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
        pack(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    this.packed = out.toByteArray();
  }

  @Override
  public long length() {
    return known ? packed.length : -1;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    if (known) {
      out.write(packed);
    } else {
      pack(out);
    }
  }

  /** Returns the bytes packed. */
  public static byte[] pack(byte[] bytes) {
    return new Gzipped(Body.of(bytes), true).packed;
  }

  /** Changes a byte of what is packed, so that the packing itself is in order. */
  @Override
  public Body flippedAt(long at) {
    Body flipped = body.flippedAt(at);
    return flipped == body ? this : new Gzipped(flipped);
  }

  private void pack(OutputStream out) throws IOException {
    try (Quick gzip = new Quick(new Open(out))) {
      body.writeTo(gzip);
    }
  }

  private static final class Quick extends GZIPOutputStream {
    Quick(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /** Stays open when the packer is closed, which must be: it holds memory outside the heap. */
  private static final class Open extends FilterOutputStream {
    Open(OutputStream out) {
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
