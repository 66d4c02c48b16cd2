package io.github.wxpay.internal.transport;

import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.internal.gzip.GzipReader;
import io.github.wxpay.internal.text.Printable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Takes a body out of the encodings that {@code Content-Encoding} names, up to a limit. */
final class ContentEncoding {
  private interface Unpacking {
    InputStream over(InputStream packed) throws IOException;
  }

  private ContentEncoding() {}

  static byte[] decoded(List<String> encodings, byte[] raw, int limit) {
    byte[] bytes = raw;
    for (String encoding : encodings) {
      Unpacking unpacking = unpacking(encoding);
      if (unpacking != null) {
        bytes = unpacked(bytes, limit, unpacking);
      } else if (!encoding.equalsIgnoreCase("identity") && !encoding.isBlank()) {
        throw new MalformedException(
            "The answer is encoded as '"
                + Printable.of(encoding, 40)
                + "', which was not asked for.");
      }
    }
    return bytes;
  }

  /**
   * Returns the start of a body in plain, as far as it can be decoded, and at most {@code limit}
   * bytes; the body as it is if nothing of it can.
   */
  static byte[] start(List<String> encodings, byte[] raw, int limit) {
    Unpacking unpacking = encodings.size() == 1 ? unpacking(encodings.get(0)) : null;
    if (unpacking == null) {
      return raw;
    }
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try (InputStream in = unpacking.over(new ByteArrayInputStream(raw))) {
      byte[] chunk = new byte[1024];
      for (int n = in.read(chunk); n >= 0 && plain.size() < limit; n = in.read(chunk)) {
        plain.write(chunk, 0, Math.min(n, limit - plain.size()));
      }
    } catch (IOException e) {
      // Truncated or damaged: what came before is the start.
    }
    return plain.size() == 0 ? raw : plain.toByteArray();
  }

  /** Returns how an encoding is decoded; {@code null} if it is not known. */
  private static @Nullable Unpacking unpacking(String encoding) {
    if (encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip")) {
      return in -> new GzipReader(in, Long.MAX_VALUE);
    }
    return encoding.equalsIgnoreCase("deflate") ? InflaterInputStream::new : null;
  }

  private static byte[] unpacked(byte[] packed, int limit, Unpacking unpacking) {
    if (packed.length == 0) {
      return packed;
    }
    try (InputStream in = unpacking.over(new ByteArrayInputStream(packed))) {
      byte[] bytes = in.readNBytes(limit);
      if (in.read() >= 0) {
        throw new MalformedException(
            "The response is larger than the limit of "
                + limit
                + " bytes when decompressed. Set maxResponseBytes(…) if a response of this size is"
                + " expected.");
      }
      return bytes;
    } catch (IOException e) {
      throw new MalformedException("The answer says it is packed, but cannot be unpacked.", e);
    }
  }
}
