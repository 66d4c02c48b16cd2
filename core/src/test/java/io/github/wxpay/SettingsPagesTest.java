package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages in both languages name every entry of a configuration and every option of a call. */
class SettingsPagesTest {
  private static final Pattern LIST = Pattern.compile("(?:Known|options): \\[([^\\]]+)\\]");

  @ParameterizedTest
  @ValueSource(strings = {"configuration.md", "configuration.zh-CN.md"})
  void nameEveryEntry(String page) {
    Map<String, Object> unknown = Fixtures.dictionary();
    unknown.put("unknown", 1);
    List<String> entries = listed(catchThrowable(() -> Wxpay.of(unknown)));

    assertThat(entries).hasSizeGreaterThan(10);
    assertThat(entries)
        .allSatisfy(
            entry ->
                assertThat(text(page)).containsPattern("[`\"]" + Pattern.quote(entry) + "[`\"]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"configuration.md", "configuration.zh-CN.md"})
  void nameEveryVariable(String page) {
    List<String> variables = new ArrayList<>();
    Map<String, Object> none =
        ConfigEntries.ofVariables(
            new HashMap<>() {
              private static final long serialVersionUID = 1L;

              @Override
              public String getOrDefault(Object name, String value) {
                variables.add((String) name);
                return value;
              }
            });

    assertThat(none).isEmpty();
    variables.removeIf(String::isEmpty);
    assertThat(variables).hasSizeGreaterThan(7);
    assertThat(variables).allSatisfy(name -> assertThat(text(page)).contains(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"requests.md", "requests.zh-CN.md"})
  void nameEveryOption(String page) {
    Wxpay wxpay = Wxpay.of(Fixtures.dictionary());
    List<String> options =
        listed(catchThrowable(() -> wxpay.chain("v3/a").get(Map.of("unknown", 1))));
    wxpay.close();

    assertThat(options).hasSizeGreaterThan(7);
    assertThat(options).allSatisfy(name -> assertThat(text(page)).contains("`" + name + "`"));
  }

  /** Returns the names in the list of a message. */
  private static List<String> listed(Throwable thrown) {
    Matcher list = LIST.matcher(thrown.getMessage());
    assertThat(list.find()).as(thrown.getMessage()).isTrue();
    return List.of(list.group(1).split(", ", -1));
  }

  private static String text(String page) throws IOException {
    return Files.readString(Path.of("../docs").resolve(page));
  }
}
