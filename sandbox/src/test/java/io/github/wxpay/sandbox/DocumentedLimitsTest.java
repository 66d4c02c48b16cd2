package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.OrderJson;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that the sandbox refuses values outside the limits that the catalogue has for a field. */
@WxpaySandbox(clock = MerchantClient.NOW)
class DocumentedLimitsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NATIVE = "v3/pay/transactions/native";
  private static final String RECEIVER = "v3/profitsharing/receivers/add";

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final MerchantClient shop;

  DocumentedLimitsTest(Sandbox sandbox) {
    this.shop = new MerchantClient(sandbox);
  }

  /** Returns a body that the endpoint accepts. */
  private static ObjectNode body(String path) throws Exception {
    if (path.equals(NATIVE)) {
      return OrderJson.of("order-" + NUMBER.incrementAndGet(), 1);
    }
    return (ObjectNode)
        JSON.readTree(
            "{'appid':'wx1','type':'PERSONAL_OPENID','account':'o1','relation_type':'STAFF'}"
                .replace('\'', '"'));
  }

  private SandboxResponse post(String path, String field, String value) throws Exception {
    ObjectNode body = body(path);
    int slash = field.indexOf('/');
    ObjectNode parent = slash < 0 ? body : body.withObjectProperty(field.substring(0, slash));
    parent.set(field.substring(slash + 1), value(value));
    return shop.post(path, body.toString());
  }

  /** Returns a JSON value; {@code 茶*50} is a string that repeats the character 50 times. */
  private static JsonNode value(String text) throws Exception {
    int star = text.indexOf('*');
    return star > 0 && !text.startsWith("\"")
        ? JSON.getNodeFactory()
            .textNode(text.substring(0, star).repeat(Integer.parseInt(text.substring(star + 1))))
        : JSON.readTree(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        NATIVE + "; attach; 茶*50; must have at most 128 bytes, not 150; ab*64",
        NATIVE + "; attach; 茶*43; must have at most 128 bytes, not 129; 茶*42",
        NATIVE + "; description; \"\"; must have 1 to 127 characters, not 0; \"t\"",
        NATIVE + "; description; 茶*128; must have 1 to 127 characters, not 128; 茶*127",
        NATIVE + "; amount/total; 0; must be at least 1, not 0; 1",
        NATIVE + "; notify_url; \"http://a/b c\"; must match https?://\\S+; \"http://a/b%20c\"",
        NATIVE + "; out_trade_no; \"订单号\"; must have 6 to 32 characters, not 3; \"123456\"",
        NATIVE + "; out_trade_no; 订单号*2; must match [0-9A-Za-z_|*@-]+; \"a|b*c_d-\"",
        NATIVE + "; appid; a*33; must have 1 to 32 characters, not 33; a*32",
        NATIVE + "; goods_tag; 😀*257; must have at most 256 characters, not 257; 😀*256",
        RECEIVER + "; account; \"\"; must have 1 to 64 characters, not 0; \"o\"",
        RECEIVER + "; account; o*65; must have 1 to 64 characters, not 65; o*64",
        RECEIVER + "; custom_relation; 茶*11; must have at most 10 characters, not 11; 茶*10",
      })
  void checksFieldsOfBody(String path, String field, String wrong, String issue, String right)
      throws Exception {
    SandboxResponse refused = post(path, field, wrong);
    assertThat(refused.get("/message")).isEqualTo("参数错误: body /" + field + " " + issue);
    assertThat(refused.get("/code")).isEqualTo("PARAM_ERROR");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.get("/detail/field")).isEqualTo("/" + field);
    assertThat(refused.get("/detail/issue")).isEqualTo(issue);

    assertThat(post(path, field, right).status()).isEqualTo(200);
  }

  // The batch and the order do not exist, so a valid request ends with 404.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "v3/transfer/batches/out-batch-no/b1?need_query_detail=true&limit=#;"
            + "19; query /limit must be 20 to 100, not 19; 20; 404",
        "v3/transfer/batches/out-batch-no/b1?need_query_detail=true&limit=#;"
            + "101; query /limit must be 20 to 100, not 101; 100; 404",
        "v3/pay/transactions/out-trade-no/#?mchid=1900000109;"
            + "12345; path /out_trade_no must have 6 to 32 characters, not 5; q-3456; 404",
        "v3/pay/transactions/out-trade-no/#?mchid=1900000109;"
            + "a%20b%20c%20; path /out_trade_no must match [0-9A-Za-z_|*@-]+; a%7Cb%2Acd; 404",
        "v3/marketing/bank/packages/1234/tasks?offset=0&limit=#;"
            + "0; query /limit must be 1 to 20, not 0; 1; 200",
        "v3/marketing/bank/packages/1234/tasks?offset=0&limit=#;"
            + "21; query /limit must be 1 to 20, not 21; 20; 200",
      })
  void checksFieldsOfPathAndQuery(
      String target, String wrong, String message, String right, int status) throws Exception {
    SandboxResponse refused = shop.get(target.replace("#", wrong));
    assertThat(refused.get("/message")).isEqualTo("参数错误: " + message);
    assertThat(refused.get("/code")).isEqualTo("PARAM_ERROR");
    assertThat(refused.status()).isEqualTo(400);

    assertThat(shop.get(target.replace("#", right)).status()).isEqualTo(status);
  }

  @Test
  void checksLimitsAfterTypesAndRequiredFields() throws Exception {
    ObjectNode order = body(NATIVE).put("attach", "a".repeat(129)).put("description", 7);
    order.remove("appid");
    assertThat(shop.post(NATIVE, order.toString()).get("/message"))
        .endsWith("body /description must be a string, not an integer");
    order.put("description", "tea");
    assertThat(shop.post(NATIVE, order.toString()).get("/message"))
        .endsWith("body /appid is required");
    order.put("appid", "wx1");
    assertThat(shop.post(NATIVE, order.toString()).get("/message"))
        .endsWith("body /attach must have at most 128 bytes, not 129");
    order.remove("attach");
    assertThat(shop.post(NATIVE, order.toString()).status()).isEqualTo(200);
  }

  @Test
  void doesNotApplyLimitsToCiphertext() throws Exception {
    ObjectNode receiver = body(RECEIVER).put("name", shop.encrypted("张三"));
    assertThat(shop.post(RECEIVER, receiver.toString()).status()).isEqualTo(200);
    SandboxResponse refused =
        shop.post(RECEIVER, receiver.put("account", "o".repeat(65)).toString());
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).doesNotContain(receiver.get("name").asText()).doesNotContain("张三");
  }
}
