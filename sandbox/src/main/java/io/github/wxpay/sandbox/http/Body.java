package io.github.wxpay.sandbox.http;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of an answer; they can be written any number of times, the same each time. */
public interface Body {
  /** Returns how many bytes there are, -1 if that is not known before they are written. */
  long length();

  void writeTo(OutputStream out) throws IOException;

  /** Returns the bytes if they are in memory anyhow, else null; nobody may write to them. */
  default byte @Nullable [] inMemory() {
    return null;
  }

  /** Returns this body with one byte changed before it is packed; itself if it ends before. */
  default Body flippedAt(long at) {
    return FaultyBody.flipped(this, at);
  }

  /** Returns bytes from memory; nobody may write to the array afterwards. */
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
