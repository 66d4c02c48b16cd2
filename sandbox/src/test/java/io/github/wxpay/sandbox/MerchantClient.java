package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.sandbox.testing.OrderJson;
import java.util.List;
import java.util.Map;

/** Sends signed requests of APIv3 for the sandbox's merchant; their JSON may have single quotes. */
final class MerchantClient {
  /** The time of the clock in most tests. */
  static final String NOW = "2026-03-04T05:06:07Z";

  private static final Catalogue CATALOGUE = Catalogue.load();

  private final Sandbox sandbox;

  MerchantClient(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  Sandbox sandbox() {
    return sandbox;
  }

  Payer payer() {
    return sandbox.payer();
  }

  SandboxResponse post(String path, String body) throws Exception {
    return send("POST", path, body);
  }

  SandboxResponse get(String path) throws Exception {
    return send("GET", path, "");
  }

  SandboxResponse send(String method, String path, String body) throws Exception {
    SignedRequest merchant = SignedRequest.of(sandbox).header("Wechatpay-Serial", key());
    return merchant.send(method, "/" + path, body.replace('\'', '"'));
  }

  /** Returns the ID of a key of the platform. */
  String key() {
    return ((Map<?, ?>) sandbox.config().get("certs")).keySet().iterator().next() + "";
  }

  String encrypted(String plain) throws Exception {
    String pem = ((Map<?, ?>) sandbox.config().get("certs")).get(key()) + "";
    return MerchantCrypto.rsa(
        plain, new MerchantCrypto(false).publicKey(pem), "OAEPWithSHA-1AndMGF1Padding");
  }

  String decrypted(String ciphertext) throws Exception {
    String privateKey = (String) sandbox.config().get("privateKey");
    return MerchantCrypto.oaep(ciphertext, new MerchantCrypto(false).privateKey(privateKey));
  }

  /** Creates an order that allows profit sharing, with its total in fen. */
  void order(String number, long total) throws Exception {
    ObjectNode order = OrderJson.of(number, total);
    order.putObject("settle_info").put("profit_sharing", true);
    SandboxResponse response = post("v3/pay/transactions/native", order.toString());
    assertThat(response.status()).as(response.text()).isEqualTo(200);
  }

  /** Creates such an order, pays it and returns its transaction ID. */
  String paid(String number, long total) throws Exception {
    order(number, total);
    sandbox.pay(number);
    return transaction(number);
  }

  String transaction(String number) throws Exception {
    return get("v3/pay/transactions/out-trade-no/" + number + "?mchid=" + OrderJson.MCHID)
        .get("/transaction_id");
  }

  /** Checks that a response has all required fields. */
  static SandboxResponse complete(String method, String path, SandboxResponse reply)
      throws Exception {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    required(CATALOGUE.endpoint(method, path).orElseThrow().response(), reply.json(), "");
    return reply;
  }

  private static void required(List<Field> fields, JsonNode node, String at) {
    for (Field field : fields) {
      JsonNode value = node.path(field.name());
      String here = at + "/" + field.name();
      assertThat(field.isRequired() && value.isMissingNode()).as(here).isFalse();
      if (value.isArray()) {
        for (JsonNode one : value) {
          required(field.fields(), one, here);
        }
      } else if (value.isObject()) {
        required(field.fields(), value, here);
      }
    }
  }

  static void assertRefused(SandboxResponse reply, int status, String code, String issue)
      throws Exception {
    assertThat(reply.get("/message")).endsWith(issue);
    assertThat(reply.get("/code")).isEqualTo(code);
    assertThat(reply.status()).isEqualTo(status);
  }
}
