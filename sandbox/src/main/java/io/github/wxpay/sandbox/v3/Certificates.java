package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.Identity;
import io.github.wxpay.sandbox.crypto.PlatformKey;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.Times;
import io.github.wxpay.sandbox.state.FieldRules;
import io.github.wxpay.sandbox.state.OperationRegistry;
import io.github.wxpay.sandbox.state.StatefulApi;
import java.util.List;
import java.util.Objects;

/** The endpoint {@code v3/certificates}: platform certificates, encrypted with the APIv3 key. */
final class Certificates implements StatefulApi {
  private static final String PURPOSE = "certificate";

  private final Credentials credentials;

  Certificates(Credentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public void register(OperationRegistry registry) {
    FieldRules rules =
        FieldRules.NONE.oneOf("algorithm_type", credentials.suite().algorithm(), "ALL");
    registry.on("GET", "v3/certificates", rules, request -> list());
  }

  private ObjectNode list() {
    List<PlatformKey> keys = credentials.platform().certificates();
    if (keys.isEmpty()) {
      throw new Refusal(
          404,
          "RESOURCE_NOT_EXISTS",
          "无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥: this platform has only a public key");
    }
    ObjectNode body = Json.object();
    ArrayNode data = body.putArray("data");
    for (PlatformKey key : keys) {
      data.add(entry(Objects.requireNonNull(key.certificate(), "certificate == null")));
    }
    return body;
  }

  private ObjectNode entry(Identity platform) {
    String nonce = Randoms.alphanumeric(12);
    String pem = platform.certificatePem();
    ObjectNode entry = Json.object();
    entry.put("effective_time", Times.rfc3339(platform.certificate().getNotBefore().toInstant()));
    ObjectNode encrypted = entry.putObject("encrypt_certificate");
    encrypted.put("algorithm", credentials.suite().aead());
    encrypted.put("associated_data", PURPOSE);
    encrypted.put(
        "ciphertext", credentials.suite().seal(pem, credentials.apiV3Key(), nonce, PURPOSE));
    encrypted.put("nonce", nonce);
    entry.put("expire_time", Times.rfc3339(platform.certificate().getNotAfter().toInstant()));
    entry.put("serial_no", platform.serial());
    return entry;
  }
}
