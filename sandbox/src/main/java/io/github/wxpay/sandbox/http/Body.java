package io.github.wxpay.sandbox.http;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of a response. They can be written any number of times, with the same result. */
public interface Body {
  /** Returns the length in bytes; -1 if it is not known before the bytes are written. */
  long length();

  void writeTo(OutputStream out) throws IOException;

  /** Returns the bytes if they are in memory, or null. They must not be changed. */
  default byte @Nullable [] inMemory() {
    return null;
  }

  /** Returns this body with one byte changed before compression; itself if it is shorter. */
  default Body flippedAt(long at) {
    return FaultyBody.flipped(this, at);
  }

  /** Returns a body of bytes in memory. The array must not be changed afterwards. */
  static Body of(byte[] bytes) {
    return new Body() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public byte[] inMemory() {
        return bytes;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
      }
    };
  }
}
