package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the porting guide with the API and with the recorded departures of the vectors. */
class PortingTest {
  private static final Pattern METHOD = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)(?:\\(([^)]*)\\))?`");
  private static final List<String> PACKAGES =
      List.of("", "codec.", "crypto.", "exception.", "http.");

  @ParameterizedTest
  @CsvSource({"docs/porting.md, ## Names across", "docs/porting.zh-CN.md, ## 名称对照"})
  void namesOnlyExistingMethods(String page, String heading) throws IOException {
    List<String> missing = new ArrayList<>();
    List<MatchResult> named =
        Table.rows(page, heading).stream()
            .flatMap(row -> METHOD.matcher(row.get(1) + row.get(2)).results())
            .collect(Collectors.toList());
    for (MatchResult name : named) {
      List<Class<?>> parents = types(name.group(1));
      boolean exists =
          parents.stream()
              .flatMap(type -> Arrays.stream(type.getMethods()))
              .anyMatch(method -> isNamed(method, name.group(2), name.group(3)));
      if (!exists) {
        missing.add(name.group());
      }
    }

    assertThat(named).hasSizeGreaterThan(40);
    assertThat(missing).isEmpty();
  }

  @Test
  void describesEveryRecordedDeparture() throws IOException {
    JsonNode departures =
        new ObjectMapper()
            .readTree(Project.folder().resolve("core/src/test/resources/departures.json").toFile());
    String guide = plain(Files.readString(Project.folder().resolve("docs/porting.md")));

    assertThat(departures).isNotEmpty();
    assertThat(departures)
        .allSatisfy(
            departure -> assertThat(guide).contains(plain(departure.path("reason").asText())));
  }

  @Test
  void hasSameDeparturesInBothLanguages() throws IOException {
    List<String> english = List.of("### What is sent", "### What is verified", "### APIv2");
    List<String> chinese = List.of("### 请求的发送", "### 应答的验证", "### APIv2");
    for (int i = 0; i < english.size(); i++) {
      assertThat(Table.rows("docs/porting.zh-CN.md", chinese.get(i)))
          .hasSameSizeAs(Table.rows("docs/porting.md", english.get(i)))
          .allSatisfy(row -> assertThat(row.get(0)).isNotEmpty());
    }
  }

  private static boolean isNamed(Method method, String name, @Nullable String parameters) {
    if (parameters == null) {
      return method.getName().equals(name);
    }
    String types =
        Stream.of(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", "));
    return method.getName().equals(name) && types.equals(parameters.replace("...", "[]"));
  }

  private static List<Class<?>> types(String name) {
    List<Class<?>> found = new ArrayList<>();
    for (String folder : PACKAGES) {
      try {
        found.add(Class.forName("io.github.wxpay." + folder + name));
      } catch (ClassNotFoundException e) {
        // The class is in another package.
      }
    }
    return found;
  }

  private static String plain(String text) {
    return text.replace("`", "").toLowerCase(Locale.ROOT);
  }
}
