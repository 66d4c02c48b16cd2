package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the first program of the README in an empty folder, with the command of the README. The
 * Chinese README has the same, see {@link ReadmeTest#hasSameBlocksInBothLanguages}.
 */
class FirstProgramTest {
  private static final Pattern COMMAND = Pattern.compile("(?m)^java -cp \"[^\"]+\" (\\w+\\.java)$");

  @TempDir Path folder;

  @Test
  void runsFirstProgramInEmptyFolder() throws Exception {
    List<Fence> fences = Fence.of("README.md");
    Fence program = fences.get(0);
    Matcher command = COMMAND.matcher(fences.get(1).text());
    assertThat(command.find()).as(fences.get(1).text()).isTrue();
    Files.writeString(folder.resolve(command.group(1)), program.text());
    Path errors = folder.resolve("stderr");

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"), // replaces the folder of jars
                command.group(1))
            .directory(folder.toFile())
            .redirectError(errors.toFile())
            .start();
    try (Scanner lines = new Scanner(process.getInputStream(), StandardCharsets.US_ASCII);
        OutputStream keyboard = process.getOutputStream()) {
      assertThat(lines.hasNextLine()).as(() -> text(errors)).isTrue();
      assertThat(lines.nextLine()).matches("weixin://wxpay/bizpayurl\\?pr=\\w+");
      URI page = URI.create(lines.nextLine());
      assertThat(get(page)).startsWith("<!").contains("</html>");
      keyboard.write('\n');
      keyboard.flush();

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(() -> text(errors)).isZero();
      assertThat(lines.hasNextLine()).isFalse();
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh-CN.md"})
  void showsFirstProgramOnFirstScreen(String page) throws IOException {
    String text = Files.readString(Project.folder().resolve(page));
    Fence program = Fence.of(page).get(0);

    assertThat(text.substring(0, text.indexOf("```java")).lines().count()).isLessThan(10);
    assertThat(program.text().lines().count()).isLessThan(20);
    assertThat(program.frame()).isEqualTo("program");
  }

  private static String get(URI page) throws IOException {
    try (InputStream in = page.toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
