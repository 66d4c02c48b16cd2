package io.github.wxpay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** An answer of the sandbox, as a test looks at it. */
final class Reply {
  private final HttpResponse<byte[]> response;

  Reply(HttpResponse<byte[]> response) {
    this.response = response;
  }

  int status() {
    return response.statusCode();
  }

  byte[] bytes() {
    return response.body();
  }

  String text() {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  JsonNode json() throws IOException {
    return new ObjectMapper().readTree(response.body());
  }

  /** Returns the text at that JSON pointer. */
  String get(String pointer) throws IOException {
    return json().at(pointer).asText();
  }

  /** Returns whether the answer is signed with that key or certificate. */
  boolean isSignedBy(String pem) throws GeneralSecurityException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    String head = header("Wechatpay-Timestamp") + "\n" + header("Wechatpay-Nonce") + "\n";
    message.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    message.writeBytes(response.body());
    message.write('\n');
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(publicKey(pem));
    signature.update(message.toByteArray());
    return signature.verify(Base64.getDecoder().decode(header("Wechatpay-Signature")));
  }

  private static PublicKey publicKey(String pem) throws GeneralSecurityException {
    byte[] text = pem.getBytes(StandardCharsets.US_ASCII);
    if (pem.contains("CERTIFICATE")) {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(text))
          .getPublicKey();
    }
    return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(Merchant.der(pem)));
  }
}
