package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.Identity;
import io.github.wxpay.sandbox.crypto.Suite;
import io.github.wxpay.sandbox.http.ExpectedText;
import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Verifies requests: scheme, merchant, serial number, timestamp, signature, nonce, in this order.
 */
final class RequestVerifier {
  private static final int WINDOW_SECONDS = 300;
  private static final int MAX_SHOWN = 128;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

  private final Credentials credentials;
  private final Clock clock;
  private final Nonces nonces = new Nonces();

  RequestVerifier(Credentials credentials, Clock clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  /**
   * Verifies a request.
   *
   * @throws Refusal if it is not authentic, with status 401, or 400 for a malformed upload
   */
  void check(Inbound inbound) {
    boolean brand = isBrand(inbound);
    Authorization authorization = authorization(inbound);
    String expectedId = brand ? credentials.brandId() : credentials.mchid();
    if (!authorization.callerId().equals(expectedId)) {
      throw objection(
          authorization.callerField(),
          brand ? "品牌ID不存在" : "商户号不存在",
          "the sandbox's "
              + (brand ? "brand" : "merchant")
              + " is "
              + expectedId
              + ", not "
              + Refusal.shortened(authorization.callerId()));
    }
    Identity caller = brand ? credentials.brand() : credentials.merchant();
    String serial = caller.serial();
    if (!authorization.serial().equals(serial)) {
      throw objection(
          "serial_no",
          "商户证书序列号有误。请使用签名私钥匹配的证书序列号",
          "the "
              + (brand ? "brand" : "merchant")
              + "'s certificate is "
              + serial
              + ", not "
              + Refusal.shortened(authorization.serial()));
    }
    Instant now = clock.instant();
    checkTime(authorization.timestamp(), now);
    checkSignature(inbound, authorization, suite(brand), caller.publicKey());
    // Only after the signature, so that a caller without the key cannot use up nonces.
    if (!nonces.first(authorization.callerId(), authorization.nonce(), now)) {
      throw objection(
          "nonce_str",
          "随机串重复",
          "the nonce "
              + Refusal.shortened(authorization.nonce())
              + " was used before; create a new one for each request");
    }
  }

  /** Removes a request's nonce, for a client that did not receive the response. */
  void forget(Inbound inbound) {
    Authorization authorization = authorization(inbound);
    nonces.forget(authorization.callerId(), authorization.nonce());
  }

  /**
   * Returns the text that the request must sign, and the text that it signed instead if that is a
   * likely mistake; null if the header cannot be parsed.
   */
  @Nullable ExpectedText signing(Inbound inbound) {
    boolean brand = isBrand(inbound);
    Authorization authorization;
    SignedText text;
    try {
      authorization = Authorization.parse(inbound.headers("Authorization"), scheme(inbound));
      text = new SignedText(inbound, authorization);
    } catch (IllegalArgumentException e) {
      return null;
    }
    PublicKey key = (brand ? credentials.brand() : credentials.merchant()).publicKey();
    byte[] expected = text.bytes();
    byte[] signature = bytes(authorization.signature());
    Map.Entry<String, byte[]> mistake =
        signature == null || suite(brand).verify(expected, signature, key)
            ? null
            : mistake(text, suite(brand), signature, key);
    return new ExpectedText(
        3,
        new String(expected, StandardCharsets.UTF_8),
        mistake == null ? null : new String(mistake.getValue(), StandardCharsets.UTF_8));
  }

  private boolean isBrand(Inbound inbound) {
    return scheme(inbound).equals(Authorization.BRAND);
  }

  private Suite suite(boolean brand) {
    return brand ? Suite.RSA : credentials.suite();
  }

  /** Returns the scheme that the request must have; some paths require or allow that of brands. */
  String scheme(Inbound inbound) {
    boolean forBrands = inbound.path().startsWith("/brand/");
    boolean forBoth = inbound.path().startsWith("/v3/brand/");
    boolean brand =
        forBrands || (forBoth && Authorization.isBrand(inbound.headers("Authorization")));
    return brand && credentials.suite() == Suite.RSA
        ? Authorization.BRAND
        : credentials.suite().scheme();
  }

  private Authorization authorization(Inbound inbound) {
    try {
      return Authorization.parse(inbound.headers("Authorization"), scheme(inbound));
    } catch (IllegalArgumentException e) {
      throw objection(
          "Authorization",
          "Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》",
          String.valueOf(e.getMessage()));
    }
  }

  private static void checkTime(String timestamp, Instant now) {
    if (!SECONDS.matcher(timestamp).matches()) {
      throw objection("timestamp", "Http头Authorization值格式错误", "must be a Unix time in seconds");
    }
    long off = Long.parseLong(timestamp) - now.getEpochSecond();
    if (Math.abs(off) > WINDOW_SECONDS) {
      throw objection(
          "timestamp",
          "Http头Authorization中的timestamp与发起请求的时间不得超过5分钟",
          timestamp
              + " is "
              + Math.abs(off)
              + " s "
              + (off < 0 ? "behind" : "ahead of")
              + " the platform's clock, "
              + WINDOW_SECONDS
              + " s are allowed");
    }
  }

  private static void checkSignature(
      Inbound inbound, Authorization authorization, Suite suite, PublicKey key) {
    SignedText text;
    try {
      text = new SignedText(inbound, authorization);
    } catch (IllegalArgumentException e) {
      throw Refusal.field("body", "/", "", String.valueOf(e.getMessage()));
    }
    byte[] expected = text.bytes();
    byte[] signature = bytes(authorization.signature());
    if (signature == null) {
      throw mismatch(inbound, expected, "the signature is not base64");
    }
    if (suite.verify(expected, signature, key)) {
      return;
    }
    Map.Entry<String, byte[]> mistake = mistake(text, suite, signature, key);
    throw mismatch(
        inbound, expected, "sign not match" + (mistake == null ? "" : ": " + mistake.getKey()));
  }

  private static byte @Nullable [] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Map.@Nullable Entry<String, byte[]> mistake(
      SignedText text, Suite suite, byte[] signature, PublicKey key) {
    for (Map.Entry<String, byte[]> mistake : text.likelyMistakes().entrySet()) {
      if (suite.verify(mistake.getValue(), signature, key)) {
        return mistake;
      }
    }
    return null;
  }

  /** Returns a refusal with the text to sign. The platform shows only the beginning of the text. */
  private static Refusal mismatch(Inbound inbound, byte[] expected, String issue) {
    String message = new String(expected, StandardCharsets.UTF_8);
    Refusal refusal = objection("signature", "错误的签名，验签失败", issue);
    ObjectNode information = refusal.detail().putObject("sign_information");
    information.put("method", inbound.method());
    information.put("url", inbound.target());
    information.put(
        "truncated_sign_message", message.substring(0, Math.min(MAX_SHOWN, message.length())));
    information.put("sign_message_length", expected.length);
    information.put("sign_message", message);
    return refusal;
  }

  private static Refusal objection(String field, String message, String issue) {
    ObjectNode detail = Json.object();
    detail.put("field", field);
    detail.put("issue", issue);
    detail.put("location", "authorization");
    return new Refusal(401, "SIGN_ERROR", message, detail);
  }
}
