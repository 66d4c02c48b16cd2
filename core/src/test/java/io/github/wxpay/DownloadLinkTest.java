package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.transport.PartialFile;
import io.github.wxpay.internal.trust.Merchant;
import io.github.wxpay.internal.trust.Suite;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadLinkTest {
  private static final long MIB = 1L << 20;

  @TempDir Path folder;

  @Test
  void rejectsAnEncryptedFileThatIsTooLargeForMemoryBeforeReadingIt() throws IOException {
    PartialFile part = PartialFile.beside(folder.resolve("bill.csv"));
    try (RandomAccessFile sparse = new RandomAccessFile(part.path().toFile(), "rw")) {
      sparse.setLength(256 * MIB + 1);
    }
    DownloadLink link =
        DownloadLink.of(
            Json.node(Map.of("download_url", "https://api.wechatpay.cn/x", "encrypt_key", "k")));
    Merchant merchant = new Merchant("1", "", "", null, null, null, "", Suite.RSA);

    assertThat(catchThrowable(() -> link.verify(part, Long.MAX_VALUE, merchant).run()))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessageContaining("has 268435457 bytes");
  }

  @Test
  void decryptsUpToAQuarterOfTheHeapAndUpToTheLimit() {
    assertThatCode(() -> DownloadLink.requireFitsInMemory(256 * MIB, 4096 * MIB))
        .doesNotThrowAnyException();
    assertThatCode(() -> DownloadLink.requireFitsInMemory(16 * MIB, 64 * MIB))
        .doesNotThrowAnyException();
    assertThat(
            catchThrowable(() -> DownloadLink.requireFitsInMemory(256 * MIB + 1, Long.MAX_VALUE)))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessage(
            "The encrypted file has 268435457 bytes, more than the 268435456 that can be decrypted"
                + " in memory. The limit is 256 MiB and a quarter of the heap (-Xmx).");
    assertThat(catchThrowable(() -> DownloadLink.requireFitsInMemory(16 * MIB + 1, 64 * MIB)))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessageContaining("more than the 16777216 that");
  }
}
