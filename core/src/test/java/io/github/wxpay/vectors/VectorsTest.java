package io.github.wxpay.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The recorded behaviour of the original, case by case: this port does the same, fails where it
 * should, and is right where the original is not. {@code -Dvectors=DIR} takes the cases of another
 * folder of the same form. By default the asynchronous verbs get every fifth case, {@code
 * -Pnightly} all.
 */
class VectorsTest {
  private static final int ASYNC_STEP = Boolean.getBoolean("nightly") ? 1 : 5;

  private static final Map<String, BiConsumer<JsonNode, CaseReport>> CALLED =
      Map.of(
          "normalize", Paths::normalize,
          "chain", Paths::chain,
          "chain_docs", Paths::chain,
          "formatter", Helpers::run,
          "hash", Helpers::run,
          "aes", Helpers::run,
          "rsa", Helpers::run,
          "xml", Helpers::run,
          "multipart", Forms::run,
          "config", Configs::run);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "normalize",
        "chain",
        "chain_docs",
        "formatter",
        "hash",
        "aes",
        "rsa",
        "xml",
        "multipart",
        "config"
      })
  void callsHelpersAsRecorded(String topic) {
    CaseReport report = new CaseReport(topic);

    for (JsonNode one : RecordedCases.topic(topic)) {
      if (skipped(one)) {
        report.skipped();
      } else {
        CALLED.get(topic).accept(one, report);
      }
    }

    assertThat(report.differing()).as("%s", report).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsRequestsOfApiV3AsRecorded(boolean async) throws Exception {
    CaseReport report = new CaseReport("v3_wire");

    try (Wire wire = new Wire(async)) {
      for (JsonNode one : cases("v3_wire", async)) {
        if (skipped(one)) {
          report.skipped();
        } else {
          wire.run(one, report);
        }
      }
    }

    assertThat(report.differing()).as("%s", report).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void verifiesResponsesOfApiV3AsRecorded(boolean async) throws Exception {
    CaseReport report = new CaseReport("v3_verify");

    try (Answers answers = new Answers(async)) {
      for (JsonNode one : cases("v3_verify", async)) {
        if (skipped(one)) {
          report.skipped();
        } else {
          answers.run(one, report);
        }
      }
    }

    assertThat(report.differing()).as("%s", report).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void signsAndVerifiesCallsOfApiV2AsRecorded(boolean async) throws Exception {
    CaseReport report = new CaseReport("v2_sign");

    try (Xmls xmls = new Xmls(async)) {
      for (JsonNode one : cases("v2_sign", async)) {
        if (skipped(one)) {
          report.skipped();
        } else {
          xmls.run(one, report);
        }
      }
    }

    assertThat(report.differing()).as("%s", report).isEmpty();
  }

  private static List<JsonNode> cases(String topic, boolean async) {
    List<JsonNode> cases = new ArrayList<>();
    JsonNode all = RecordedCases.topic(topic);
    for (int i = 0; i < all.size(); i += async ? ASYNC_STEP : 1) {
      cases.add(all.get(i));
    }
    return cases;
  }

  private static boolean skipped(JsonNode one) {
    String port = one.get("port").textValue();
    return port.equals("free") || port.equals("js");
  }
}
