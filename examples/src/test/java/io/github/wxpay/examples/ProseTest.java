package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.examples.Passage.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts for people follow the rules of {@link ProseRule}. */
class ProseTest {
  /** Folders and pages, from the folder of the project. Add one here to have it scanned. */
  private static final List<String> SCANNED =
      List.of(
          "core/src/main/java",
          "catalogue/src/main/java",
          "sandbox/src/main/java",
          "cli/src/main/java",
          "examples/src/main/java",
          "benchmarks/src/main/java",
          "it/src/main/java",
          "docs",
          "README.md",
          "CONTRIBUTING.md",
          "CHANGELOG.md",
          "SECURITY.md",
          "RELEASING.md");

  static List<String> scanned() {
    return SCANNED;
  }

  static List<ProseRule> rules() {
    return ProseRule.ALL_RULES;
  }

  @ParameterizedTest
  @MethodSource("scanned")
  void hasNoFindings(String place) throws IOException {
    List<Path> files = files(place);
    List<String> findings = new ArrayList<>();
    int passages = 0;

    for (Path file : files) {
      for (Passage passage : passages(file)) {
        passages++;
        findings.addAll(findings(Project.folder().relativize(file).toString(), passage));
      }
    }

    assertThat(files).as("files in " + place).isNotEmpty();
    assertThat(passages).as("texts in " + place).isGreaterThanOrEqualTo(files.size());
    assertThat(findings).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void findsWrongTextAndAcceptsRightOne(ProseRule rule) {
    for (Kind kind : rule.kinds) {
      assertThat(rule.finds(new Passage(kind, 1, rule.wrong))).as(rule.wrong).isTrue();
      assertThat(rule.finds(new Passage(kind, 1, rule.right))).as(rule.right).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/** Who is told. */ class A {}",
        "class A {\n  // thrown away\n}",
        "String s = \"the value is \"\n    + \"no key\";",
        "/**\n * Returns it. The tag\n * stands behind.\n */\nvoid a() {}"
      })
  void findsTextInJava(String source) {
    assertThat(Passages.ofJava(source)).flatExtracting(p -> findings("A.java", p)).isNotEmpty();
  }

  @Test
  void readsTextsOfJavaWithTheirLines() {
    String source =
        "/** A class with {@code is no {key}}. */\n"
            + "class A {\n"
            + "  /** Returns {@link A the whole thing}. */\n"
            + "  @X(\"a\") int size(String b) {\n"
            + "    char c = '\"'; // a comment\n"
            + "    return b.matches(\"(told|wants)+\") + \"one \\\"text\\\" \"\n"
            + "        + \"of two\";\n";

    assertThat(Passages.ofJava(source))
        .extracting(p -> p.kind + " " + p.line + ": " + p.text)
        .containsExactly(
            "JAVADOC 1: A class with X.",
            "METHOD 3: Returns X.",
            "COMMENT 5: a comment",
            "STRING 6: one \\\"text\\\" of two");
  }

  @Test
  void readsTextsOfMarkdownWithoutCode() {
    String page = "# One\n\nA `told` [page](news.md).\n```java\n// told\n```\nEnd.\n";

    assertThat(Passages.ofMarkdown(page))
        .extracting(p -> p.line + ": " + p.text)
        .containsExactly("1: # One", "3: A X [page].", "7: End.");
  }

  private static List<Path> files(String place) throws IOException {
    try (Stream<Path> found = Files.walk(Project.folder().resolve(place))) {
      return found
          .filter(file -> file.toString().endsWith(".java") || file.toString().endsWith(".md"))
          .sorted()
          .collect(Collectors.toList());
    }
  }

  private static List<Passage> passages(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    return file.toString().endsWith(".md") ? Passages.ofMarkdown(text) : Passages.ofJava(text);
  }

  private static List<String> findings(String file, Passage passage) {
    List<String> findings = new ArrayList<>();
    for (ProseRule rule : ProseRule.ALL_RULES) {
      if (rule.finds(passage)) {
        Matcher found = rule.pattern.matcher(passage.text);
        boolean present = found.find();
        int start = present ? Math.max(0, found.start() - 40) : 0;
        int end = Math.min(passage.text.length(), start + 120);
        findings.add(
            file
                + ":"
                + passage.line
                + ": … "
                + passage.text.substring(start, end)
                + " … ("
                + rule.reason
                + ")");
      }
    }
    return findings;
  }
}
