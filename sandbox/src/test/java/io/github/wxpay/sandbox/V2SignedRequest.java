package io.github.wxpay.sandbox;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A request of the sandbox's merchant over APIv2, with {@code appid}, {@code mch_id} and a nonce by
 * default.
 */
final class V2SignedRequest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Sandbox sandbox;
  private final String secret;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private HttpClient http = HTTP;

  private V2SignedRequest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.secret = (String) sandbox.config().get("secret");
    fields.put("appid", "wxd678efh567hg6787");
    fields.put("mch_id", (String) sandbox.config().get("mchid"));
    fields.put("nonce_str", UUID.randomUUID().toString().replace("-", ""));
  }

  static V2SignedRequest of(Sandbox sandbox) {
    V2SignedRequest merchant = new V2SignedRequest(sandbox);
    if (sandbox.uri().getScheme().equals("https")) {
      merchant.http = HttpClient.newBuilder().sslContext(sandbox.sslContext()).build();
    }
    return merchant;
  }

  V2SignedRequest through(HttpClient client) {
    http = client;
    return this;
  }

  V2SignedRequest with(String... namesAndValues) {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return this;
  }

  V2SignedRequest without(String... names) {
    for (String name : names) {
      fields.remove(name);
    }
    return this;
  }

  Map<String, String> fields() {
    return fields;
  }

  V2SignedRequest signWorkwx(String... names) {
    Map<String, String> signed = new TreeMap<>(fields);
    signed.keySet().retainAll(Set.of(names));
    return with("workwx_sign", md5(joined(signed) + "&secret=" + sandbox.workwxSecret()));
  }

  /** Sets the sign of the current fields. */
  V2SignedRequest sign() {
    return with("sign", sign(fields, fields.getOrDefault("sign_type", "")));
  }

  /** Sets the sign of another text, to which the key is appended. */
  V2SignedRequest signText(String text) {
    return with("sign", md5(text + "&key=" + secret));
  }

  /** Signs the fields unless they have a sign, and sends them. */
  SandboxResponse post(String path) throws Exception {
    if (!fields.containsKey("sign")) {
      sign();
    }
    StringBuilder xml = new StringBuilder("<xml>");
    fields.forEach(
        (name, value) -> xml.append("<" + name + "><![CDATA[" + value + "]]></" + name + ">"));
    return post(path, xml.append("</xml>").toString());
  }

  SandboxResponse post(String path, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(sandbox.uri().resolve(path))
            .header("Content-Type", "text/xml; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Sends the fields as additional parts. */
  SandboxResponse upload(MultipartBody parts) throws Exception {
    fields.forEach(parts::text);
    return send(
        HttpRequest.newBuilder(sandbox.uri().resolve("/secapi/mch/uploadmedia"))
            .header("Content-Type", MultipartBody.TYPE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(parts.bytes())));
  }

  SandboxResponse get(String path) throws Exception {
    if (!fields.containsKey("sign")) {
      sign();
    }
    String query =
        fields.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(HttpRequest.newBuilder(sandbox.uri().resolve(path + "?" + query)));
  }

  private SandboxResponse send(HttpRequest.Builder request) throws Exception {
    return SandboxResponse.ofV2(http, request.build());
  }

  /** Returns whether the response's sign is valid for a sign type. */
  boolean signed(SandboxResponse reply, String type) throws IOException {
    return reply.get("sign").equals(sign(reply.fields(), type));
  }

  String sign(Map<String, String> all, String type) {
    Map<String, String> signed = new TreeMap<>(all);
    signed.remove("sign");
    signed.values().removeIf(String::isEmpty);
    String text = joined(signed) + "&key=" + secret;
    return type.equals("HMAC-SHA256") ? hmac(text) : md5(text);
  }

  static String joined(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining("&"));
  }

  private String hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return String.format(Locale.ROOT, "%064X", new BigInteger(1, digest));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String md5(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return String.format(Locale.ROOT, "%032X", new BigInteger(1, digest));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
