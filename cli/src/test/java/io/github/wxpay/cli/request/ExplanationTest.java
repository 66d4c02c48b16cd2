package io.github.wxpay.cli.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.catalogue.Catalogue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final String CLOSE = "v3/pay/transactions/out-trade-no/{out_trade_no}/close";

  @Test
  void findsNoDifferenceInACompleteRequest() {
    Explanation right =
        of("POST", CLOSE, Map.of("out_trade_no", "1217752501201407"), "{\"mchid\":\"1900000109\"}");

    assertThat(right.problems()).isEmpty();
    assertThat(right.title()).startsWith("POST " + CLOSE + " ");
  }

  @Test
  void namesMissingAndUnknownPlaceholdersAndFields() {
    Explanation wrong = of("POST", CLOSE, Map.of("no", "1"), Map.of("mch_id", "1900000109"));

    assertThat(wrong.problems())
        .anySatisfy(p -> assertThat(p).startsWith("placeholder out_trade_no has no value; pass -v"))
        .anySatisfy(p -> assertThat(p).isEqualTo("placeholder no is not in the path"))
        .anySatisfy(
            p -> assertThat(p).startsWith("body /mch_id is not documented; did you mean mchid"))
        .anySatisfy(p -> assertThat(p).startsWith("body /mchid is required"));
  }

  @Test
  void namesProblemsOfTheQuery() {
    Explanation wrong =
        Explanation.of(
            CATALOGUE,
            "GET",
            "v3/pay/transactions/id/{transaction_id}",
            Map.of("transaction_id", "1217752501201407033233368018"),
            Map.of("mch", "1"),
            List.of(),
            null);

    assertThat(wrong.problems())
        .anySatisfy(p -> assertThat(p).startsWith("query /mch is not documented"))
        .anySatisfy(p -> assertThat(p).startsWith("query /mchid is required"));
  }

  @Test
  void suggestsTheNearestEndpoints() {
    assertThat(of("POST", "v3/pay/transactions/nativ", Map.of(), null).problems().get(0))
        .contains("is not documented", "POST v3/pay/transactions/native");
    assertThat(of("GET", "v3/pay/transactions/native", Map.of(), null).problems().get(0))
        .contains("takes POST, not GET");
  }

  @Test
  void reportsBodiesThatAreNotJsonOnce() {
    assertThat(of("POST", "v3/pay/transactions/native", Map.of(), "{\"a\":").problems())
        .containsExactly("body must be JSON");
  }

  @Test
  void requiresDocumentedHeaders() {
    String path = "v3/marketing/partnerships/build";

    assertThat(of("POST", path, Map.of(), null).problems())
        .contains("header Idempotency-Key is required");
    assertThat(
            Explanation.of(
                    CATALOGUE, "POST", path, Map.of(), Map.of(), List.of("idempotency-key"), null)
                .problems())
        .noneSatisfy(p -> assertThat(p).startsWith("header "));
  }

  private static Explanation of(
      String method, String path, Map<String, String> values, Object body) {
    return Explanation.of(CATALOGUE, method, path, values, Map.of(), List.of(), body);
  }
}
