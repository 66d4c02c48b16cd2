package io.github.wxpay.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLHandshakeException;

/**
 * A request of the sandbox's merchant over APIv3, signed with the JDK only; a test can make its
 * signature wrong.
 */
final class SignedRequest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Sandbox sandbox;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, String> fields = new LinkedHashMap<>();
  private HttpClient http = HTTP;
  private String scheme = "WECHATPAY2-SHA256-RSA2048";
  private String privateKey;
  private boolean sm2;
  private String signedMethod = "";
  private String signedTarget = "";
  private byte[] signedBody;

  private SignedRequest(Sandbox sandbox) {
    this.sandbox = sandbox;
    headers.put("Accept", "application/json");
    headers.put("Content-Type", "application/json");
    fields.put("mchid", text("mchid"));
    fields.put("nonce_str", UUID.randomUUID().toString().replace("-", ""));
    fields.put("timestamp", Long.toString(sandbox.clock().instant().getEpochSecond()));
    fields.put("serial_no", text("serial"));
    privateKey = text("privateKey");
  }

  static SignedRequest of(Sandbox sandbox) {
    return new SignedRequest(sandbox);
  }

  /** Returns a request of the brand. */
  static SignedRequest ofBrand(Sandbox sandbox) {
    SignedRequest brand = of(sandbox).scheme("WECHATPAY-BRAND-SHA256-RSA2048");
    brand.fields.remove("mchid");
    brand.fields.put("brand_id", (String) sandbox.brandConfig().get("brandId"));
    brand.fields.put("serial_no", (String) sandbox.brandConfig().get("serial"));
    brand.privateKey = (String) sandbox.brandConfig().get("privateKey");
    return brand;
  }

  SignedRequest through(HttpClient client) {
    http = client;
    return this;
  }

  /** Sets a field of the Authorization header; an empty one is omitted. */
  SignedRequest field(String name, String value) {
    fields.put(name, value);
    return this;
  }

  /** Sets a header; an empty one is omitted. */
  SignedRequest header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  SignedRequest scheme(String name) {
    scheme = name;
    return this;
  }

  SignedRequest sm2() {
    sm2 = true;
    return scheme("WECHATPAY2-SM2-WITH-SM3");
  }

  SignedRequest signingMethod(String method) {
    signedMethod = method;
    return this;
  }

  SignedRequest signingTarget(String target) {
    signedTarget = target;
    return this;
  }

  SignedRequest signingBody(String body) {
    signedBody = body.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  SandboxResponse get(String target) throws Exception {
    return send("GET", target, "");
  }

  SandboxResponse post(String target, String body) throws Exception {
    return send("POST", target, body);
  }

  SandboxResponse send(String method, String target, String body) throws Exception {
    return send(method, target, body.getBytes(StandardCharsets.UTF_8));
  }

  SandboxResponse send(String method, String target, byte[] body) throws Exception {
    return SandboxResponse.of(http, request(method, target, body));
  }

  /** Opens the stream of a file. */
  InputStream open(String target) throws Exception {
    HttpRequest request = request("GET", target, new byte[0]);
    return http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
  }

  /** Returns the bytes of the request, with {@code Connection: close}. */
  byte[] bytes(String method, String target, String body) throws Exception {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    headers.putIfAbsent("Authorization", authorization(method, target, content));
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    head.append("Host: ").append(sandbox.uri().getAuthority()).append("\r\n");
    head.append("User-Agent: test\r\nConnection: close\r\n");
    head.append("Content-Length: ").append(content.length).append("\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    return (head + "\r\n" + body).getBytes(StandardCharsets.UTF_8);
  }

  private HttpRequest request(String method, String target, byte[] body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(sandbox.uri().resolve(target))
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    headers.putIfAbsent("Authorization", authorization(method, target, body));
    headers.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            request.header(name, value);
          }
        });
    return request.build();
  }

  static SandboxResponse send(HttpRequest request) throws IOException, InterruptedException {
    return SandboxResponse.of(HTTP, request);
  }

  /**
   * Returns the exception of a failed handshake. The client of Java 11 wraps it in an IOException,
   * later ones do not.
   */
  static SSLHandshakeException failedHandshake(Callable<SandboxResponse> call) throws Exception {
    try {
      throw new AssertionError("answered with " + call.call().status());
    } catch (IOException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SSLHandshakeException) {
          return (SSLHandshakeException) cause;
        }
      }
      throw e;
    }
  }

  static byte[] der(String pem) {
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
  }

  String authorization(String method, String target, byte[] body) throws GeneralSecurityException {
    String head =
        (signedMethod.isEmpty() ? method : signedMethod)
            + "\n"
            + (signedTarget.isEmpty() ? target : signedTarget)
            + "\n"
            + fields.get("timestamp")
            + "\n"
            + fields.get("nonce_str")
            + "\n";
    MerchantCrypto keys = new MerchantCrypto(sm2);
    Signature signature = keys.signature();
    signature.initSign(keys.privateKey(privateKey));
    signature.update(head.getBytes(StandardCharsets.UTF_8));
    signature.update(signedBody == null ? body : signedBody);
    signature.update((byte) '\n');
    fields.putIfAbsent("signature", Base64.getEncoder().encodeToString(signature.sign()));
    StringBuilder header = new StringBuilder(scheme);
    String separator = " ";
    for (Map.Entry<String, String> field : fields.entrySet()) {
      if (!field.getValue().isEmpty()) {
        header.append(separator).append(field.getKey());
        header.append("=\"").append(field.getValue()).append('"');
        separator = ",";
      }
    }
    return header.toString();
  }

  private String text(String key) {
    return (String) sandbox.config().get(key);
  }
}
