package io.github.wxpay.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this run found in each environment, as the rows of {@code docs/compatibility*.md}. */
final class Results {
  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final Pattern JAVA = Pattern.compile("(Java \\d+)[^, ]*");

  /** A part of the table, in its order. */
  enum Group {
    JAVA("Java", "Java"),
    PROJECT("Projects", "工程形式"),
    JACKSON("Jackson", "Jackson"),
    LOCALE("Locales, charsets, time zones", "语言环境、字符集、时区"),
    LOG("Log systems", "日志系统"),
    FRAMEWORK("Frameworks", "框架"),
    LANGUAGE("Languages", "语言"),
    PROXY("Proxies", "代理"),
    PEER("Other clients, which call the sandbox", "其它客户端（调用沙箱）");

    final String english;
    final String chinese;

    Group(String english, String chinese) {
      this.english = english;
      this.chinese = chinese;
    }
  }

  /** A row, which is the same in both languages but for the group and the result. */
  static final class Row {
    final Group group;
    final String environment;
    final String english;
    final String chinese;

    Row(Group group, String environment, String english, String chinese) {
      this.group = group;
      this.environment = environment;
      this.english = english;
      this.chinese = chinese;
    }

    /** Returns what a row is known by: its environment, without the patch version of a JDK. */
    String key() {
      return group + " " + JAVA.matcher(environment).replaceAll("$1");
    }

    /** Returns what must not differ between a page and a run. */
    String content() {
      return key() + ": " + english + ", " + chinese;
    }
  }

  static final Comparator<Row> ORDER =
      Comparator.comparing((Row row) -> row.group)
          .thenComparing(row -> padded(row.environment).toLowerCase(Locale.ROOT));

  private Results() {}

  /** Notes that all calls of a program were right. */
  static void calls(Group group, String environment, int calls) {
    note(group, environment, calls + " calls", calls + " 次调用");
  }

  /** Notes a result in both languages. */
  static synchronized void note(Group group, String environment, String english, String chinese) {
    String line = String.join("\t", group.name(), environment, english, chinese) + "\n";
    try {
      Files.createDirectories(folder());
      Files.writeString(
          folder().resolve("results.tsv"),
          line,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what this run noted, in the order of the table. */
  static List<Row> read() throws IOException {
    try (Stream<String> lines = Files.lines(folder().resolve("results.tsv"))) {
      return lines
          .map(line -> line.split("\t", -1))
          .map(cells -> new Row(Group.valueOf(cells[0]), cells[1], cells[2], cells[3]))
          .sorted(ORDER)
          .collect(Collectors.toList());
    }
  }

  /** Returns the group of a name in one of the languages. */
  static Group group(String name) {
    return Arrays.stream(Group.values())
        .filter(group -> group.english.equals(name) || group.chinese.equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no group " + name));
  }

  private static Path folder() {
    return Path.of(
        Objects.requireNonNull(System.getProperty("results"), "run mvn verify -Pit").strip());
  }

  /** Makes numbers comparable as text. */
  private static String padded(String text) {
    return DIGITS
        .matcher(text)
        .replaceAll(
            digits -> "0".repeat(Math.max(0, 8 - digits.group().length())) + digits.group());
  }
}
