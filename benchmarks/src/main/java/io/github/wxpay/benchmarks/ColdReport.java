package io.github.wxpay.benchmarks;

import io.github.wxpay.benchmarks.ColdRun.Variant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects the samples of starts and creates a Markdown table per way of starting. */
final class ColdReport {
  private static final String[] COLUMNS = {
    "client", "ms", "x", "CPU ms", "x", "first call ms", "classes", "RSS MB"
  };

  private final Map<Variant, Map<String, List<ColdSample>>> samples = new EnumMap<>(Variant.class);
  private final Map<Variant, Map<String, String>> classes = new EnumMap<>(Variant.class);

  void add(Variant variant, String name, ColdSample sample) {
    samples
        .computeIfAbsent(variant, key -> new LinkedHashMap<>())
        .computeIfAbsent(name, key -> new ArrayList<>())
        .add(sample);
  }

  /** Sets the number of classes that a client loads, as text because some have none. */
  void classes(Variant variant, String name, String count) {
    classes.computeIfAbsent(variant, key -> new HashMap<>()).put(name, count);
  }

  /**
   * Returns the tables. The ratios compare with the same client of the same table; with an archive,
   * with that client without one.
   */
  String tables(String reference, Language language) {
    StringBuilder text = new StringBuilder();
    samples.forEach(
        (variant, clients) -> {
          Variant other = variant == Variant.APP_CDS ? Variant.PLAIN : variant;
          Map<String, List<ColdSample>> compared = samples.getOrDefault(other, Map.of());
          String base =
              compared.containsKey(reference) ? reference : compared.keySet().iterator().next();
          List<ColdSample> rounds = compared.getOrDefault(base, List.of());
          text.append(
              String.format(
                  Locale.ROOT,
                  "%n**%s** (x: %s %s%s; %s: %d)%n%n",
                  language.of(variant.toString()),
                  language.of("ratio to"),
                  base,
                  variant == other ? "" : " " + language.of("without archive"),
                  language.of("rounds"),
                  rounds.size()));
          text.append(language.head(COLUMNS));
          Map<String, String> counts = classes.getOrDefault(variant, Map.of());
          clients.forEach(
              (name, starts) ->
                  text.append(row(name, starts, rounds, counts.getOrDefault(name, "-"))));
        });
    return text.toString();
  }

  private static String row(
      String name, List<ColdSample> starts, List<ColdSample> compared, String classes) {
    return "| "
        + String.join(
            " | ",
            name,
            Statistics.median(starts, ColdSample::wall, 0),
            Statistics.ratio(starts, compared, ColdSample::wall),
            Statistics.median(starts, ColdSample::cpu, 0),
            Statistics.ratio(starts, compared, ColdSample::cpu),
            Statistics.median(starts, ColdSample::firstCall, 0),
            classes,
            Statistics.median(starts, ColdSample::rss, 0))
        + " |\n";
  }
}
