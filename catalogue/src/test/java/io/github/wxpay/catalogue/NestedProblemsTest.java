package io.github.wxpay.catalogue;

import static io.github.wxpay.catalogue.ProblemsTest.json;
import static io.github.wxpay.catalogue.ProblemsTest.lines;
import static io.github.wxpay.catalogue.ProblemsTest.post;
import static io.github.wxpay.catalogue.ProblemsTest.problems;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests the problems of APIv2, of JSON in strings, and that secrets are not shown. */
class NestedProblemsTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String CANARY = "CANARY-6225880000000001";

  @Test
  void acceptsStringsAsNumbersInXml() {
    assertThat(problems("POST", "v2/pay/unifiedorder", null, order())).isEmpty();
    assertThat(problems("POST", "pay/unifiedorder", null, order().put("total_fee", 1))).isEmpty();
    assertThat(lines(problems("POST", "pay/unifiedorder", null, order().put("total_fee", "1.00"))))
        .containsExactly("WRONG_TYPE body /total_fee must be an integer, not 1.00");
    assertThat(lines(problems("POST", "pay/unifiedorder", null, order().put("trade_type", "FAX"))))
        .containsExactly("WRONG_VALUE body /trade_type FAX is not one of JSAPI, NATIVE, APP, MWEB");
  }

  @Test
  void requiresAppidAndMchidButNoFieldThatTheClientAdds() {
    ObjectNode order = order().put("nonce_str", "n").put("sign", "s").put("sign_type", "MD5");
    assertThat(problems("POST", "pay/unifiedorder", null, order)).isEmpty();

    order.remove(List.of("appid", "mch_id"));
    assertThat(lines(problems("POST", "pay/unifiedorder", null, order)))
        .containsExactly("MISSING body /appid is required", "MISSING body /mch_id is required");
    assertThat(lines(post("mmpaymkttransfers/promotion/transfers", "{'mch_id':'1'}")))
        .contains("UNKNOWN body /mch_id is not documented; did you mean mchid?");
  }

  @Test
  void acceptsOneFieldOfGroup() {
    ObjectNode query = NODES.objectNode().put("appid", "wx1").put("mch_id", "1");
    assertThat(lines(problems("POST", "pay/orderquery", null, query)))
        .containsExactly("MISSING body /transaction_id is required, or out_trade_no is");
    assertThat(problems("POST", "pay/orderquery", null, query.put("out_trade_no", "T1"))).isEmpty();
    query.put("transaction_id", "4200");
    assertThat(problems("POST", "pay/orderquery", null, query)).isEmpty();

    query.remove(List.of("out_trade_no", "transaction_id"));
    assertThat(lines(problems("POST", "pay/refundquery", null, query)))
        .containsExactly(
            "MISSING body /transaction_id is required,"
                + " or out_trade_no or out_refund_no or refund_id is");
    assertThat(problems("POST", "pay/refundquery", null, query.put("refund_id", "5"))).isEmpty();
  }

  @Test
  void checksFieldsOfJsonInString() {
    String goods = "{\"goods_detail\":[{\"goods_id\":\"g\",\"price\":%s}]}";
    assertThat(detail(String.format(Locale.ROOT, goods, "1"))).isEmpty();
    // In XML all values are strings, but not in JSON within XML.
    assertThat(detail(String.format(Locale.ROOT, goods, "\"1\"")))
        .containsExactly(
            "WRONG_TYPE body /detail/goods_detail/0/price must be a number, not a string");
    assertThat(detail("{\"goods_detail\":[7]}"))
        .containsExactly(
            "WRONG_TYPE body /detail/goods_detail/0 must be an object, not an integer");
    assertThat(detail("{}")).containsExactly("MISSING body /detail/goods_detail is required");
    assertThat(detail("[]"))
        .containsExactly("WRONG_TYPE body /detail must be an object, not an array");
    for (String broken : List.of("{", "tea", "{} {}")) {
      assertThat(detail(broken))
          .containsExactly("WRONG_TYPE body /detail must be a string with JSON of type object");
    }
    assertThat(detail("")).hasSize(1).first().asString().startsWith("WRONG_TYPE body /detail");
    JsonNode parsed = order().set("detail", json("{'goods_detail':[]}"));
    assertThat(lines(problems("POST", "pay/unifiedorder", null, parsed)))
        .containsExactly(
            "WRONG_TYPE body /detail must be a string with JSON of type object, not an object");
  }

  @Test
  void checksEveryElementOfArrayInString() {
    String path = "v3/apply4subject/applyment";
    String dates = "{'subject_info':{'business_license_info':{'licence_valid_date':%s}}}";
    String pointer = "/subject_info/business_license_info/licence_valid_date";

    assertThat(
            lines(
                post(
                    path,
                    String.format(Locale.ROOT, dates, "'[\\'2026-01-01\\',1]'")
                        .replace("\\'", "\\\""))))
        .contains("WRONG_TYPE body " + pointer + "/1 must be a string, not an integer");
    assertThat(lines(post(path, String.format(Locale.ROOT, dates, "'{}'"))))
        .contains("WRONG_TYPE body " + pointer + " must be an array<string>, not an object");
    assertThat(lines(post(path, String.format(Locale.ROOT, dates, "['a']"))))
        .contains(
            "WRONG_TYPE body "
                + pointer
                + " must be a string with JSON of type array<string>, not an array");
  }

  @Test
  void checksFieldsOfJsonInQuery() {
    Map<String, Object> query = new HashMap<>();
    query.put("partner", "{\"type\":7}");

    assertThat(lines(problems("GET", "v3/marketing/partnerships", query, null)))
        .contains("WRONG_TYPE query /partner/type must be a string, not an integer");
  }

  @Test
  void requiresNoFieldOfOtherVariant() {
    ObjectNode body = NODES.objectNode().put("scene_info", "{\"scene_info\":{}}");

    assertThat(lines(problems("POST", "transit/pay/payapply", null, body)))
        .isNotEmpty()
        .noneMatch(line -> line.contains("/scene_info"));
    body.put("scene_info", "{\"scene_info\":{\"colour\":1}}");
    assertThat(lines(problems("POST", "transit/pay/payapply", null, body)))
        .contains("UNKNOWN body /scene_info/scene_info/colour is not documented");
  }

  @Test
  void matchesIndexesInNames() {
    String coupons =
        "{'version':'v2','method':'POST','path':'coupons','title':'t','kind':'xml','status':[200],"
            + "'request':[{'name':'coupon_$n_$m','type':'integer','required':true}]}";
    Catalogue catalogue = Catalogue.of(RemakeTest.remade(coupons, ""));

    assertThat(catalogue.problems("POST", "coupons", null, json("{'coupon_0_12':'5'}"))).isEmpty();
    assertThat(catalogue.problems("POST", "coupons", null, json("{}"))).isEmpty();
    assertThat(lines(catalogue.problems("POST", "coupons", null, json("{'coupon_0_1':'x'}"))))
        .containsExactly("WRONG_TYPE body /coupon_0_1 must be an integer, not x");
    assertThat(lines(catalogue.problems("POST", "coupons", null, json("{'coupon_0':'1'}"))))
        .containsExactly("UNKNOWN body /coupon_0 is not documented");
  }

  @Test
  void hidesValueOfEncryptedField() {
    List<JsonNode> values =
        List.of(
            NODES.textNode(CANARY),
            NODES.arrayNode().add(CANARY),
            NODES.numberNode(6225),
            NODES.objectNode().put("a", CANARY));
    int tried = 0;
    for (Endpoint endpoint : Catalogue.load().endpoints()) {
      List<Field> body = endpoint.meta().isEmpty() ? endpoint.request() : endpoint.meta();
      for (JsonNode value : values) {
        ObjectNode filled = filled(body, value);
        Map<String, Object> query = new HashMap<>();
        endpoint.query().stream()
            .filter(Field::isEncrypted)
            .forEach(field -> query.put(field.name(), CANARY));
        if (filled.isEmpty() && query.isEmpty()) {
          continue;
        }
        tried++;
        assertThat(problems(endpoint.method(), endpoint.path(), query, filled))
            .noneMatch(problem -> problem.toString().contains("CANARY"))
            .noneMatch(problem -> problem.toString().contains("6225"));
      }
    }
    assertThat(tried).isEqualTo(values.size() * 121);
  }

  @Test
  void hidesEncryptedValueOfWrongTypeOrValue() {
    String pay =
        "{'version':'v3','method':'POST','path':'pay','title':'t','kind':'json','status':[200],"
            + "'query':[{'name':'q','type':'integer','encrypted':true}],"
            + "'request':[{'name':'a','type':'string','enum':['x'],'encrypted':true},"
            + "{'name':'b','type':'string','json':'object','fields':["
            + "{'name':'c','type':'integer','encrypted':true}]}]}";
    Catalogue catalogue = Catalogue.of(RemakeTest.remade(pay, ""));
    ObjectNode body = NODES.objectNode().put("a", CANARY).put("b", "{\"c\":\"" + CANARY + "\"}");

    List<String> lines = lines(catalogue.problems("POST", "pay", Map.of("q", CANARY), body));

    assertThat(lines)
        .containsExactly(
            "WRONG_TYPE query /q must be an integer",
            "WRONG_TYPE body /b/c must be an integer, not a string");
    body.put("b", "{\"c\":\"" + CANARY);
    assertThat(lines(catalogue.problems("POST", "pay", Map.of(), body)))
        .containsExactly("WRONG_TYPE body /b must be a string with JSON of type object");
  }

  private static List<String> detail(String text) {
    return lines(problems("POST", "pay/unifiedorder", null, order().put("detail", text)));
  }

  private static ObjectNode order() {
    return NODES
        .objectNode()
        .put("appid", "wx1")
        .put("mch_id", "1900000001")
        .put("body", "tea")
        .put("out_trade_no", "T1")
        .put("total_fee", "1")
        .put("spbill_create_ip", "127.0.0.1")
        .put("notify_url", "https://example.com/n")
        .put("trade_type", "NATIVE");
  }

  /** Returns an object that has the value in every encrypted field, nested ones too. */
  private static ObjectNode filled(List<Field> fields, JsonNode value) {
    ObjectNode node = NODES.objectNode();
    for (Field field : fields) {
      ObjectNode inner = filled(field.fields(), value);
      if (field.isEncrypted()) {
        node.set(field.name(), value);
      } else if (!inner.isEmpty()) {
        JsonNode outer = field.isArray() ? NODES.arrayNode().add(inner) : inner;
        node.set(field.name(), field.json().isEmpty() ? outer : NODES.textNode(outer.toString()));
      }
    }
    return node;
  }
}
