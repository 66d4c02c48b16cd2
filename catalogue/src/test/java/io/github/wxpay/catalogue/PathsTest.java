package io.github.wxpay.catalogue;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PathsTest {
  private static final long SEED = 20260822;
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]+)}");
  private static final Catalogue CATALOGUE = Catalogue.load();
  // Two templates with the same method and shape, which match the same paths.
  private static final String FIRST = "v3/apply4subject/applyment/{applyment_id}/cancel";
  static final String SECOND = "v3/apply4subject/applyment/{business_code}/cancel";

  @Test
  void findsEveryEndpointByConcretePath() {
    Random random = new Random(SEED);
    List<String> wrong = new ArrayList<>();
    for (Endpoint endpoint : CATALOGUE.endpoints()) {
      Map<String, String> values = new LinkedHashMap<>();
      String path = concrete(endpoint, random, values);

      String expected = endpoint.path().equals(SECOND) ? FIRST : endpoint.path();
      Optional<Endpoint> found = CATALOGUE.endpoint(endpoint.method(), "/" + path + "?a=b/c");
      if (found.map(Endpoint::path).filter(expected::equals).isEmpty()
          || CATALOGUE.template(path).filter(expected::equals).isEmpty()
          || !CATALOGUE.methods(path).contains(endpoint.method())
          || !List.copyOf(CATALOGUE.variables(endpoint.method(), path).values())
              .equals(List.copyOf(values.values()))) {
        wrong.add(endpoint + " by " + path + " is " + found);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void findsEveryTemplateWithBracesAndAngleBrackets() {
    for (Endpoint endpoint : CATALOGUE.endpoints()) {
      String chained = endpoint.path().replace('{', '<').replace('}', '>');

      assertThat(CATALOGUE.endpoint(endpoint.method(), endpoint.path())).contains(endpoint);
      assertThat(CATALOGUE.endpoint(endpoint.method(), chained)).contains(endpoint);
      assertThat(CATALOGUE.template(chained)).contains(endpoint.path());
      assertThat(CATALOGUE.variables(endpoint.method(), endpoint.path()).keySet())
          .containsExactlyElementsOf(
              endpoint.pathParameters().stream().map(Field::name).collect(toList()));
    }
  }

  @Test
  void distinguishesTemplatesThatDifferInPlaceholderName() {
    assertThat(CATALOGUE.endpoint("POST", FIRST)).map(Endpoint::path).contains(FIRST);
    assertThat(CATALOGUE.endpoint("POST", SECOND)).map(Endpoint::path).contains(SECOND);
    assertThat(CATALOGUE.template("/" + SECOND)).contains(SECOND);
    assertThat(CATALOGUE.variables("POST", SECOND)).containsOnlyKeys("business_code");
    assertThat(CATALOGUE.template("v3/apply4subject/applyment/1/cancel")).contains(FIRST);
  }

  @Test
  void prefersLiteralSegmentsOverPlaceholders() {
    assertThat(CATALOGUE.template("v3/payscore/serviceorder/direct-complete"))
        .contains("v3/payscore/serviceorder/direct-complete");
    assertThat(CATALOGUE.template("v3/merchant-service/images/upload"))
        .contains("v3/merchant-service/images/upload");
    assertThat(CATALOGUE.template("v3/merchant-service/images/uploads"))
        .contains("v3/merchant-service/images/{media_id}");
    assertThat(CATALOGUE.template("v3/ecommerce/applyments/")).contains("v3/ecommerce/applyments/");
    assertThat(CATALOGUE.template("v3/ecommerce/applyments/1"))
        .contains("v3/ecommerce/applyments/{applyment_id}");
    assertThat(CATALOGUE.template("v3/ecommerce/applyments")).isEmpty();
  }

  @Test
  void usesPlaceholderWhereLiteralSegmentLacksMethod() {
    assertThat(CATALOGUE.endpoint("GET", "v3/merchant-service/images/upload"))
        .map(Endpoint::path)
        .contains("v3/merchant-service/images/{media_id}");
    assertThat(CATALOGUE.methods("v3/merchant-service/images/upload"))
        .containsExactly("GET", "POST");
  }

  @Test
  void acceptsPathsOfV2WithAndWithoutPrefix() {
    assertThat(CATALOGUE.template("v2/pay/unifiedorder")).contains("pay/unifiedorder");
    assertThat(CATALOGUE.template("/pay/unifiedorder")).contains("pay/unifiedorder");
    assertThat(CATALOGUE.template("/v2/secapi/mch/submchmanage?action=add"))
        .contains("secapi/mch/submchmanage");
  }

  @Test
  void returnsValuesOfPlaceholdersUndecoded() {
    assertThat(CATALOGUE.variables("GET", "/v3/pay/transactions/id/4%2F2?mchid=1"))
        .containsExactly(entry("transaction_id", "4%2F2"));
    assertThat(CATALOGUE.variables("PUT", "v3/pay/transactions/id/1")).isEmpty();
  }

  @Test
  void findsNothingForUnknownPath() {
    for (String path :
        List.of("", "/", "?", "v3", "v3/", "v3/nothing", "v3/pay/transactions/id/")) {
      assertThat(CATALOGUE.template(path)).as(path).isEmpty();
      assertThat(CATALOGUE.endpoint("GET", path)).as(path).isEmpty();
      assertThat(CATALOGUE.methods(path)).as(path).isEmpty();
      assertThat(CATALOGUE.variables("GET", path)).as(path).isEmpty();
    }
  }

  @Test
  void rejectsSecondRouteOfSameShape() {
    Routes<String> routes = new Routes<>();
    routes.add("GET", "a/{b}", "first");
    routes.add("POST", "a/{c}", "other verb");

    assertThatIllegalStateException()
        .isThrownBy(() -> routes.add("GET", "/a/{d}", "second"))
        .withMessage("two routes for GET /a/{d}");
    assertThat(routes.match("GET", "a/1").value()).isEqualTo("first");
    assertThat(routes.match("POST", "a/1").variables()).containsExactly(entry("c", "1"));
    assertThat(routes.match("PUT", "a/1")).isNull();
    assertThat(routes.match("GET", "a/")).isNull();
  }

  @Test
  void backtracksFromLiteralSegmentToPlaceholder() {
    Routes<String> routes = new Routes<>();
    routes.add("GET", "a/b/c", "literal");
    routes.add("GET", "a/{x}/d", "placeholder");

    assertThat(routes.match("GET", "a/b/d").value()).isEqualTo("placeholder");
    assertThat(routes.match("GET", "a/b/d").variables()).containsExactly(entry("x", "b"));
    assertThat(routes.any("a/b/d")).isEqualTo("placeholder");
    assertThat(routes.any("a/b/e")).isNull();
  }

  /** Replaces each placeholder by a seeded value of digits. */
  static String concrete(Endpoint endpoint, Random random, Map<String, String> values) {
    return PLACEHOLDER
        .matcher(endpoint.path())
        .replaceAll(
            found -> {
              String value = Integer.toString(100_000 + random.nextInt(900_000));
              values.put(found.group(1), value);
              return value;
            });
  }
}
