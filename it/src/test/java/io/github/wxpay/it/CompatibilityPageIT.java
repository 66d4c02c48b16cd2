package io.github.wxpay.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.it.Results.Group;
import io.github.wxpay.it.Results.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares {@code docs/compatibility*.md} with the results of this run, or writes them there with
 * {@code -Dwrite}. Machines have different JDKs, and not all have Node.js: rows of those that this
 * one lacks stay, and those of others that it has are not asked for.
 */
class CompatibilityPageIT {
  private static final String BEGIN = "<!-- results -->";
  private static final String END = "<!-- end of results -->";
  private static final Path DOCS = JavaProgram.build().resolve("../../docs").normalize();

  @Test
  void bothPagesHaveTheResultsOfThisRun() throws IOException {
    assertThat(JavaProgram.build().resolve("failsafe-reports/failsafe-summary.xml"))
        .as("the tests before this one, whose results the pages shall have")
        .content()
        .contains("<errors>0</errors>", "<failures>0</failures>");
    List<Row> run = Results.read();
    assertThat(run.stream().map(row -> row.group).distinct())
        .as("groups that ran")
        .containsExactly(Group.values());
    if (Boolean.getBoolean("write")) {
      write(run);
    }

    List<Row> page = rows();

    assertThat(contents(page, run))
        .as("the rows of docs/compatibility*.md; write them with mvn -B verify -Pit -Dwrite")
        .containsExactlyElementsOf(contents(run, page));
  }

  /** Returns what rows say, without JDKs and clients that the others lack. */
  private static List<String> contents(List<Row> rows, List<Row> others) {
    Set<String> known = others.stream().map(Row::key).collect(Collectors.toSet());
    return rows.stream()
        .filter(row -> !differs(row) || known.contains(row.key()))
        .map(Row::content)
        .collect(Collectors.toList());
  }

  private static boolean differs(Row row) {
    return row.group == Group.JAVA || row.group == Group.PEER;
  }

  /** Returns the rows of both pages, which differ in group and result alone. */
  private static List<Row> rows() throws IOException {
    List<String[]> english = cells("compatibility.md");
    List<String[]> chinese = cells("compatibility.zh-CN.md");
    assertThat(chinese).hasSameSizeAs(english);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < english.size(); i++) {
      Group group = Results.group(english.get(i)[1]);
      assertThat(chinese.get(i)[1]).isEqualTo(group.chinese);
      assertThat(chinese.get(i)[2]).isEqualTo(english.get(i)[2]);
      rows.add(new Row(group, english.get(i)[2], english.get(i)[3], chinese.get(i)[3]));
    }
    return rows;
  }

  private static List<String[]> cells(String page) throws IOException {
    return table(Files.readString(DOCS.resolve(page)))
        .lines()
        .filter(line -> line.startsWith("| "))
        .skip(1) // the heading
        .map(line -> line.split(" ?\\| ?", -1))
        .collect(Collectors.toList());
  }

  private static String table(String page) {
    assertThat(page).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
    return page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
  }

  private static void write(List<Row> run) throws IOException {
    Map<String, Row> rows = new LinkedHashMap<>();
    rows().stream().filter(CompatibilityPageIT::differs).forEach(row -> rows.put(row.key(), row));
    run.forEach(row -> rows.put(row.key(), row));
    List<Row> sorted = rows.values().stream().sorted(Results.ORDER).collect(Collectors.toList());
    write(
        "compatibility.md",
        "| Kind | Environment | Result |",
        sorted.stream().map(row -> row(row.group.english, row.environment, row.english)));
    write(
        "compatibility.zh-CN.md",
        "| 类别 | 环境 | 结果 |",
        sorted.stream().map(row -> row(row.group.chinese, row.environment, row.chinese)));
  }

  private static String row(String group, String environment, String result) {
    return "| " + group + " | " + environment + " | " + result + " |";
  }

  private static void write(String name, String heading, Stream<String> rows) throws IOException {
    String page = Files.readString(DOCS.resolve(name));
    String table =
        Stream.concat(Stream.of(heading, "|---|---|---|"), rows).collect(Collectors.joining("\n"));
    Files.writeString(DOCS.resolve(name), page.replace(table(page), "\n\n" + table + "\n\n"));
  }
}
