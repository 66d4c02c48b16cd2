package io.github.wxpay.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks requests that the platform is known to reject, and similar ones that it accepts. */
class RecordedRequestsTest {
  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> GOOD =
      Map.of(
          "v3/pay/transactions/jsapi",
          "{'appid':'wx1','mchid':'1900000001','description':'tea','out_trade_no':'T00001',"
              + "'notify_url':'https://example.com/n','amount':{'total':1},'payer':{'openid':'o1'}}",
          "v3/pay/transactions/native",
          "{'appid':'wx1','mchid':'1900000001','description':'tea','out_trade_no':'T00001',"
              + "'notify_url':'https://example.com/n','amount':{'total':1}}",
          "v3/pay/transactions/h5",
          "{'appid':'wx1','mchid':'1900000001','description':'tea','out_trade_no':'T00001',"
              + "'notify_url':'https://example.com/n','amount':{'total':1},"
              + "'scene_info':{'payer_client_ip':'127.0.0.1','h5_info':{'type':'Wap'}}}",
          "v3/pay/partner/transactions/native",
          "{'sp_appid':'wx1','sp_mchid':'1','sub_mchid':'2','description':'tea',"
              + "'out_trade_no':'T00001','notify_url':'https://example.com/n',"
              + "'amount':{'total':1},'scene_info':{'payer_client_ip':'::1','store_info':{'id':'1'}}}",
          "v3/refund/domestic/refunds",
          "{'transaction_id':'4200','out_refund_no':'R1',"
              + "'amount':{'refund':1,'total':1,'currency':'CNY'}}",
          "v3/ecommerce/refunds/apply",
          "{'sub_mchid':'1','sp_appid':'wx1','out_trade_no':'T1','out_refund_no':'R1',"
              + "'amount':{'refund':1,'total':1}}",
          "v3/profitsharing/orders",
          "{'appid':'wx1','transaction_id':'4200','out_order_no':'P1','unfreeze_unsplit':true,"
              + "'receivers':[{'type':'MERCHANT_ID','account':'1','amount':1,'description':'x'}]}",
          "v3/fund-app/mch-transfer/transfer-bills",
          "{'appid':'wx1','out_bill_no':'B1','openid':'o1','transfer_amount':30,"
              + "'transfer_remark':'thanks','transfer_scene_id':'1000',"
              + "'transfer_scene_report_infos':[{'info_type':'a','info_content':'b'}]}",
          "v3/merchant-service/complaints-v2/1/response",
          "{'complainted_mchid':'1','response_content':'ok'}");

