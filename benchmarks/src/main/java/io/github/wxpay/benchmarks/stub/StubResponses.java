package io.github.wxpay.benchmarks.stub;

import io.github.wxpay.benchmarks.Settings;
import io.github.wxpay.benchmarks.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Creates the responses of the stub. Each distinct response is signed once per window of {@value
 * #WINDOW_SECONDS} seconds: its time, nonce and signature are the same until the window ends, so
 * that the stub uses little processor time. Used by one thread.
 */
final class StubResponses {
  private static final int WINDOW_SECONDS = 20;
  private static final String QUERY = "/v3/pay/transactions/out-trade-no/";

  private final PrivateKey key;
  private final String keyId;
  private final SignatureCheck check;
  private final String mchid;
  private final Map<String, byte[]> signed = new HashMap<>();
  private long window;
  private final AtomicLong requests = new AtomicLong();

  StubResponses(Settings settings, SignatureCheck check)
      throws IOException, GeneralSecurityException {
    this.check = check;
    key = TestKeys.privateKey(Path.of(settings.get("platformPrivateKey")));
    keyId = settings.publicKeyId();
    mchid = settings.mchid();
  }

  /**
   * Returns the bytes of the response to a request: 401 if it has no signature or a wrong one, 404
   * if its path is unknown.
   *
   * @param verify whether to verify the signature; otherwise it must only be present
   */
  byte[] respond(Request request, boolean verify) {
    requests.incrementAndGet();
    if (!request.hasAuthorization()) {
      check.refuse();
      return refusal();
    }
    if (verify && !check.passes(request)) {
      return refusal();
    }
    long now = System.currentTimeMillis() / 1000 / WINDOW_SECONDS;
    if (now != window) {
      window = now;
      signed.clear();
    }
    byte[] response = signed.get(request.target());
    if (response == null) {
      response = sign(request);
      signed.put(request.target(), response);
    }
    return response;
  }

  long requests() {
    return requests.get();
  }

  private byte[] sign(Request request) {
    String target = request.target();
    if (request.method().equals("POST") && target.equals("/v3/pay/transactions/native")) {
      return response("200 OK", "{\"code_url\":\"weixin://wxpay/bizpayurl?pr=p4lpSuKzz\"}");
    }
    if (request.method().equals("GET") && target.startsWith(QUERY)) {
      int end = target.indexOf('?');
      return response("200 OK", order(target.substring(QUERY.length(), end)));
    }
    return response("404 Not Found", "{\"code\":\"NOT_FOUND\",\"message\":\"no such path\"}");
  }

  private String order(String number) {
    return "{\"amount\":{\"currency\":\"CNY\",\"payer_currency\":\"CNY\",\"payer_total\":100,"
        + "\"total\":100},\"appid\":\"wxd678efh567hg6787\",\"attach\":\"store-0042/till-07\","
        + "\"bank_type\":\"CMC_DEBIT\",\"mchid\":\""
        + mchid
        + "\",\"out_trade_no\":\""
        + number
        + "\",\"payer\":{\"openid\":\"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o\"},\"promotion_detail\":["
        + "{\"amount\":10,\"coupon_id\":\"109519\",\"name\":\"单品惠-6\",\"scope\":\"SINGLE\","
        + "\"type\":\"CASH\",\"stock_id\":\"931386\",\"wechatpay_contribute\":0,"
        + "\"merchant_contribute\":10,\"other_contribute\":0,\"currency\":\"CNY\","
        + "\"goods_detail\":[{\"goods_id\":\"M1006\",\"quantity\":1,\"unit_price\":100,"
        + "\"discount_amount\":10,\"goods_remark\":\"商品备注信息\"}]}],"
        + "\"success_time\":\"2026-01-02T10:34:56+08:00\",\"trade_state\":\"SUCCESS\","
        + "\"trade_state_desc\":\"支付成功\",\"trade_type\":\"NATIVE\","
        + "\"transaction_id\":\"4200001234202601021234567890\"}";
  }

  private static byte[] refusal() {
    String body = "{\"code\":\"SIGN_ERROR\",\"message\":\"the signature is wrong\"}";
    return bytes(
        "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json; charset=utf-8\r\n"
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private byte[] response(String status, String body) {
    long timestamp = Instant.now().getEpochSecond();
    String nonce = "5c7a" + Long.toHexString(timestamp) + "00112233445566778899aabb".substring(4);
    String length = Integer.toString(bytes(body).length);
    return bytes(
        String.join(
            "\r\n",
            "HTTP/1.1 " + status,
            "Server: nginx",
            "Date: Fri, 02 Jan 2026 02:34:56 GMT",
            "Content-Type: application/json; charset=utf-8",
            "Content-Length: " + length,
            "Connection: keep-alive",
            "Keep-Alive: timeout=8",
            "Cache-Control: no-cache, must-revalidate",
            "X-Content-Type-Options: nosniff",
            "Request-ID: 08" + Long.toHexString(timestamp).toUpperCase(Locale.ROOT) + "-0",
            "Content-Language: zh-CN",
            "Wechatpay-Nonce: " + nonce,
            "Wechatpay-Signature: " + signature(timestamp + "\n" + nonce + "\n" + body + "\n"),
            "Wechatpay-Timestamp: " + timestamp,
            "Wechatpay-Serial: " + keyId,
            "Wechatpay-Signature-Type: WECHATPAY2-SHA256-RSA2048",
            "",
            body));
  }

  private String signature(String message) {
    try {
      Signature signer = Signature.getInstance("SHA256withRSA");
      signer.initSign(key);
      signer.update(bytes(message));
      return Base64.getEncoder().encodeToString(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
