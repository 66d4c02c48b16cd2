package io.github.wxpay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

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
  boolean isSignedBy(String pem) throws Exception {
    Map<String, String> headers = new HashMap<>();
    for (String name : new String[] {"Timestamp", "Nonce", "Signature"}) {
      headers.put("Wechatpay-" + name, header("Wechatpay-" + name));
    }
    boolean sm2 = header("Wechatpay-Signature-Type").contains("SM2");
    return new Verifier(sm2).verifies(headers, response.body(), pem);
  }
}
