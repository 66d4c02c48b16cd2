package io.github.wxpay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  private static final Pattern MARKER = Pattern.compile("<!-- table: ([a-z0-9-]+) -->");

  @TempDir private Path folder;

  @BeforeEach
  void copyPages() throws IOException {
    Files.createDirectories(folder.resolve("docs"));
    for (Language language : Language.values()) {
      Files.copy(Path.of("..").resolve(language.page()), folder.resolve(language.page()));
    }
  }

  @Test
  void replacesOneTableAndLeavesTheRest() throws IOException {
    for (Language language : Language.values()) {
      Path page = folder.resolve(language.page());
      String before = Files.readString(page);

      for (String name : markers(before)) {
        Page.write(folder, language, name, "first of " + name);
        Page.write(folder, language, name, "second of " + name);
      }

      String after = Files.readString(page);
      assertThat(after).doesNotContain("first of ");
      assertThat(rest(after)).isEqualTo(rest(before));
      assertThat(markers(after))
          .hasSizeGreaterThan(4)
          .allSatisfy(name -> assertThat(after).containsOnlyOnce("\n\nsecond of " + name + "\n\n"));
    }
  }

  @Test
  void bothLanguagesHaveTheSameTables() throws IOException {
    assertThat(markers(Files.readString(folder.resolve(Language.CHINESE.page()))))
        .isEqualTo(markers(Files.readString(folder.resolve(Language.ENGLISH.page()))));
  }

  @Test
  void refusesUnknownTable() {
    assertThatThrownBy(() -> Page.write(folder, Language.ENGLISH, "warm-99", ""))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("<!-- table: warm-99 -->");
  }

  private static List<String> markers(String page) {
    return MARKER.matcher(page).results().map(m -> m.group(1)).collect(Collectors.toList());
  }

  private static String rest(String page) {
    return Pattern.compile("(?s)(<!-- table: [^>]*-->).*?(<!-- end of table -->)")
        .matcher(page)
        .replaceAll((MatchResult m) -> m.group(1) + m.group(2));
  }
}
