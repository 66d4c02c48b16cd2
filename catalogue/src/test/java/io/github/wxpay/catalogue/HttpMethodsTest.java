package io.github.wxpay.catalogue;

import static io.github.wxpay.catalogue.ProblemsTest.json;
import static io.github.wxpay.catalogue.ProblemsTest.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.entry;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how the catalogue treats HTTP methods in any case. */
class HttpMethodsTest {
  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final String QUERY = "v3/pay/transactions/id/{transaction_id}";
  private static final String TWIN = "v3/apply4subject/applyment/{business_code}/cancel";

  @Test
  void findsEveryEndpointByLowerCaseMethod() {
    for (Endpoint endpoint : CATALOGUE.endpoints()) {
      String lower = endpoint.method().toLowerCase(Locale.ROOT);
      assertThat(CATALOGUE.endpoint(lower, endpoint.path())).contains(endpoint);
      assertThat(CATALOGUE.variables(lower, endpoint.path()))
          .isEqualTo(CATALOGUE.variables(endpoint.method(), endpoint.path()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "Get", "gET", "GET"})
  void acceptsMethodInAnyCase(String method) {
    assertThat(CATALOGUE.endpoint(method, QUERY)).map(Endpoint::path).contains(QUERY);
    assertThat(CATALOGUE.variables(method, "v3/pay/transactions/id/42"))
        .containsExactly(entry("transaction_id", "42"));
    assertThat(CATALOGUE.problems(method, QUERY, Map.of("mchid", "1"), null)).isEmpty();
    assertThat(CATALOGUE.nearest(method, "v3/certificate"))
        .isEqualTo(CATALOGUE.nearest("GET", "v3/certificate"));
    assertThat(lines(CATALOGUE.problems(method, "v3/pay/transactions/jsapi", null, json("{}"))))
        .containsExactly("WRONG_METHOD path v3/pay/transactions/jsapi takes POST, not GET");
  }

  @Test
  void acceptsLowerCaseForPathThatDiffersInPlaceholderName() {
    assertThat(CATALOGUE.endpoint("post", TWIN)).map(Endpoint::path).contains(TWIN);
  }

  @Test
  void ignoresLocaleForCaseOfMethod() {
    Locale before = Locale.getDefault();
    Locale.setDefault(new Locale("tr"));
    try {
      // In Turkish the upper case of i is not I; OPTIONS is the method with that letter.
      assertThat(CATALOGUE.endpoint("options", QUERY)).isEmpty();
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PSOT", "", " GET", "v3/certificates"})
  void rejectsUnknownMethod(String method) {
    String message = "`method` must be GET, POST, PUT, PATCH or DELETE; got '" + method + "'.";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CATALOGUE.endpoint(method, QUERY))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CATALOGUE.variables(method, QUERY))
        .withMessage(message);
    assertThat(lines(CATALOGUE.problems(method, QUERY, null, null)))
        .containsExactly(
            "WRONG_METHOD path the method must be GET, POST, PUT, PATCH or DELETE, not " + method);
    assertThat(CATALOGUE.nearest(method, "v3/certificate")).isNotEmpty();
  }

  @Test
  void replacesControlCharactersAndShortensUnknownMethod() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CATALOGUE.endpoint("GET\n" + "x".repeat(1000), QUERY))
        .withMessage(
            "`method` must be GET, POST, PUT, PATCH or DELETE; got 'GET\ufffd"
                + "x".repeat(60)
                + "…'.");
  }

  @Test
  void findsNothingForUnusedMethod() {
    assertThat(CATALOGUE.endpoint("HEAD", "v3/certificates")).isEmpty();
    assertThat(CATALOGUE.variables("options", QUERY)).isEmpty();
    assertThat(lines(CATALOGUE.problems("head", "v3/certificates", null, null)))
        .containsExactly("WRONG_METHOD path v3/certificates takes GET, not HEAD");
  }

  @Test
  void rejectsNullMethod() {
    assertThatNullPointerException()
        .isThrownBy(() -> CATALOGUE.endpoint(null, QUERY))
        .withMessage("method == null");
  }
}
