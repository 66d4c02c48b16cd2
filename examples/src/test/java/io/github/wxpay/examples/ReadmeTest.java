package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs every fenced block of the READMEs and of docs, and holds the languages together. */
class ReadmeTest {
  /** Every page with blocks, and its Chinese counterpart. */
  private static final Map<String, String> PAGES =
      Map.of(
          "README.md", "README.zh-CN.md",
          "docs/keys.md", "docs/keys.zh-CN.md",
          "docs/porting.md", "docs/porting.zh-CN.md");

  private static final List<String> QUICK_START = List.of("Quick start", "快速开始");
  private static final Pattern COMMENT = Pattern.compile("(?m) *// .*$");

  @TempDir Path folder;

  static Stream<String> pages() {
    return PAGES.entrySet().stream().flatMap(pair -> Stream.of(pair.getKey(), pair.getValue()));
  }

  static Stream<Fence> fences() throws IOException {
    Stream.Builder<Fence> all = Stream.builder();
    for (String page : pages().sorted().collect(Collectors.toList())) {
      Fence.of(page).stream()
          .filter(fence -> !QUICK_START.contains(fence.heading())) // they would run this again
          .filter(fence -> !fence.language().equals("js")) // the Java behind it is what counts
          .forEach(all);
    }
    return all.build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fences")
  void everyBlockWorks(Fence fence) throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      new Snippets(sandbox, folder).run(fence);
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void noBlockIsOverlooked(String page) throws IOException {
    assertThat(Fence.of(page)).hasSizeGreaterThan(4);
    assertThat(Fence.prose(page).lines())
        .noneMatch(line -> line.contains("```") || line.matches("(~~~| {4}|\\t).*"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyBlockOfTheOriginalsStandsBesideOneOfOurs(String page) throws IOException {
    String languages =
        Fence.of(page).stream().map(Fence::language).collect(Collectors.joining(" "));

    assertThat(languages.replace("js java", "both")).doesNotContain("js ").doesNotEndWith("js");
  }

  @ParameterizedTest
  @MethodSource("english")
  void bothLanguagesShowTheSameBlocks(String page) throws IOException {
    assertThat(blocks(PAGES.get(page))).isEqualTo(blocks(page));
  }

  static Stream<String> english() {
    return PAGES.keySet().stream();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh-CN.md"})
  void theQuickStartIsTwoCommandsOfOneLine(String file) throws IOException {
    List<String> commands =
        Fence.of(file).stream()
            .filter(fence -> QUICK_START.contains(fence.heading()))
            .map(Fence::text)
            .collect(Collectors.toList());

    assertThat(commands)
        .containsExactly("mvn -q -P quick-start -pl examples -am\n", "mvn -B verify\n");
    assertThat(Files.readString(Project.folder().resolve(".ci/run")))
        .contains(" " + commands.get(1).strip() + ";");
    assertThat(Files.readString(Project.folder().resolve("pom.xml")))
        .contains("<id>quick-start</id>", "<defaultGoal>process-classes</defaultGoal>");
    assertThat(Files.readString(Project.folder().resolve("examples/pom.xml")))
        .contains("<mainClass>" + QuickStart.class.getName() + "</mainClass>");
  }

  static Stream<String> linking() {
    return Stream.concat(pages(), Stream.of("CHANGELOG.md"));
  }

  @ParameterizedTest
  @MethodSource("linking")
  void everyLinkLeadsToAFile(String page) throws IOException {
    Path file = Project.folder().resolve(page);

    assertThat(
            Pattern.compile("]\\(((?!https:)[^)]+)\\)").matcher(Files.readString(file)).results())
        .allSatisfy(link -> assertThat(file.resolveSibling(link.group(1))).exists());
  }

  private static List<String> blocks(String page) throws IOException {
    return Fence.of(page).stream()
        .map(
            fence ->
                fence.language() + fence.frame() + COMMENT.matcher(fence.text()).replaceAll(""))
        .collect(Collectors.toList());
  }
}
