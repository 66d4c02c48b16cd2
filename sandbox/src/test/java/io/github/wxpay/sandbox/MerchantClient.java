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
  /** The time at which the sandboxes of most tests stand. */
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

  /** Returns the id of a key of the platform. */
  String key() {
    return ((Map<?, ?>) sandbox.config().get("certs")).keySet().iterator().next() + "";
  }

  String encrypted(String plain) throws Exception {
    String pem = ((Map<?, ?>) sandbox.config().get("certs")).get(key()) + "";
    return MerchantCrypto.rsa(
        plain, new MerchantCrypto(false).publicKey(pem), "OAEPWithSHA-1AndMGF1Padding");
  }

  String decrypted(String sealed) throws Exception {
    String privateKey = (String) sandbox.config().get("privateKey");
    return MerchantCrypto.oaep(sealed, new MerchantCrypto(false).privateKey(privateKey));
  }

  /** Makes an order that may be shared, of that many fen. */
  void order(String number, long total) throws Exception {
    ObjectNode order = OrderJson.of(number, total);
    order.putObject("settle_info").put("profit_sharing", true);
    SandboxResponse made = post("v3/pay/transactions/native", order.toString());
    assertThat(made.status()).as(made.text()).isEqualTo(200);
  }

  /** Makes such an order, pays it and returns the transaction's number. */
  String paid(String number, long total) throws Exception {
    order(number, total);
    sandbox.pay(number);
    return transaction(number);
  }

  String transaction(String number) throws Exception {
    return get("v3/pay/transactions/out-trade-no/" + number + "?mchid=" + OrderJson.MCHID)
        .get("/transaction_id");
  }

  /** Checks that all required fields are there. */
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

  static void refused(SandboxResponse reply, int status, String code, String issue)
      throws Exception {
    assertThat(reply.get("/message")).endsWith(issue);
    assertThat(reply.get("/code")).isEqualTo(code);
    assertThat(reply.status()).isEqualTo(status);
  }
}
