package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page about the architecture names packages and methods that exist. */
class ArchitecturePageTest {
  private static final Pattern METHOD = Pattern.compile("`([A-Z]\\w+)\\.([a-z]\\w*)`");
  private static final Pattern ROOM = Pattern.compile("`(internal\\.\\w+)`");

  @ParameterizedTest
  @ValueSource(strings = {"architecture.md", "architecture.zh-CN.md"})
  void namesMethodsThatExist(String page) throws Exception {
    List<String> named = new ArrayList<>();
    List<String> missing = new ArrayList<>();

    for (Matcher m = METHOD.matcher(text(page)); m.find(); ) {
      named.add(m.group());
      if (!exists(m.group(1), m.group(2))) {
        missing.add(m.group());
      }
    }

    assertThat(named).hasSizeGreaterThan(20).contains("`Pipeline.journey`");
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"architecture.md", "architecture.zh-CN.md"})
  void namesEveryInternalPackage(String page) throws Exception {
    TreeSet<String> named = new TreeSet<>();
    for (Matcher m = ROOM.matcher(text(page)); m.find(); ) {
      named.add(m.group(1));
    }

    try (Stream<Path> folders = Files.list(classes().resolve("io/github/wxpay/internal"))) {
      assertThat(named)
          .containsExactlyElementsOf(
              folders
                  .map(folder -> "internal." + folder.getFileName())
                  .sorted()
                  .collect(Collectors.toList()));
    }
  }

  private static String text(String page) throws IOException {
    return Files.readString(Path.of("../docs").resolve(page));
  }

  /** Returns whether a class of the library, or of the JDK's client, has a method of this name. */
  private static boolean exists(String simpleName, String method) throws Exception {
    if (simpleName.equals("HttpClient")) {
      return hasMethod(Class.forName("java.net.http.HttpClient"), method);
    }
    try (Stream<Path> files = Files.walk(classes())) {
      List<Path> found =
          files.filter(file -> file.endsWith(simpleName + ".class")).collect(Collectors.toList());
      assertThat(found).as(simpleName).hasSize(1);
      String name = classes().relativize(found.get(0)).toString().replaceAll("\\.class$", "");
      return hasMethod(Class.forName(name.replaceAll("[/\\\\]", ".")), method);
    }
  }

  private static boolean hasMethod(Class<?> type, String method) {
    return Arrays.stream(type.getDeclaredMethods()).anyMatch(m -> m.getName().equals(method));
  }

  private static Path classes() throws URISyntaxException {
    return Path.of(Wxpay.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
