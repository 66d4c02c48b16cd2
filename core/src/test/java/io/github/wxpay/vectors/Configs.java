package io.github.wxpay.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.Wxpay;
import java.util.LinkedHashMap;
import java.util.Map;

/** The topic of dictionaries that a client is made of, or refused for. */
final class Configs {
  private static final RecordedCases VALUES = new RecordedCases(Map.of());

  private Configs() {}

  static void run(JsonNode one, CaseReport report) {
    String id = one.get("id").textValue();
    String port = one.get("port").textValue();
    if (one.path("port_note").asText().equals("informative")) {
      report.skipped(); // what is recorded there is sent, and compared, in v3_wire and v2_sign
      return;
    }
    String outcome;
    if (id.equals("config-shared-twice")) {
      outcome = sharedTwice();
    } else {
      outcome = constructed(VALUES.map(one.at("/input/config")));
    }
    boolean made = outcome.equals("constructed");
    boolean held;
    if (port.equals("same")) {
      held = made == one.path("expected").path("constructed").asBoolean(false);
    } else if (id.equals("config-shared-twice")) {
      held = made;
    } else {
      held = !made; // fail, and the fixes: keys of a wrong kind
    }
    if (held) {
      report.held(port);
    } else {
      report.differs(id, port, outcome);
    }
  }

  private static String sharedTwice() {
    Map<String, Object> config = VALUES.config();
    Map<String, Object> before = new LinkedHashMap<>(config);
    String first = constructed(config);
    String second = constructed(config);
    return !config.equals(before) ? "the map was changed" : first.equals(second) ? first : second;
  }

  private static String constructed(Map<String, Object> config) {
    try (Wxpay wxpay = Wxpay.of(config)) {
      return wxpay.toString().isEmpty() ? "nameless" : "constructed";
    } catch (RuntimeException e) {
      return e.toString();
    }
  }
}
