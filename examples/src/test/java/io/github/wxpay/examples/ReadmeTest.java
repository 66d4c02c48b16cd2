package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs every fenced block of the READMEs and of docs, and compares both languages. */
class ReadmeTest {
  private static final List<String> QUICK_START = List.of("Quick start", "快速开始");

  /** Sessions, command lines and programs, which the tests of the module cli play. */
  private static final Set<String> PLAYED = Set.of("text", "console", "javascript");

  private static final int MAX_README_LINES = 270;
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```.*?^```$");

  /** A comment that does not show the output of its line. */
  private static final Pattern COMMENT =
      Pattern.compile("(?m)^((?!.*System\\.out\\.println).*?) *// .*$");

  @TempDir static Path folder;
  private static CompiledBlocks compiled;
  private final List<Snippets> open = new ArrayList<>();

  @BeforeAll
  static void compile() throws IOException {
    compiled = new CompiledBlocks(folder);
  }

  @AfterAll
  static void closeLoader() throws IOException {
    compiled.close();
  }

  @AfterEach
  void closeSandboxes() {
    open.forEach(Snippets::close);
  }

  @TestFactory
  Stream<DynamicNode> runsEveryBlock() {
    return Pages.all().stream().map(this::page);
  }

  private DynamicNode page(String page) {
    try {
      Snippets snippets = new Snippets(folder);
      open.add(snippets);
      List<DynamicNode> tests = new ArrayList<>();
      int java = 0;
      for (Fence fence : Fence.of(page)) {
        if (fence.language().equals("java")) {
          int number = java++;
          tests.add(dynamicTest(fence.toString(), () -> runJava(snippets, page, number, fence)));
        } else if (!QUICK_START.contains(fence.heading()) // would run this test again
            && !fence.language().equals("js") // the Java below it is run
            && !PLAYED.contains(fence.language())) {
          tests.add(dynamicTest(fence.toString(), () -> snippets.run(fence)));
        }
      }
      return dynamicContainer(page, tests);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void runJava(Snippets snippets, String page, int number, Fence fence)
      throws Exception {
    assumeTrue(Pages.HAS_JAVA_17 || !JavaBlock.needsJava17(fence), "Spring 6 needs Java 17");
    snippets.run(fence, compiled.type(Pages.english(page), number));
  }

  @ParameterizedTest
  @MethodSource("io.github.wxpay.examples.Pages#all")
  void findsEveryBlock(String page) throws IOException {
    assertThat(Fence.of(page)).isNotEmpty();
    assertThat(Fence.prose(page).lines())
        .noneMatch(line -> line.contains("```") || line.matches("(~~~| {4}|\\t).*"));
  }

  @ParameterizedTest
  @MethodSource("io.github.wxpay.examples.Pages#all")
  void hasJavaBlockForEveryBlockOfOriginals(String page) throws IOException {
    String languages =
        Fence.of(page).stream().map(Fence::language).collect(Collectors.joining(" "));

    assertThat(languages.replace("js java", "both")).doesNotContain("js ").doesNotEndWith("js");
  }

  @ParameterizedTest
  @MethodSource("io.github.wxpay.examples.Pages#english")
  void hasSameBlocksInBothLanguages(String page) throws IOException {
    assertThat(blocks(Pages.chinese(page))).isEqualTo(blocks(page));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docs/architecture.md",
        "docs/compatibility.md",
        "docs/performance.md",
        "docs/security.md"
      })
  @MethodSource("io.github.wxpay.examples.Pages#english")
  void hasSameOutlineInBothLanguages(String page) throws IOException {
    assertThat(outline(Pages.chinese(page))).isEqualTo(outline(page));
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh-CN.md"})
  void keepsReadmeShort(String file) throws IOException {
    assertThat(Files.readAllLines(Project.folder().resolve(file)))
        .hasSizeLessThan(MAX_README_LINES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh-CN.md"})
  void startsQuicklyWithTwoCommands(String file) throws IOException {
    List<String> commands =
        Fence.of(file).stream()
            .filter(fence -> QUICK_START.contains(fence.heading()))
            .map(Fence::text)
            .collect(Collectors.toList());

    assertThat(commands)
        .containsExactly("mvn -q -P quick-start -pl examples -am\n", "mvn -B verify\n");
    assertThat(Files.readString(Project.folder().resolve(".ci/run")))
        .contains(" " + commands.get(1).strip() + " \"$@\";");
    assertThat(Files.readString(Project.folder().resolve("pom.xml")))
        .contains("<id>quick-start</id>", "<defaultGoal>process-classes</defaultGoal>");
    assertThat(Files.readString(Project.folder().resolve("examples/pom.xml")))
        .contains("<mainClass>" + QuickStart.class.getName() + "</mainClass>");
  }

  /** Returns every page, including those without blocks. */
  static Stream<String> linking() throws IOException {
    Stream<String> top = Stream.of("README.md", "README.zh-CN.md", "CHANGELOG.md");
    try (Stream<Path> docs = Files.list(Project.folder().resolve("docs"))) {
      return Stream.concat(top, docs.map(file -> "docs/" + file.getFileName()).sorted())
          .collect(Collectors.toList())
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("linking")
  void linksOnlyToExistingFiles(String page) throws IOException {
    Path file = Project.folder().resolve(page);

    assertThat(
            Pattern.compile("]\\(((?!https:)[^)]+)\\)").matcher(Files.readString(file)).results())
        .allSatisfy(link -> assertThat(file.resolveSibling(link.group(1))).exists());
  }

  @ParameterizedTest
  @MethodSource("linking")
  void linksEveryPageInBothLanguages(String page) throws IOException {
    if (page.equals("CHANGELOG.md")) {
      return;
    }
    boolean chinese = page.endsWith(".zh-CN.md");
    String readme =
        Files.readString(Project.folder().resolve(chinese ? "README.zh-CN.md" : "README.md"));
    String twin = chinese ? page.replace(".zh-CN.md", ".md") : Pages.chinese(page);

    assertThat(Project.folder().resolve(twin)).exists();
    assertThat(page)
        .satisfiesAnyOf(
            p -> assertThat(p).startsWith("README"),
            p -> assertThat(readme).contains("](" + p + ")"));
  }

  private static List<String> blocks(String page) throws IOException {
    return Fence.of(page).stream()
        .map(
            fence ->
                fence.language() + fence.frame() + COMMENT.matcher(fence.text()).replaceAll("$1"))
        .collect(Collectors.toList());
  }

  /** Returns the levels of headings and the marks of table rows and list items. */
  private static String outline(String page) throws IOException {
    String text = Files.readString(Project.folder().resolve(page));
    return BLOCK
        .matcher(text)
        .replaceAll("")
        .lines()
        .filter(line -> line.startsWith("#") || line.startsWith("| ") || line.startsWith("- "))
        .map(line -> line.replaceFirst("^(#+|\\||-) .*", "$1"))
        .collect(Collectors.joining(" "));
  }
}
