package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.PayParams;
import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.sandbox.testing.ManualClock;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Call-up parameters: their names, and signatures that WeChat can verify. */
class PayParamsTest {
  private static final String APP = "wx8888888888888888";
  private static final String PREPAY = "wx201410272009395522657a690389285100";
  private static final String NOW = "1700000000";

  private final WxpayBuilder builder =
      Clients.builder().secret(Fixtures.SECRET).nonce(() -> Fixtures.NONCE);
  private final PayParams params = builder.build().payParams();

  @Test
  void returnsSixNamesForJsapiAndMiniPrograms() {
    for (Map<String, String> map :
        List.of(params.jsapi(APP, PREPAY), params.miniProgram(APP, PREPAY))) {
      assertThat(map.keySet())
          .containsExactly("appId", "timeStamp", "nonceStr", "package", "signType", "paySign");
      assertThat(map)
          .containsEntry("appId", APP)
          .containsEntry("timeStamp", NOW)
          .containsEntry("nonceStr", Fixtures.NONCE)
          .containsEntry("package", "prepay_id=" + PREPAY)
          .containsEntry("signType", "RSA");
      assertSigned(
          APP + "\n" + NOW + "\n" + Fixtures.NONCE + "\nprepay_id=" + PREPAY + "\n",
          map.get("paySign"));
    }
  }

