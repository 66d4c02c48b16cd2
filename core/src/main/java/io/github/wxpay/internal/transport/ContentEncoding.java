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

/** Decodes bodies with the encodings of {@code Content-Encoding}, up to a limit. */
final class ContentEncoding {
  private interface Decoder {
    InputStream over(InputStream compressed) throws IOException;
  }

  private ContentEncoding() {}

  static byte[] decoded(List<String> encodings, byte[] raw, int limit) {
    byte[] bytes = raw;
    for (String encoding : encodings) {
      Decoder decoder = decoder(encoding);
      if (decoder != null) {
        bytes = decompressed(bytes, limit, decoder);
      } else if (!encoding.equalsIgnoreCase("identity") && !encoding.isBlank()) {
        throw new MalformedException(
            "The response is encoded as '"
                + Printable.of(encoding, 40)
                + "', which the request does not accept. Check for a proxy that encodes"
                + " responses.");
      }
    }
    return bytes;
  }

  /**
   * Returns the start of a decoded body, as far as it can be decoded and at most {@code limit}
   * bytes; the body unchanged if it cannot be decoded.
   */
  static byte[] start(List<String> encodings, byte[] raw, int limit) {
    Decoder decoder = encodings.size() == 1 ? decoder(encodings.get(0)) : null;
    if (decoder == null) {
      return raw;
    }
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try (InputStream in = decoder.over(new ByteArrayInputStream(raw))) {
      byte[] chunk = new byte[1024];
      for (int n = in.read(chunk); n >= 0 && plain.size() < limit; n = in.read(chunk)) {
        plain.write(chunk, 0, Math.min(n, limit - plain.size()));
      }
    } catch (IOException e) {
      // Truncated or damaged: the part before the damage is the start.
    }
    return plain.size() == 0 ? raw : plain.toByteArray();
  }

  /** Returns the decoder of an encoding; {@code null} if it is not known. */
  private static @Nullable Decoder decoder(String encoding) {
    if (encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip")) {
      return in -> new GzipReader(in, Long.MAX_VALUE);
    }
    return encoding.equalsIgnoreCase("deflate") ? InflaterInputStream::new : null;
  }

  private static byte[] decompressed(byte[] compressed, int limit, Decoder decoder) {
    if (compressed.length == 0) {
      return compressed;
    }
    try (InputStream in = decoder.over(new ByteArrayInputStream(compressed))) {
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
      throw new MalformedException(
          "The response cannot be decompressed as its Content-Encoding requires, so it is damaged."
              + " Query the state before you repeat the request.",
          e);
    }
  }
}
