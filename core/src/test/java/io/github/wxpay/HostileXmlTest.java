package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.testing.ChildJvm;
import io.github.wxpay.testing.RawServer;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hostile XML in every way in, in a JVM of 64 MB: nothing fetched, nothing read, no time lost. */
@Timeout(300)
class HostileXmlTest {
  /** The maximum time of a refusal in microseconds. */
  private static final int BOUND = 50_000;

  @Test
  void refusesHostileXmlWithoutFetchingOrReadingAndSoon(@TempDir Path folder)
      throws IOException, InterruptedException {
    String secret = "CANARY-" + UUID.randomUUID();
    Path canary = Files.writeString(folder.resolve("canary.txt"), secret);
    Path out = folder.resolve("out.txt");
    try (RawServer server = new RawServer((request, stream) -> false)) {
      Map<String, HostileXml.Document> documents = new HostileXml(canary, server.url()).documents();

      int exit = run(out, canary.toString(), secret, server.url());

      List<String> lines = Files.readAllLines(out, StandardCharsets.UTF_8);
      List<Line> report = report(lines);
      show(report, documents.size());
      assertThat(exit).as("%s", lines).isZero();
      assertThat(lines).last().asString().startsWith("done ");
      assertThat(documents).hasSizeGreaterThanOrEqualTo(40);
      assertThat(report).hasSize(documents.size() * 4);
      assertThat(server.accepted()).isZero();
      assertThat(report).allSatisfy(line -> assertOutcome(line, documents.get(line.document)));
      // Generous, since the machine may be busy: what is printed is what it takes.
      assertThat(report).allSatisfy(line -> assertThat(line.best).isLessThan(10 * BOUND));
    }
  }

  @Test
  void trustingParserConnects(@TempDir Path folder) throws Exception {
    Path canary = Files.writeString(folder.resolve("canary.txt"), "canary");
    try (RawServer server = new RawServer((request, stream) -> false)) {
      byte[] xml =
          new HostileXml(canary, server.url())
              .documents()
              .get("an external DTD of a URL")
              .bytes
              .get();

      Exception thrown = null;
      try {
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml));
      } catch (IOException e) {
        thrown = e;
      }

      assertThat(thrown).isNotNull();
      assertThat(server.accepted()).isPositive();
    }
  }

  private static void assertOutcome(Line line, HostileXml.Document document) {
    boolean refused = line.outcome.equals("refused");
    boolean read = line.outcome.equals("read");
    switch (line.way) {
      case "answer": // whatever it is, it has no sign
        assertThat(refused).as("%s", line).isTrue();
        break;
      case "toMessage":
        assertThat(refused || (read && !document.refused)).as("%s", line).isTrue();
        assertThat(read || document.refused).as("%s", line).isTrue();
        break;
      default: // what a message may not be, a document may: a field twice, 5 deep
        assertThat(refused || read).as("%s", line).isTrue();
        break;
    }
  }

  private static int run(Path out, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.add("-Xmx64m");
    command.add("-XX:+UseSerialGC"); // as a JVM of that size chooses by itself
    command.add("-XX:TieredStopAtLevel=1"); // it ends before C2 would pay off
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Dnightly=" + Boolean.getBoolean("nightly"));
    command.add("-cp");
    command.add(ChildJvm.classPath(true));
    command.add(HostileXml.class.getName());
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertThat(process.waitFor(240, TimeUnit.SECONDS)).as("ended in time").isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static List<Line> report(List<String> lines) {
    List<Line> report = new ArrayList<>();
    for (String line : lines) {
      if (line.contains("|")) {
        report.add(new Line(line));
      }
    }
    return report;
  }

  private static void show(List<Line> report, int documents) {
    if (!Boolean.getBoolean("nightly")) {
      return;
    }
    System.out.printf(
        Locale.ROOT,
        "%d hostile documents, 4 ways, 64 MB: %d of %d medians are 50 ms or more; the slowest:%n",
        documents,
        report.stream().filter(line -> line.median >= BOUND).count(),
        report.size());
    report.stream()
        .sorted(Comparator.comparingInt((Line line) -> line.median).reversed())
        .limit(8)
        .forEach(line -> System.out.println("  " + line));
  }

  /** A line of the child's report; times in microseconds. */
  private static final class Line {
    final String document;
    final String way;
    final String outcome;
    final int best;
    final int median;

    Line(String line) {
      String[] parts = line.split("\\|", -1);
      document = parts[0];
      way = parts[1];
      outcome = parts[2];
      best = Integer.parseInt(parts[3]);
      median = Integer.parseInt(parts[4]);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s as %s: %s, median %d.%03d ms, best %d.%03d ms",
          document,
          way,
          outcome,
          median / 1_000,
          median % 1_000,
          best / 1_000,
          best % 1_000);
    }
  }
}
