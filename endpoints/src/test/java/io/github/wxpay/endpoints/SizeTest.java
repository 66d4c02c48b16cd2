package io.github.wxpay.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** The size of the module, compressed as in its jar. */
class SizeTest {
  /** Two headers with the name, and their fixed fields (APPNOTE 4.3). */
  private static final int HEADERS = 30 + 46;

  @Test
  void staysBelowSixMegabytes() throws IOException {
    List<Path> files = Generated.files();
    long size = 0;
    byte[] out = new byte[1 << 20];
    for (Path file : files) {
      Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
      deflater.setInput(Files.readAllBytes(file));
      deflater.finish();
      size += deflater.deflate(out) + HEADERS;
      size += 2L * Generated.folder().relativize(file).toString().length();
      deflater.end();
    }
    assertThat(size).as("%d classes", files.size()).isLessThan(6_000_000);
    assertThat(files).hasSizeGreaterThan(5_000);
  }
}
