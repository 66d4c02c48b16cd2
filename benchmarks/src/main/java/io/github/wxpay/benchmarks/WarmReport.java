package io.github.wxpay.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects the samples of warm clients and creates a Markdown table per number of callers. */
final class WarmReport {
  private static final String[] COLUMNS = {
    "client", "CPU us", "x", "requests/s", "x", "KB", "switches", "p50 ms", "p99 ms", "x"
  };

  /** By number of callers and name; the samples of one name are in the order of the rounds. */
  private final Map<Integer, Map<String, List<Sample>>> samples = new LinkedHashMap<>();

  void add(int callers, String name, Sample sample) {
    samples
        .computeIfAbsent(callers, key -> new LinkedHashMap<>())
        .computeIfAbsent(name, key -> new ArrayList<>())
        .add(sample);
  }

  /**
   * Returns the tables: medians, and medians (quartiles) of the ratios of the same round.
   *
   * @param reference the client that the ratios compare with; the first one if it did not run
   */
  String tables(String reference, Language language) {
    StringBuilder text = new StringBuilder();
    samples.forEach(
        (callers, clients) -> {
          String base =
              clients.containsKey(reference) ? reference : clients.keySet().iterator().next();
          List<Sample> compared = clients.getOrDefault(base, List.of());
          text.append("\n").append(caption(callers, base, compared.size(), language));
          text.append("\n\n").append(language.head(COLUMNS));
          clients.forEach((name, rounds) -> text.append(row(name, rounds, compared)));
        });
    return text.toString();
  }

  private static String caption(int callers, String base, int rounds, Language language) {
    return String.format(
        Locale.ROOT,
        "**%s: %d** (x: %s %s; %s: %d)",
        language.of("callers"),
        callers,
        language.of("ratio to"),
        base,
        language.of("rounds"),
        rounds);
  }

  private static String row(String name, List<Sample> rounds, List<Sample> compared) {
    return "| "
        + String.join(
            " | ",
            name,
            Statistics.median(rounds, Sample::cpu, 0),
            Statistics.ratio(rounds, compared, Sample::cpu),
            Statistics.median(rounds, Sample::rate, 0),
            Statistics.ratio(rounds, compared, Sample::rate),
            Statistics.median(rounds, Sample::kilobytes, 1),
            Statistics.median(rounds, Sample::switches, 1),
            Statistics.median(rounds, Sample::median, 2),
            Statistics.median(rounds, Sample::percentile99, 2),
            Statistics.ratio(rounds, compared, Sample::percentile99))
        + " |\n";
  }
}
