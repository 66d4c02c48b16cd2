package io.github.wxpay.sandbox.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** A body with the lowest bit of one byte turned over. */
final class Flipped implements Body {
  private final Body body;
  private final long at;

  Flipped(Body body, long at) {
    this.body = body;
    this.at = at;
  }

  @Override
  public long length() {
    return body.length();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    body.writeTo(new Flipping(out));
  }

  private final class Flipping extends FilterOutputStream {
    private long position;

    Flipping(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      byte[] written = bytes;
      int start = from;
      if (at >= position && at < position + length) {
        written = Arrays.copyOfRange(bytes, from, from + length);
        written[(int) (at - position)] ^= 1;
        start = 0;
      }
      out.write(written, start, length);
      position += length;
    }
  }
}