  @Test
  void returnsSevenNamesForApps() {
    Map<String, String> map = params.app(APP, PREPAY);

    assertThat(map.keySet())
        .containsExactly(
            "appid", "partnerid", "prepayid", "package", "noncestr", "timestamp", "sign");
    assertThat(map)
        .containsEntry("appid", APP)
        .containsEntry("partnerid", Fixtures.MCHID)
        .containsEntry("prepayid", PREPAY)
        .containsEntry("package", "Sign=WXPay")
        .containsEntry("noncestr", Fixtures.NONCE)
        .containsEntry("timestamp", NOW);
    assertSigned(APP + "\n" + NOW + "\n" + Fixtures.NONCE + "\n" + PREPAY + "\n", map.get("sign"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "HMAC-SHA256"})
  void signsOrdersOfV2WithV2Key(String type) {
    PayParams v2 = builder.signType(type).build().payParams().v2();

    for (Map<String, String> map : List.of(v2.jsapi(APP, PREPAY), v2.miniProgram(APP, PREPAY))) {
      assertThat(map.keySet())
          .containsExactly("appId", "timeStamp", "nonceStr", "package", "signType", "paySign");
      assertThat(map).containsEntry("signType", type);
      assertHashed(map, "paySign", type);
    }
    Map<String, String> app = v2.app(APP, PREPAY);
    assertThat(app.keySet())
        .containsExactly(
            "appid", "partnerid", "prepayid", "package", "noncestr", "timestamp", "sign");
    assertHashed(app, "sign", type);
  }

  @Test
  void addsRedirectUrlToH5Page() {
    assertThat(
            params.h5(
                "https://wx.tenpay.com/x?prepay_id=1&package=2", "https://a.cn/?b=c&d=\u4e2d"))
        .isEqualTo(
            "https://wx.tenpay.com/x?prepay_id=1&package=2"
                + "&redirect_url=https%3A%2F%2Fa.cn%2F%3Fb%3Dc%26d%3D%E4%B8%AD");
    assertThat(params.h5("https://wx.tenpay.com/x", "b"))
        .isEqualTo("https://wx.tenpay.com/x?redirect_url=b");
  }

  @Test
  void signsPayscoreViewsWithV2Key() {
    Map<String, String> use = new LinkedHashMap<>();
    use.put("package", "AAQ+ ==\u4e2d");
    Map<String, String> detail = new LinkedHashMap<>();
    detail.put("service_id", "500001");
    detail.put("out_order_no", "1234323JKHDFE1243252");

    assertView("wxpayScoreUse", use);
    assertView("wxpayScoreDetail", detail);
    assertThat(params.openBusinessView("wxpayScoreEnable", Map.of("apply_permissions_token", "t")))
        .containsEntry("businessType", "wxpayScoreEnable")
        .containsEntry("extraData", Map.of("apply_permissions_token", "t"))
        .containsEntry("queryString", "apply_permissions_token=t");
  }

  private void assertView(String type, Map<String, String> fields) {
    Map<String, Object> view = params.openBusinessView(type, fields);

    assertThat(view.keySet()).containsExactly("businessType", "extraData", "queryString");
    assertThat(view).containsEntry("businessType", type);
    Map<String, String> extra = new LinkedHashMap<>();
    ((Map<?, ?>) view.get("extraData")).forEach((k, v) -> extra.put((String) k, (String) v));
    assertThat(extra)
        .containsAllEntriesOf(fields)
        .containsEntry("mch_id", Fixtures.MCHID)
        .containsEntry("timestamp", NOW)
        .containsEntry("nonce_str", Fixtures.NONCE)
        .containsEntry("sign_type", "HMAC-SHA256")
        .hasSize(fields.size() + 5);
    assertHashed(extra, "sign", "HMAC-SHA256");
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : ((String) view.get("queryString")).split("&", -1)) {
      String[] parts = pair.split("=", 2);
      query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    assertThat(query).isEqualTo(extra);
  }

  @Test
  void returnsThreeNamesForTransfer() {
    Map<String, String> map = params.merchantTransfer(APP, "ABBQO+oYAAABAAAAAAAk9");

    assertThat(map.keySet()).containsExactly("mchId", "appId", "package");
    assertThat(map)
        .containsEntry("mchId", Fixtures.MCHID)
        .containsEntry("appId", APP)
        .containsEntry("package", "ABBQO+oYAAABAAAAAAAk9");
  }

  // As the original recorded them

  @Test
  void jsapiSignsAsTheOriginalsRecipeDid() {
    JsonNode recipe = recorded("rsa", "recipe-v3-jsapi-paySign");
    JsonNode data = recipe.at("/input/data");
    // A public key has no dates, so that the client of 2014 has nothing to warn of.
    Wxpay then =
        Wxpay.builder()
            .mchid(Fixtures.MCHID)
            .serial(Fixtures.SERIAL)
            .privateKey(Fixtures.merchantKey())
            .platformKey(Fixtures.PUBLIC_KEY_ID, Fixtures.path("platform_pubkey.pem"))
            .clock(new ManualClock(Instant.ofEpochSecond(data.get(1).asLong())))
            .nonce(() -> data.get(2).textValue())
            .build();

    Map<String, String> map =
        then.payParams()
            .jsapi(
                data.get(0).textValue(), data.get(3).textValue().substring("prepay_id=".length()));

    assertThat(map).containsEntry("paySign", recipe.get("expected").textValue());
    assertThat(map).containsEntry("package", data.get(3).textValue());
  }

  @Test
  void couponsAreSignedAsTheOriginalsRecipeDid() {
    JsonNode recipe = recorded("hash", "recipe-busifavor");
    assertThat(recipe.at("/input/secret").textValue()).isEqualTo(Fixtures.SECRET);
    List<Map<String, String>> coupons = new ArrayList<>();
    for (JsonNode node : recipe.at("/input/data/send_coupon_params")) {
      Map<String, String> coupon = new LinkedHashMap<>();
      node.properties().forEach(e -> coupon.put(e.getKey(), e.getValue().textValue()));
      coupons.add(coupon);
    }

    Map<String, Object> map =
        params.busifavor(recipe.at("/input/data/send_coupon_merchant").textValue(), coupons);

    assertThat(map.keySet()).containsExactly("send_coupon_params", "send_coupon_merchant", "sign");
    assertThat(map)
        .containsEntry("sign", recipe.get("expected").textValue())
        .containsEntry("send_coupon_params", coupons);
    Map<String, String> flat = new LinkedHashMap<>();
    recipe
        .at("/input/flattened")
        .properties()
        .forEach(e -> flat.put(e.getKey(), e.getValue().textValue()));
    assertThat(map).containsEntry("sign", Notice.sign(flat, "HMAC-SHA256", Fixtures.SECRET));
  }

  // What cannot be

  @Test
  void namesEmptyAndMissingValues() {
    assertThatThrownBy(() -> params.jsapi("", PREPAY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`appId` is empty.");
    assertThatThrownBy(() -> params.app(APP, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`prepayId` is empty.");
    assertThatThrownBy(() -> params.jsapi(null, PREPAY))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("appId == null");
    assertThatThrownBy(() -> params.merchantTransfer(APP, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`packageInfo` is empty.");
    assertThatThrownBy(() -> params.h5("", "b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`h5Url` is empty.");
  }

  @Test
  void refusesParametersWithoutKey() {
    PayParams onlyV3 = Clients.builder().build().payParams();
    PayParams onlyV2 =
        Wxpay.builder().mchid(Fixtures.MCHID).secret(Fixtures.SECRET).build().payParams();

    assertThatThrownBy(() -> onlyV3.v2().jsapi(APP, PREPAY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("This client has no APIv2 key");
    assertThatThrownBy(() -> onlyV3.busifavor("1", List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("secret(…)");
    assertThatThrownBy(() -> onlyV2.jsapi(APP, PREPAY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("`serial`");
    assertThat(onlyV2.v2().jsapi(APP, PREPAY)).containsKey("paySign");
    assertThat(onlyV3.toString()).contains(Fixtures.MCHID).doesNotContain(Fixtures.SECRET);
  }

  @Test
  void usesNewNonceAndTimeForEveryMap() {
    ManualClock clock = new ManualClock(Instant.ofEpochSecond(Fixtures.NOW));
    PayParams fresh = Clients.builder().clock(clock).build().payParams();
    Map<String, String> first = fresh.jsapi(APP, PREPAY);
    clock.advance(Duration.ofSeconds(1));
    Map<String, String> second = fresh.jsapi(APP, PREPAY);

    assertThat(first.get("nonceStr")).hasSize(32).isNotEqualTo(second.get("nonceStr"));
    assertThat(second).containsEntry("timeStamp", "1700000001");
  }

  private static void assertSigned(String message, String signature) {
    assertThat(
            Fixtures.verifies(
                message.getBytes(StandardCharsets.UTF_8), signature, Fixtures.merchantPublicKey()))
        .isTrue();
  }

  private static void assertHashed(Map<String, String> map, String name, String type) {
    Map<String, String> rest = new LinkedHashMap<>(map);
    String sign = rest.remove(name);
    assertThat(sign).isEqualTo(Notice.sign(rest, type, Fixtures.SECRET));
  }

  private static JsonNode recorded(String topic, String id) {
    try (InputStream in = PayParamsTest.class.getResourceAsStream("/vectors/" + topic + ".json")) {
      for (JsonNode node : new ObjectMapper().readTree(in)) {
        if (node.path("id").asText().equals(id)) {
          return node;
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    throw new AssertionError(id);
  }
}
