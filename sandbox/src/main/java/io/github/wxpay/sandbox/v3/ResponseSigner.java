package io.github.wxpay.sandbox.v3;

import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.PlatformKey;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.crypto.RateDraw;
import io.github.wxpay.sandbox.http.Answer;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Signs notifications and answers, also those that refuse and those without a body; no files. */
public final class ResponseSigner {
  /** What the signature of a probe begins with. */
  private static final String PROBE = "WECHATPAY/SIGNTEST/";

  private final Credentials credentials;
  private final Clock clock;
  private final RateDraw answerProbes = new RateDraw(0, 0);
  private final RateDraw noticeProbes = new RateDraw(0, 0);

  public ResponseSigner(Credentials credentials, Clock clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  /** Sets the share of wrong signatures, on answers and on notifications. */
  public void probes(double rate, long seed) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("rate must be 0 to 1, not " + rate);
    }
    answerProbes.set(rate, seed);
    noticeProbes.set(rate, seed);
  }

  /** Returns the answer, signed as the request wants it. */
  Answer sign(Answer answer, String wanted, String scheme) {
    Answer general = answer.with(general());
    if (answer.signedText() == null) {
      return general;
    }
    Hand hand = answerProbes.next() ? Hand.PROBE : Hand.RIGHT;
    return sign(general, wanted, scheme, hand, clock.instant());
  }

  /** Returns an answer that is signed, signed anew in that manner and at that time. */
  Answer sign(Answer answer, String wanted, String scheme, Hand hand, Instant time) {
    byte[] text = answer.signedText();
    if (text == null) {
      return answer;
    }
    PlatformKey key = credentials.platform().answering(wanted);
    return answer.with(headers(text, key, scheme, hand, time));
  }

  /** Returns the headers of a notification. */
  Map<String, String> headers(byte[] body) {
    PlatformKey key = credentials.platform().notifying();
    Hand hand = noticeProbes.next() ? Hand.PROBE : Hand.RIGHT;
    return headers(body, key, credentials.suite().scheme(), hand, clock.instant());
  }

  private Map<String, String> headers(
      byte[] body, PlatformKey key, String scheme, Hand hand, Instant time) {
    String timestamp = Long.toString(time.getEpochSecond());
    String nonce = Randoms.hex(32).toLowerCase(Locale.ROOT);
    // A wrong signature, as a probe's is, is one of another message.
    byte[] message = SignedText.of(body, hand == Hand.RIGHT ? timestamp : "0", nonce);
    String signature = credentials.suite().sign(message, key.privateKey());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Request-ID", requestId());
    headers.put("Wechatpay-Nonce", nonce);
    headers.put("Wechatpay-Signature", hand == Hand.PROBE ? PROBE + signature : signature);
    headers.put("Wechatpay-Timestamp", timestamp);
    headers.put("Wechatpay-Serial", key.id());
    headers.put("Wechatpay-Signature-Type", scheme);
    return headers;
  }

  // As recorded of api.mch.weixin.qq.com in 2021, 2023 and 2024, in that order.
  private static Map<String, String> general() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Cache-Control", "no-cache, must-revalidate");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Request-ID", requestId());
    headers.put("Content-Language", "zh-CN");
    return headers;
  }

  private static String requestId() {
    return Randoms.hex(32) + "-0";
  }

  /** How to sign. */
  enum Hand {
    RIGHT,
    WRONG,
    /** Wrong, and marked as a test of whether anybody looks. */
    PROBE
  }
}
