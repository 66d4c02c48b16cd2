package io.github.wxpay.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.internal.text.FileNames;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {
  @ParameterizedTest
  @CsvSource({
    "a.gif, gif",
    "a.b.PNG, png",
    ".a.gif, gif",
    "dir.d/a.gif, gif",
    ".gif, ''",
    "dir/.gif, ''",
    "dir\\.gif, ''",
    "dir.gif/a, ''",
    "gif, ''",
    "a., ''",
    "'', ''"
  })
  void returnsExtensionAfterLastDot(String filename, String extension) {
    assertThat(FileNames.extension(filename)).isEqualTo(extension);
  }
}