  @Test
  void acceptsRequestsThatPlatformAccepts() throws IOException {
    for (Map.Entry<String, String> good : GOOD.entrySet()) {
      assertThat(problems(good.getKey(), good.getValue())).as(good.getKey()).isEmpty();
    }
    assertThat(
            CATALOGUE.problems(
                "GET",
                "v3/transfer/batches/out-batch-no/B1",
                Map.of("need_query_detail", true, "limit", 20),
                null))
        .isEmpty();
    assertThat(
            CATALOGUE.problems("GET", "v3/bill/tradebill", Map.of("bill_date", "2026-01-02"), null))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "v3/pay/transactions/jsapi; /payer/openid; ; MISSING body /payer/openid",
        "v3/pay/partner/transactions/native; /sub_mchid; ; MISSING body /sub_mchid",
        "v3/pay/transactions/native; /amount/total; '1'; WRONG_TYPE body /amount/total",
        "v3/pay/transactions/jsapi; /payer/openid; 1; WRONG_TYPE body /payer/openid",
        "v3/pay/transactions/native; /amount/total; 0; TOO_SMALL body /amount/total",
        "v3/pay/transactions/native; /out_trade_no; '订单号订单号'; NOT_MATCHING body /out_trade_no",
        "v3/pay/transactions/native; /out_trade_no; 'T1'; TOO_SHORT body /out_trade_no",
        "v3/pay/transactions/native; /notify_url; 'https://example.com/a b'; NOT_MATCHING body /notify_url",
        "v3/pay/transactions/native; /notify_url; 'ftp://example.com'; NOT_MATCHING body /notify_url",
        "v3/pay/transactions/native; /trade_type; 'NATIVE'; UNKNOWN body /trade_type",
        "v3/pay/transactions/native; /amount/foo; 1; UNKNOWN body /amount/foo",
        "v3/fund-app/mch-transfer/transfer-bills; /sub_mchid; '1'; UNKNOWN body /sub_mchid",
        "v3/fund-app/mch-transfer/transfer-bills; /out_bill_no; 'B_1'; NOT_MATCHING body /out_bill_no",
        "v3/pay/transactions/native; /limit_pay; ['LimitPay_example']; WRONG_VALUE body /limit_pay/0",
        "v3/profitsharing/orders; /receivers/0/account; ''; TOO_SHORT body /receivers/0/account",
        "v3/profitsharing/orders; /appid; ; MISSING body /appid",
        "v3/pay/transactions/h5; /scene_info/h5_info; ; MISSING body /scene_info/h5_info",
        "v3/pay/transactions/h5; /scene_info/h5_info/type; 'Phone'; WRONG_VALUE body /scene_info/h5_info/type",
        "v3/refund/domestic/refunds; /transaction_id; ; MISSING body /transaction_id",
        "v3/ecommerce/refunds/apply; /out_trade_no; ; MISSING body /transaction_id",
        "v3/ecommerce/refunds/apply; /sp_appid; ; MISSING body /sp_appid",
        "v3/merchant-service/complaints-v2/1/response; /response_content; ''; TOO_SHORT body /response_content",
      })
  void reportsRequestThatPlatformRejects(String path, String pointer, String value, String problem)
      throws IOException {
    ObjectNode body = (ObjectNode) JSON.readTree(GOOD.get(path).replace('\'', '"'));
    int last = pointer.lastIndexOf('/');
    ObjectNode parent = (ObjectNode) body.at(pointer.substring(0, last));
    String name = pointer.substring(last + 1);
    if (value == null) {
      parent.remove(name);
    } else {
      parent.set(name, JSON.readTree(value.replace('\'', '"')));
    }

    String problems = problems(path, body.toString());

    assertThat(problems).startsWith(problem + " ").doesNotContain("\n");
  }

  @Test
  void countsBytesOfAttach() throws IOException {
    String order = GOOD.get("v3/pay/transactions/native");
    String fifty = "'attach':'" + "字".repeat(50) + "',";
    String longest = "'attach':'" + "字".repeat(42) + "xy',";

    assertThat(problems("v3/pay/transactions/native", "{" + fifty + order.substring(1)))
        .isEqualTo("TOO_LONG body /attach must have at most 128 bytes, not 150");
    assertThat(problems("v3/pay/transactions/native", "{" + longest + order.substring(1)))
        .isEmpty();
    assertThat(problems("v3/pay/transactions/native", "{'attach':''," + order.substring(1)))
        .isEmpty();
  }

  @Test
  void reportsQueriesThatPlatformRejects() {
    assertThat(
            CATALOGUE
                .problems(
                    "GET",
                    "v3/transfer/batches/out-batch-no/B1",
                    Map.of("need_query_detail", true, "limit", 1),
                    null)
                .toString())
        .isEqualTo("[query /limit must be 20 to 100, not 1]");
    assertThat(
            CATALOGUE
                .problems(
                    "GET",
                    "v3/bill/tradebill",
                    Map.of("bill_date", "2026-01-02", "tar_type", "None"),
                    null)
                .toString())
        .isEqualTo("[query /tar_type None is not one of GZIP]");
    assertThat(
            CATALOGUE.problems(
                "GET", "v3/pay/transactions/out-trade-no/T1", Map.of("mchid", "1"), null))
        .extracting(Problem::kind)
        .containsExactly(Problem.Kind.TOO_SHORT);
  }

  private static String problems(String path, String body) throws IOException {
    return CATALOGUE.problems("POST", path, null, JSON.readTree(body.replace('\'', '"'))).stream()
        .map(problem -> problem.kind() + " " + problem.message())
        .collect(Collectors.joining("\n"));
  }
}
