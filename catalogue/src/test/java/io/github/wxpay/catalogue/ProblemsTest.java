package io.github.wxpay.catalogue;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Problem.Kind;
import io.github.wxpay.catalogue.Problem.Location;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {
  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final String JSAPI = "v3/pay/transactions/jsapi";
  private static final String REFUNDS = "v3/refund/domestic/refunds";
  private static final String ORDER =
      "{'appid':'wx1','mchid':'1900000001','description':'tea','out_trade_no':'T00001',"
          + "'notify_url':'https://example.com/n','amount':{'total':1,'currency':'CNY'},"
          + "'limit_pay':['no_credit'],'support_fapiao':false,"
          + "'detail':{'goods_detail':[{'merchant_goods_id':'g','quantity':1,'unit_price':1}]},"
          + "'payer':{'openid':'o1'}}";

  @Test
  void acceptsDocumentedRequest() {
    assertThat(post(JSAPI, ORDER)).isEmpty();
    assertThat(
            post(
                REFUNDS,
                "{'transaction_id':'4200','out_refund_no':'R1',"
                    + "'amount':{'refund':1,'total':2,'currency':'CNY',"
                    + "'from':[{'account':'AVAILABLE','amount':1}]}}"))
        .isEmpty();
    assertThat(
            post(
                "v3/fund-app/mch-transfer/transfer-bills",
                "{'appid':'wx1','out_bill_no':'B1','openid':'o1','user_name':'c2VhbGVk',"
                    + "'transfer_amount':30,'transfer_remark':'thanks','transfer_scene_id':'1000',"
                    + "'transfer_scene_report_infos':[{'info_type':'a','info_content':'b'}]}"))
        .isEmpty();
    assertThat(problems("GET", "v3/certificates", null, null)).isEmpty();
    assertThat(problems("GET", "v3/pay/transactions/id/42", Map.of("mchid", "1"), null)).isEmpty();
    assertThat(problems("GET", "v3/bill/tradebill", Map.of("bill_date", "2026-01-01"), null))
        .isEmpty();
  }

  @Test
  void namesMissingFields() {
    assertThat(lines(post(JSAPI, ORDER.replace("'total':1,", "").replace("'appid':'wx1',", ""))))
        .containsExactlyInAnyOrder(
            "MISSING body /appid is required", "MISSING body /amount/total is required");
    assertThat(lines(post(JSAPI, ORDER.replace("'quantity':1,", ""))))
        .containsExactly("MISSING body /detail/goods_detail/0/quantity is required");
    assertThat(lines(post(JSAPI, ORDER.replace("'T00001'", "null"))))
        .containsExactly("MISSING body /out_trade_no is required");
  }

  @Test
  void treatsAbsentBodyAsEmpty() {
    List<String> missing = lines(post(JSAPI, "{}"));

    assertThat(missing).hasSize(7).allMatch(line -> line.startsWith("MISSING body /"));
    assertThat(lines(problems("POST", JSAPI, null, null))).isEqualTo(missing);
    assertThat(lines(problems("POST", JSAPI, Map.of(), NullNode.getInstance()))).isEqualTo(missing);
    assertThat(lines(problems("POST", JSAPI, Map.of(), MissingNode.getInstance())))
        .isEqualTo(missing);
    assertThat(lines(post(JSAPI, "[]")))
        .containsExactly("WRONG_TYPE body must be an object, not an array");
    assertThat(lines(post(JSAPI, "'text'")))
        .containsExactly("WRONG_TYPE body must be an object, not a string");
  }

  @Test
  void namesUnknownFieldsWithSuggestion() {
    assertThat(lines(post(JSAPI, ORDER.replace("'notify_url'", "'notifyUrl'"))))
        .containsExactlyInAnyOrder(
            "UNKNOWN body /notifyUrl is not documented; did you mean notify_url?",
            "MISSING body /notify_url is required");
    assertThat(lines(post(JSAPI, ORDER.replace("'currency'", "'curency'"))))
        .containsExactly("UNKNOWN body /amount/curency is not documented; did you mean currency?");
    assertThat(lines(post(JSAPI, ORDER.replace("'openid':'o1'", "'openid':'o1','a/b~c':{}"))))
        .containsExactly("UNKNOWN body /payer/a~1b~0c is not documented");
    assertThat(lines(problems("GET", "v3/certificates", Map.of(), json("{'zzzzzzz':1}"))))
        .containsExactly("UNKNOWN body /zzzzzzz is not documented");
    // The fields that a client of APIv2 adds are unknown in APIv3.
    assertThat(lines(post(JSAPI, ORDER.replace("'appid'", "'nonce_str':'n','appid'"))))
        .containsExactly("UNKNOWN body /nonce_str is not documented");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'total':1 | 'total':'1' | /amount/total | must be an integer, not a string",
        "'total':1 | 'total':1.5 | /amount/total | must be an integer, not a number",
        "'total':1 | 'total':[1] | /amount/total | must be an integer, not an array",
        "'wx1' | 7 | /appid | must be a string, not an integer",
        "false | 'false' | /support_fapiao | must be a boolean, not a string",
        "['no_credit'] | 'no_credit' | /limit_pay | must be an array<string>, not a string",
        "['no_credit'] | ['no_credit',1] | /limit_pay/1 | must be a string, not an integer",
        "['no_credit'] | [null] | /limit_pay/0 | must be a string, not null",
        "{'openid':'o1'} | 'o1' | /payer | must be an object, not a string",
        "[{'merchant | [8,{'merchant | /detail/goods_detail/0 | must be an object, not an integer",
      })
  void namesValueOfWrongType(String part, String other, String pointer, String message) {
    Problem problem = single(post(JSAPI, ORDER.replace(part, other)));

    assertThat(problem.kind()).isEqualTo(Kind.WRONG_TYPE);
    assertThat(problem.location()).isEqualTo(Location.BODY);
    assertThat(problem.pointer()).isEqualTo(pointer);
    assertThat(problem.reason()).isEqualTo(message);
    assertThat(problem.message()).isEqualTo("body " + pointer + " " + message);
  }

  @Test
  void namesJavaObjectByJsonType() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    ObjectNode order = (ObjectNode) json(ORDER);
    order.set("appid", nodes.pojoNode(List.of("a")));
    order.set("payer", nodes.binaryNode(new byte[] {1}));

    assertThat(lines(problems("POST", JSAPI, null, order)))
        .containsExactlyInAnyOrder(
            "WRONG_TYPE body /appid must be a string, not a Java object",
            "WRONG_TYPE body /payer must be an object, not a string");
  }

  @Test
  void namesUndocumentedValue() {
    assertThat(lines(post(JSAPI, ORDER.replace("'CNY'", "'EUR'"))))
        .containsExactly("WRONG_VALUE body /amount/currency EUR is not one of CNY");
    assertThat(lines(post(JSAPI, ORDER.replace("['no_credit']", "['no_credit','gold']"))))
        .containsExactly(
            "WRONG_VALUE body /limit_pay/1 gold is not one of"
                + " no_balance, no_credit, no_debit, balance_only");
    assertThat(single(post(JSAPI, ORDER.replace("'CNY'", "'" + "x".repeat(500) + "'"))).message())
        .startsWith("body /amount/currency " + "x".repeat(64) + "… is not one of CNY");
  }

  @Test
  void namesIndexInNestedArray() {
    String goods =
        "{'merchant_goods_id':'g','unit_price':1,'refund_amount':1,'refund_quantity':%s}";
    String body =
        "{'transaction_id':'4200','out_refund_no':'R1',"
            + "'amount':{'refund':1,'total':2,'currency':'CNY'},'goods_detail':["
            + String.format(Locale.ROOT, goods, "1")
            + ","
            + String.format(Locale.ROOT, goods, "'1'")
            + "]}";

    assertThat(lines(post(REFUNDS, body)))
        .containsExactly(
            "WRONG_TYPE body /goods_detail/1/refund_quantity must be an integer, not a string");
  }

  @Test
  void requiresNoFieldOfBrandEndpoint() {
    String path = "brand/marketing/product-coupon/product-coupons";

    assertThat(problems("POST", path, null, json("{}"))).isEmpty();
    assertThat(lines(problems("POST", path, null, json("{'scop':1}"))))
        .containsExactly("UNKNOWN body /scop is not documented; did you mean scope?");
  }

  @Test
  void checksMetaOfUpload() {
    String path = "v3/merchant/media/upload";

    assertThat(post(path, "{'filename':'a.jpg','sha256':'00'}")).isEmpty();
    assertThat(lines(post(path, "{'filename':'a.jpg','file':'x'}")))
        .containsExactlyInAnyOrder(
            "MISSING body /sha256 is required", "UNKNOWN body /file is not documented");
  }

  static List<Problem> problems(String method, String path, Map<String, ?> query, JsonNode body) {
    return CATALOGUE.problems(method, path, query, body);
  }

  static List<Problem> post(String path, String body) {
    return problems("POST", path, Map.of(), json(body));
  }

  static List<String> lines(List<Problem> problems) {
    return problems.stream().map(problem -> problem.kind() + " " + problem).collect(toList());
  }

  static Problem single(List<Problem> problems) {
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  /** Parses JSON that is written with ' instead of ". */
  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
