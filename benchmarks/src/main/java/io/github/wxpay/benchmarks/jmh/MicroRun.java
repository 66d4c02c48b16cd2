package io.github.wxpay.benchmarks.jmh;

import io.github.wxpay.benchmarks.Language;
import io.github.wxpay.benchmarks.Machine;
import io.github.wxpay.benchmarks.Page;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the microbenchmarks and prints a Markdown table. Takes the options of JMH. The system
 * property {@code write} names the marker in docs/performance*.md where the table is written; the
 * program must then run in the folder of the repository.
 */
public final class MicroRun {
  private MicroRun() {}

  /** Runs the benchmarks that the arguments select. */
  public static void main(String[] args) throws Exception {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .parent(new CommandLineOptions(args))
                    .addProfiler(GCProfiler.class)
                    .build())
            .run();
    System.out.println(table(results, Language.ENGLISH));
    String name = System.getProperty("write");
    for (Language language : name == null ? new Language[0] : Language.values()) {
      String text = Machine.describe() + ".\n\n" + table(results, language);
      Page.write(Path.of(""), language, name, text);
    }
  }

  private static String table(Collection<RunResult> results, Language language) {
    StringBuilder table = new StringBuilder();
    table.append(language.head("operation", "time", "+/-", "", "B per operation"));
    for (RunResult run : results) {
      Result<?> time = run.getPrimaryResult();
      Result<?> bytes = run.getSecondaryResults().get("gc.alloc.rate.norm");
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %.2f | %.2f | %s | %.0f |%n",
              run.getParams().getBenchmark().replaceFirst("^.*\\.(\\w+)Benchmark\\.", "$1."),
              time.getScore(),
              time.getScoreError(),
              time.getScoreUnit(),
              bytes.getScore()));
    }
    return table.toString();
  }
}
