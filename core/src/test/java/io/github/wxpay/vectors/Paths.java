package io.github.wxpay.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.Chain;
import io.github.wxpay.Wxpay;

/** The topics of names and paths. */
final class Paths {
  private static final RecordedCases NONE = new RecordedCases(java.util.Map.of());

  private Paths() {}

  static void normalize(JsonNode one, CaseReport report) {
    String actual = Wxpay.normalize(one.get("input").textValue());
    compare(one, actual, report);
  }

  static void chain(JsonNode one, CaseReport report) {
    try (Wxpay wxpay = Wxpay.of(NONE.config())) {
      compare(one, chained(wxpay, one.at("/input/steps"), NONE).path(), report);
    }
  }

  /** A text is a property of the original's chain, {@code {"chain": x}} is taken as it is. */
  static Chain chained(Wxpay wxpay, JsonNode steps, RecordedCases fixtures) {
    Chain chain = wxpay.chain("");
    for (JsonNode step : steps) {
      String text = fixtures.substituted((step.isObject() ? step.get("chain") : step).textValue());
      boolean plain = step.isObject() || text.contains("."); // prop takes a dot for a separator
      chain =
          plain ? chain.chain(step.isObject() ? text : Wxpay.normalize(text)) : chain.prop(text);
    }
    return chain;
  }

  private static void compare(JsonNode one, String actual, CaseReport report) {
    if (actual.equals(one.path("expected").textValue())) {
      report.held(one.get("port").textValue());
    } else {
      report.differs(one.get("id").textValue(), one.get("port").textValue(), actual);
    }
  }
}
