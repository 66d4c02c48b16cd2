package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Aead;
import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.Identity;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Routes;
import io.github.wxpay.sandbox.ledger.Times;

/** The platform's certificates, encrypted under the APIv3 key: {@code v3/certificates}. */
final class Certificates {
  private static final String PURPOSE = "certificate";

  private final Credentials credentials;

  Certificates(Credentials credentials) {
    this.credentials = credentials;
  }

  void register(Routes<Handler> routes) {
    routes.add("GET", "v3/certificates", this::list);
  }

  private Answer list(Call call) {
    call.query().optionalOneOf("algorithm_type", "RSA", "ALL");
    Identity platform = credentials.platform();
    String nonce = Randoms.alphanumeric(12);
    ObjectNode body = Json.object();
    ObjectNode entry = body.putArray("data").addObject();
    entry.put("effective_time", Times.rfc3339(platform.certificate().getNotBefore().toInstant()));
    ObjectNode sealed = entry.putObject("encrypt_certificate");
    sealed.put("algorithm", Aead.NAME);
    sealed.put("associated_data", PURPOSE);
    sealed.put(
        "ciphertext", Aead.seal(platform.certificatePem(), credentials.apiV3Key(), nonce, PURPOSE));
    sealed.put("nonce", nonce);
    entry.put("expire_time", Times.rfc3339(platform.certificate().getNotAfter().toInstant()));
    entry.put("serial_no", platform.serial());
    return Json.answer(200, body);
  }
}
