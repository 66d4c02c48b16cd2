package io.github.wxpay.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Counts a topic's cases: {@code same}, {@code fail} and {@code fix} must hold, {@code free} and
 * {@code js} are skipped. A case that differs on purpose is one that departures.json knows, by its
 * topic and by what the port said; it counts as skipped and is listed.
 */
final class CaseReport {
  private static final JsonNode DEPARTURES = departures();

  private final String topic;
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final List<String> departed = new ArrayList<>();
  private final List<String> differing = new ArrayList<>();

  CaseReport(String topic) {
    this.topic = topic;
    for (String kind : List.of("same", "fail", "fix", "skipped", "differ")) {
      counts.put(kind, 0);
    }
  }

  void held(String port) {
    counts.merge(port, 1, Integer::sum);
  }

  void skipped() {
    counts.merge("skipped", 1, Integer::sum);
  }

  /** Reports a failed case: a known departure, or a difference. */
  void differs(String id, String port, String outcome) {
    for (JsonNode departure : DEPARTURES) {
      if (port.equals("same")
          && departure.get("topic").textValue().equals(topic)
          && Pattern.compile(departure.get("outcome").textValue(), Pattern.DOTALL)
              .matcher(id + ": " + outcome)
              .find()) {
        departed.add(id + " (" + departure.get("reason").textValue() + ")");
        skipped();
        return;
      }
    }
    counts.merge("differ", 1, Integer::sum);
    differing.add(id + ": " + outcome);
  }

  List<String> differing() {
    return differing;
  }

  @Override
  public String toString() {
    String line =
        String.format(
            Locale.ROOT,
            "%s: %d same, %d fail-as-asked, %d fix-verified, %d skipped, %d differ",
            topic,
            counts.get("same"),
            counts.get("fail"),
            counts.get("fix"),
            counts.get("skipped"),
            counts.get("differ"));
    StringBuilder out = new StringBuilder(line);
    departed.forEach(id -> out.append("\n  departs on purpose: ").append(id));
    differing.forEach(id -> out.append("\n  differs: ").append(id));
    return out.toString();
  }

  private static JsonNode departures() {
    try (InputStream in = CaseReport.class.getResourceAsStream("/departures.json")) {
      return RecordedCases.JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
