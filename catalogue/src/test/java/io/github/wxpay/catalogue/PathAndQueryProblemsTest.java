package io.github.wxpay.catalogue;

import static io.github.wxpay.catalogue.ProblemsTest.json;
import static io.github.wxpay.catalogue.ProblemsTest.lines;
import static io.github.wxpay.catalogue.ProblemsTest.problems;
import static io.github.wxpay.catalogue.ProblemsTest.single;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.catalogue.Problem.Kind;
import io.github.wxpay.catalogue.Problem.Location;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests the problems outside of the body: query, path and method. */
class PathAndQueryProblemsTest {
  private static final String JSAPI = "v3/pay/transactions/jsapi";
  private static final String STOCKS = "v3/marketing/favor/stocks";

  @Test
  void checksQueryValuesAsStrings() {
    Map<String, Object> query = new HashMap<>();
    query.put("offset", 0);
    query.put("limit", "10");
    query.put("stock_creator_mchid", "1900000001");
    assertThat(problems("GET", STOCKS, query, null)).isEmpty();

    query.put("limit", "ten");
    query.put("status", "asleep");
    query.put("stock_creator_mchid", null);
    query.put("ofset", 1);
    assertThat(lines(problems("GET", STOCKS, query, null)))
        .containsExactlyInAnyOrder(
            "WRONG_TYPE query /limit must be an integer, not ten",
            "WRONG_VALUE query /status asleep is not one of"
                + " unactivated, audit, running, stoped, paused",
            "UNKNOWN query /ofset is not documented; did you mean offset?",
            "MISSING query /stock_creator_mchid is required");
  }

  @Test
  void acceptsCollectionInQueryOnlyForArray() {
    Map<String, Object> query = new HashMap<>();
    query.put("operation_type", "AUTH_BINDING");
    query.put("fapiao_mode", "TENCENT_DIGITAL_TAX");
    query.put("invite_code", "1");
    query.put("fapiao_ability_type_list", Arrays.asList("BASE_ABILITY", "MAGIC"));
    String path = "v3/new-tax-control-fapiao/fapiaomerchant/getspinviteurl";
    assertThat(single(problems("GET", path, query, null)).toString())
        .startsWith("query /fapiao_ability_type_list MAGIC is not one of BASE_ABILITY");

    query.put("fapiao_ability_type_list", "BASE_ABILITY");
    query.put("invite_code", Map.of("1", "2"));
    assertThat(lines(problems("GET", path, query, null)))
        .containsExactly("WRONG_TYPE query /invite_code must be a string, not an object");

    query.put("invite_code", List.of());
    assertThat(lines(problems("GET", path, query, null)))
        .containsExactly("MISSING query /invite_code is required");

    query.put("invite_code", List.of("1"));
    assertThat(lines(problems("GET", path, query, null)))
        .containsExactly("WRONG_TYPE query /invite_code must be a string, not an array");
  }

  @Test
  void checksValuesInPath() {
    String path = "v3/ecommerce/applyments/";
    assertThat(problems("POST", path + "20001/revoke", null, null))
        .noneMatch(problem -> problem.location() == Location.PATH);
    assertThat(lines(problems("POST", path + "abc/revoke", null, null)))
        .contains("WRONG_TYPE path /applyment_id must be an integer, not abc");
    assertThat(problems("POST", path + "{applyment_id}/revoke", null, null))
        .noneMatch(problem -> problem.location() == Location.PATH);
    assertThat(problems("POST", path + "<applyment_id>/revoke", null, null))
        .noneMatch(problem -> problem.location() == Location.PATH);
  }

  @Test
  void namesMethodsOfKnownPath() {
    assertThat(lines(problems("GET", "/" + JSAPI, null, null)))
        .containsExactly("WRONG_METHOD path " + JSAPI + " takes POST, not GET");
    assertThat(lines(problems("PUT", STOCKS + "?a=b", null, json("{}"))))
        .containsExactly("WRONG_METHOD path " + STOCKS + " takes GET, not PUT");
    String images = "v3/merchant-service/images/";
    assertThat(lines(problems("POST", images + "uplaod", null, null)))
        .containsExactly(
            "WRONG_METHOD path "
                + images
                + "uplaod takes GET, not POST; did you mean "
                + images
                + "upload?");
  }

  @Test
  void namesMostSimilarPathsOfUnknownPath() {
    Problem problem = single(problems("POST", "/v3/pay/transaction/jsapi?x=1", null, null));

    assertThat(problem.kind()).isEqualTo(Kind.UNKNOWN_PATH);
    assertThat(problem.location()).isEqualTo(Location.PATH);
    assertThat(problem.pointer()).isEmpty();
    assertThat(problem.message())
        .startsWith(
            "v3/pay/transaction/jsapi is not documented; the nearest: POST v3/pay/transactions/jsapi, ");
    assertThat(single(problems("GET", "v3/rocket/launches", null, null)).message())
        .isEqualTo("v3/rocket/launches is not documented");
  }
}
