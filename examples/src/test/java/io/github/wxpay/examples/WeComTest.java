package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.ResultException;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeComTest {
  private static final String PACKET = "mmpaymkttransfers/sendworkwxredpack";

  @Test
  void sendsRedPacket() {
    assertThat(Printed.of(WeComRedPacket::run).masked())
        .containsExactly(
            "A red packet through WeCom",
            "",
            "1. Send 1 yuan to a colleague",
            "   POST  /mmpaymkttransfers/sendworkwxredpack",
            "   200   mch_billno    wecom-packet-0001",
            "         send_listid   DIGITS",
            "         total_amount  100",
            "         re_openid     oxTWIuGaIt6gTKsQRLau2M0yL16E",
            "",
            "Done, 1 step.");
  }

  @Test
  void paysEmployee() {
    assertThat(Printed.of(WeComPayEmployee::run).masked())
        .containsExactly(
            "A payment to an employee through WeCom",
            "",
            "1. Refund expenses of 1 yuan",
            "   POST  /mmpaymkttransfers/promotion/paywwsptrans2pocket",
            "   200   partner_trade_no  wecom-payment-0001",
            "         payment_no        DIGITS",
            "         payment_time      TIME",
            "",
            "Done, 1 step.");
  }

  @Test
  void signsAsInRecordedVector() throws IOException {
    JsonNode recipe = recipe();
    Map<String, String> fields = new HashMap<>();
    recipe
        .path("input")
        .path("data")
        .properties()
        .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
    fields.put("remark", "not signed");

    Outgoing signed =
        new WeComSign(recipe.path("input").path("agentSecret").asText())
            .request(outgoing(PACKET, fields));

    assertThat((Map<?, ?>) signed.data())
        .extracting("workwx_sign", "nonce_str")
        .containsExactly(recipe.path("expected").asText(), "s");
    assertThat(fields).as("the caller's map").doesNotContainKey("workwx_sign");
  }

  @Test
  void addsNonceBeforeSigning() {
    Outgoing signed = new WeComSign("secret").request(outgoing(PACKET, Map.of("mch_id", "1")));

    assertThat(String.valueOf(((Map<?, ?>) signed.data()).get("nonce_str"))).matches("\\w{32}");
  }

  @Test
  void leavesOtherRequestsUnchanged() {
    Outgoing order = outgoing("pay/unifiedorder", Map.of("mch_id", "1"));

    assertThat(new WeComSign("secret").request(order)).isSameAs(order);
  }

  @Test
  void rejectsSecretOfOtherApplication() {
    Map<String, String> packet =
        Map.of(
            "mch_billno", "1",
            "mch_id", "1900000109",
            "wxappid", "wx8888888888888888",
            "sender_name", "XX",
            "re_openid", "oxTWIuGaIt6gTKsQRLau2M0yL16E",
            "total_amount", "100",
            "act_name", "XX");
    try (Sandbox sandbox = Sandbox.builder().https(true).start();
        Wxpay merchant = Wxpay.of(sandbox.config())) {
      Wxpay wxpay = merchant.newBuilder().hook(new WeComSign("another secret")).build();

      ResultException refused =
          catchThrowableOfType(
              ResultException.class,
              () -> wxpay.v2().chain(PACKET).post(packet, Options.none().security(true)));

      assertThat(refused.fields().values()).anyMatch(text -> text.contains("workwx_sign is wrong"));
    }
  }

  private static Outgoing outgoing(String path, Map<String, ?> fields) {
    return Outgoing.of(
        "POST", "https://api.mch.weixin.qq.com", path, Headers.none(), fields, Options.none());
  }

  private static JsonNode recipe() throws IOException {
    Path vectors = Project.folder().resolve("core/src/test/resources/vectors/hash.json");
    for (JsonNode line : new ObjectMapper().readTree(Files.readString(vectors))) {
      if (line.path("id").asText().equals("recipe-workwx-sign")) {
        return line;
      }
    }
    throw new AssertionError("The vector is missing.");
  }
}
