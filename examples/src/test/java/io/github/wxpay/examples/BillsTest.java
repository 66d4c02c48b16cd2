package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BillsTest {
  private static final String END = System.lineSeparator();

  @TempDir Path folder;

  @Test
  void uploadsImageAndReadsBills() throws IOException {
    List<String> lines = run(false).lines().collect(Collectors.toList());

    List<String> bill = Files.readAllLines(folder.resolve("bill.csv"));
    List<String> totals = List.of(bill.get(bill.size() - 1).substring(1).split(",`", -1));
    String fen = new BigDecimal(totals.get(1)).movePointRight(2).toBigIntegerExact().toString();
    assertThat(bill).hasSize(Integer.parseInt(totals.get(0)) + 3).hasSizeGreaterThan(10_000);
    assertThat(lines.remove(3)).matches(" {3}200 {3}media_id {2}\\S+");
    assertThat(lines)
        .containsExactly(
            "An upload and two bills",
            "",
            "1. Upload an image; the client computes its digest and builds the form",
            "",
            "2. Read the bill of a day: request it, download it, verify its hash",
            "         2 rows, and the totals match",
            "         应结订单金额: 303 fen",
            "",
            "3. Download a larger bill to a file",
            "         100 % of 20.0 MB",
            "",
            "4. Read the file row by row, in little memory",
            "         " + totals.get(0) + " rows, and the totals match",
            "         应结订单金额: " + fen + " fen",
            "",
            "Done, 4 steps.");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left)
          .extracting(Path::getFileName)
          .map(Path::toString)
          .containsExactlyInAnyOrder("license.png", "bill.csv");
    }
  }

  @Test
  void rewritesOneProgressLineOnTerminal() {
    List<String> rewritten =
        Stream.of(run(true).split(END, -1))
            .filter(line -> line.contains("\r"))
            .collect(Collectors.toList());

    assertThat(rewritten).hasSize(1);
    List<String> shown = List.of(rewritten.get(0).split("\r"));
    assertThat(shown.get(0)).as("text before the first carriage return").isEmpty();
    assertThat(shown).hasSizeBetween(3, 103).last().isEqualTo("         100 % of 20.0 MB");
    assertThat(shown.subList(1, shown.size() - 1))
        .isSorted()
        .allMatch(text -> text.matches(" {9}[ 0-9]{3} % of 20\\.0 MB"));
  }

  @Test
  void overwritesLongerProgressLineAndEndsOnce() {
    assertThat(moved(true, -1, 1_500_000, 1_510_000, 99))
        .isEqualTo("\r         1.5 MB\r         99 bytes\r         99 bytes" + END);
    assertThat(moved(true, 1_000_000, 90_000, 90_001))
        .isEqualTo("\r           9 % of 1.0 MB\r           9 % of 1.0 MB" + END);
    assertThat(moved(true, -1, 123, 9)).contains("\r         9 bytes  \r");
    assertThat(moved(false, -1, 1_500_000, 99)).isEqualTo("         99 bytes" + END);
    assertThat(moved(true, -1)).isEmpty();
    assertThat(moved(false, -1)).isEmpty();
  }

  private static String moved(boolean terminal, long total, long... done) {
    return Printed.of(
            out -> {
              try (ProgressLine line = new ProgressLine(out, terminal)) {
                LongStream.of(done).forEach(moved -> line.moved(moved, total));
              }
            })
        .text();
  }

  private String run(boolean terminal) {
    return Printed.of(
            out -> {
              try {
                Bills.run(out, terminal, folder);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .text();
  }
}
