package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Passes every Java block of the pages to JShell line by line, as if it were pasted. The Chinese
 * pages have the same code, see {@link ReadmeTest#hasSameBlocksInBothLanguages}.
 */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock("java.lang.System.in")
class JShellPagesTest {
  private static JShellSession shell;

  @TempDir Path folder;

  @BeforeAll
  static void open() throws IOException {
    shell = new JShellSession();
    shell.importAll();
    shell.play(Frame.declarations());
  }

  @AfterAll
  static void close() {
    Frame.shown = null;
    shell.close();
  }

  @ParameterizedTest
  @MethodSource("io.github.wxpay.examples.Pages#english")
  void runsEveryJavaBlockWhenPasted(String page) throws IOException {
    List<Fence> fences =
        Fence.of(page).stream()
            .filter(fence -> fence.language().equals("java"))
            .collect(Collectors.toList());
    try (Snippets snippets = new Snippets(folder)) {
      for (Fence fence : fences) {
        if (!JavaBlock.needsJava17(fence) || Pages.HAS_JAVA_17) {
          snippets.play(fence, shell);
        }
      }
    }
    assumeTrue(
        Pages.HAS_JAVA_17 || fences.stream().noneMatch(JavaBlock::needsJava17),
        "the controller was omitted, because Spring 6 requires Java 17");
  }

  @ParameterizedTest
  @MethodSource("io.github.wxpay.examples.Pages#all")
  void hasNoLineThatStartsWithDot(String page) throws IOException {
    assertThat(Fence.of(page))
        .filteredOn(fence -> fence.language().equals("java"))
        .allSatisfy(
            fence -> assertThat(fence.text().lines()).noneMatch(l -> l.matches("\\s*\\..*")));
  }
}
