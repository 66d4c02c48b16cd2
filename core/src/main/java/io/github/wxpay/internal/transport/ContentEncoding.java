package io.github.wxpay.internal.transport;

import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.internal.gzip.GzipReader;
import io.github.wxpay.internal.text.Printable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.InflaterInputStream;

/** Takes a body out of the encodings that {@code Content-Encoding} names, up to a limit. */
final class ContentEncoding {
  private interface Unpacking {
    InputStream over(InputStream packed) throws IOException;
  }

  private ContentEncoding() {}

  static byte[] decoded(List<String> encodings, byte[] raw, int limit) {
    byte[] bytes = raw;
    for (String encoding : encodings) {
      if (encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip")) {
        bytes = unpacked(bytes, limit, in -> new GzipReader(in, Long.MAX_VALUE));
      } else if (encoding.equalsIgnoreCase("deflate")) {
        bytes = unpacked(bytes, limit, InflaterInputStream::new);
      } else if (!encoding.equalsIgnoreCase("identity") && !encoding.isBlank()) {
        throw new MalformedException(
            "The answer is encoded as '"
                + Printable.of(encoding, 40)
                + "', which was not asked for.");
      }
    }
    return bytes;
  }

  private static byte[] unpacked(byte[] packed, int limit, Unpacking unpacking) {
    if (packed.length == 0) {
      return packed;
    }
    try (InputStream in = unpacking.over(new ByteArrayInputStream(packed))) {
      byte[] bytes = in.readNBytes(limit);
      if (in.read() >= 0) {
        throw new MalformedException(
            "The answer is larger than " + limit + " bytes when unpacked.");
      }
      return bytes;
    } catch (IOException e) {
      throw new MalformedException("The answer says it is packed, but cannot be unpacked.", e);
    }
  }
}
