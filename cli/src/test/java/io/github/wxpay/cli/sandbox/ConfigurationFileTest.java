package io.github.wxpay.cli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {
  private static final Map<String, Object> DICTIONARY =
      Map.of("mchid", "1", "privateKey", "x", "baseURL", "http://127.0.0.1:1234/");

  @TempDir private Path folder;

  @Test
  void isReadableByItsUserAlone() throws IOException {
    Path path = folder.resolve("a.json");
    new ConfigurationFile(path).write(DICTIONARY);
    assumeTrue(Files.getFileStore(path).supportsFileAttributeView("posix"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void isReplacedIfItIsOfSandbox() {
    Path path = folder.resolve("a.json");
    new ConfigurationFile(path).requireReplaceable();
    new ConfigurationFile(path).write(DICTIONARY);
    new ConfigurationFile(path).requireReplaceable();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "{}",
        "[]",
        "{\"mchid\":\"1\",\"privateKey\":\"x\"}",
        "{\"mchid\":\"1\",\"privateKey\":\"x\",\"baseURL\":\"https://api.mch.weixin.qq.com/\"}",
        "{\"mchid\":\"1\",\"privateKey\":\"x\",\"baseURL\":\"http://127.0.0.1:1.example/\"}"
      })
  void isKeptIfItIsOfSomethingElse(String content) throws IOException {
    Path path = Files.writeString(folder.resolve("a.json"), content);
    assertThatIllegalStateException()
        .isThrownBy(() -> new ConfigurationFile(path).requireReplaceable())
        .withMessageContaining("--force");
  }

  @Test
  void isNotDeletedAfterAnotherProgramHasReplacedIt() throws IOException {
    Path path = folder.resolve("a.json");
    ConfigurationFile file = new ConfigurationFile(path);
    file.write(DICTIONARY);
    Files.writeString(path, "{}");
    file.delete();
    assertThat(path).hasContent("{}");
  }

  @Test
  void isNotWrittenAfterItsEnd() {
    Path path = folder.resolve("a.json");
    ConfigurationFile file = new ConfigurationFile(path);
    file.delete();
    file.write(DICTIONARY);
    assertThat(path).doesNotExist();
  }

  @Test
  void namesFileThatCannotBeWritten() {
    Path path = folder.resolve("missing").resolve("a.json");
    assertThatIllegalStateException()
        .isThrownBy(() -> new ConfigurationFile(path).write(DICTIONARY))
        .withMessageContaining(path.toString())
        .withMessageContaining("--output");
  }
}
