package io.github.wxpay.cli.offline;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Decompresses bodies that were saved as they were transferred. */
final class Gzip {
  private static final int MAX = 16 << 20;

  private Gzip() {}

  static boolean is(byte[] body) {
    return body.length > 2 && body[0] == 0x1f && body[1] == (byte) 0x8b;
  }

  /**
   * Returns the decompressed bytes, at most 16 MiB.
   *
   * @throws IllegalArgumentException if the data is damaged
   */
  static byte[] decompressed(byte[] body) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readNBytes(MAX);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The body is gzip data that cannot be decompressed. Save it again, for example with"
              + " `curl --compressed -o FILE`.");
    }
  }
}
