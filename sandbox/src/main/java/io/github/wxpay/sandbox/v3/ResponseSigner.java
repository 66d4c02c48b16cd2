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

/**
 * Signs notifications and responses, including error responses and those without a body, but no
 * files.
 */
public final class ResponseSigner {
  /** The prefix of the signature of a probe. */
  private static final String PROBE = "WECHATPAY/SIGNTEST/";

  private final Credentials credentials;
  private final Clock clock;
  private final RateDraw responseProbes = new RateDraw(0, 0);
  private final RateDraw notificationProbes = new RateDraw(0, 0);

  public ResponseSigner(Credentials credentials, Clock clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  /** Sets the share of probes (wrong signatures) among responses and among notifications. */
  public void probes(double rate, long seed) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("rate must be 0 to 1, not " + rate);
    }
    responseProbes.set(rate, seed);
    notificationProbes.set(rate, seed);
  }

  /** Returns the response, signed with the key and scheme that the request names. */
  Answer sign(Answer answer, String requested, String scheme) {
    Answer general = answer.with(general());
    if (answer.signedText() == null) {
      return general;
    }
    Mode mode = responseProbes.next() ? Mode.PROBE : Mode.RIGHT;
    return sign(general, requested, scheme, mode, clock.instant());
  }

  /** Returns a signed response with another signature of this mode and time. */
  Answer sign(Answer answer, String requested, String scheme, Mode mode, Instant time) {
    byte[] text = answer.signedText();
    if (text == null) {
      return answer;
    }
    PlatformKey key = credentials.platform().answering(requested);
    return answer.with(headers(text, key, scheme, mode, time));
  }

  /** Returns the headers of a notification. */
  Map<String, String> headers(byte[] body) {
    PlatformKey key = credentials.platform().notifying();
    Mode mode = notificationProbes.next() ? Mode.PROBE : Mode.RIGHT;
    return headers(body, key, credentials.suite().scheme(), mode, clock.instant());
  }

  private Map<String, String> headers(
      byte[] body, PlatformKey key, String scheme, Mode mode, Instant time) {
    String timestamp = Long.toString(time.getEpochSecond());
    String nonce = Randoms.hex(32).toLowerCase(Locale.ROOT);
    // A wrong signature, such as that of a probe, is the signature of another message.
    byte[] message = SignedText.of(body, mode == Mode.RIGHT ? timestamp : "0", nonce);
    String signature = credentials.suite().sign(message, key.privateKey());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Request-ID", requestId());
    headers.put("Wechatpay-Nonce", nonce);
    headers.put("Wechatpay-Signature", mode == Mode.PROBE ? PROBE + signature : signature);
    headers.put("Wechatpay-Timestamp", timestamp);
    headers.put("Wechatpay-Serial", key.id());
    headers.put("Wechatpay-Signature-Type", scheme);
    return headers;
  }

  // The headers of responses recorded from api.mch.weixin.qq.com in 2021, 2023 and 2024.
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

  /** The kinds of signatures. */
  enum Mode {
    RIGHT,
    WRONG,
    /** A wrong signature, marked as a test of whether the receiver verifies. */
    PROBE
  }
}
