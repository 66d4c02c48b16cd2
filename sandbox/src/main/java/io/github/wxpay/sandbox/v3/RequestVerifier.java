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

/** Checks who asks: scheme, merchant, serial, time, signature, nonce, in this order. */
final class RequestVerifier {
  private static final int WINDOW_SECONDS = 300;
  private static final int SHOWN = 128;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

  private final Credentials credentials;
  private final Clock clock;
  private final Nonces nonces = new Nonces();

  RequestVerifier(Credentials credentials, Clock clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  /** Lets a request in; throws a {@link Refusal} with status 401 (400 for a broken upload). */
  void check(Inbound inbound) {
    boolean brand = isBrand(inbound);
    Authorization given = authorization(inbound);
    String us = brand ? credentials.brandId() : credentials.mchid();
    if (!given.who().equals(us)) {
      throw objection(
          given.whoField(),
          brand ? "品牌ID不存在" : "商户号不存在",
          "the sandbox's "
              + (brand ? "brand" : "merchant")
              + " is "
              + us
              + ", not "
              + Refusal.shortened(given.who()));
    }
    Identity caller = brand ? credentials.brand() : credentials.merchant();
    String serial = caller.serial();
    if (!given.serial().equals(serial)) {
      throw objection(
          "serial_no",
          "商户证书序列号有误。请使用签名私钥匹配的证书序列号",
          "the "
              + (brand ? "brand" : "merchant")
              + "'s certificate is "
              + serial
              + ", not "
              + Refusal.shortened(given.serial()));
    }
    Instant now = clock.instant();
    checkTime(given.timestamp(), now);
    checkSignature(inbound, given, suite(brand), caller.publicKey());
    // Remembered only now: whoever cannot sign must not be able to use up somebody's nonce.
    if (!nonces.first(given.who(), given.nonce(), now)) {
      throw objection(
          "nonce_str",
          "随机串重复",
          "the nonce " + Refusal.shortened(given.nonce()) + " was used before, take a new one");
    }
  }

  /** Forgets a request's nonce: nobody heard that it was answered. */
  void forget(Inbound inbound) {
    Authorization given = authorization(inbound);
    nonces.forget(given.who(), given.nonce());
  }

  /** Returns what the request must sign, and what it signed by a likely mistake. */
  @Nullable ExpectedText signing(Inbound inbound) {
    boolean brand = isBrand(inbound);
    Authorization given;
    SignedText text;
    try {
      given = Authorization.parse(inbound.headers("Authorization"), scheme(inbound));
      text = new SignedText(inbound, given);
    } catch (IllegalArgumentException e) {
      return null;
    }
    PublicKey key = (brand ? credentials.brand() : credentials.merchant()).publicKey();
    byte[] expected = text.bytes();
    byte[] signature = bytes(given.signature());
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

  /** Returns the scheme the request must have: below some paths a brand may ask or must. */
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
      throw objection("timestamp", "Http头Authorization值格式错误", "must be seconds since 1970");
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
              + " are allowed");
    }
  }

  private static void checkSignature(
      Inbound inbound, Authorization given, Suite suite, PublicKey key) {
    SignedText text;
    try {
      text = new SignedText(inbound, given);
    } catch (IllegalArgumentException e) {
      throw Refusal.field("body", "/", "", String.valueOf(e.getMessage()));
    }
    byte[] expected = text.bytes();
    byte[] signature = bytes(given.signature());
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

  /** The platform shows the beginning of what should be signed; the sandbox adds all of it. */
  private static Refusal mismatch(Inbound inbound, byte[] expected, String issue) {
    String message = new String(expected, StandardCharsets.UTF_8);
    Refusal refusal = objection("signature", "错误的签名，验签失败", issue);
    ObjectNode information = refusal.detail().putObject("sign_information");
    information.put("method", inbound.method());
    information.put("url", inbound.target());
    information.put(
        "truncated_sign_message", message.substring(0, Math.min(SHOWN, message.length())));
    information.put("sign_message_length", expected.length);
    information.put("sign_message", message);
    return refusal;
  }

  private static Refusal objection(String field, String words, String issue) {
    ObjectNode detail = Json.object();
    detail.put("field", field);
    detail.put("issue", issue);
    detail.put("location", "authorization");
    return new Refusal(401, "SIGN_ERROR", words, detail);
  }
}
