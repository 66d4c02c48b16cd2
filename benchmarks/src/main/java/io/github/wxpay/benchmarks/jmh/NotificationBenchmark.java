package io.github.wxpay.benchmarks.jmh;

import io.github.wxpay.Notification;
import io.github.wxpay.Notifications;
import io.github.wxpay.Wxpay;
import io.github.wxpay.benchmarks.TestKeys;
import io.github.wxpay.crypto.AesGcm;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.exception.VerificationException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;

/** Measures notifications of a payment: a valid one, and a forged one that is rejected. */
public class NotificationBenchmark extends MicroBenchmark {
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String KEY_ID = "PUB_KEY_ID_0119000001092026010200";
  private static final String TIMESTAMP = "1767321296";
  private static final String NONCE = "5c7a00112233445566778899aabbccdd";
  private static final String TRANSACTION =
      "{\"mchid\":\"1900000109\",\"appid\":\"wxd678efh567hg6787\","
          + "\"out_trade_no\":\"20260102000000001010\","
          + "\"transaction_id\":\"4200001234202601021234567890\",\"trade_type\":\"NATIVE\","
          + "\"trade_state\":\"SUCCESS\",\"trade_state_desc\":\"支付成功\","
          + "\"bank_type\":\"CMC_DEBIT\",\"attach\":\"store-0042/till-07\","
          + "\"success_time\":\"2026-01-02T10:34:56+08:00\","
          + "\"payer\":{\"openid\":\"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o\"},"
          + "\"amount\":{\"total\":100,\"payer_total\":100,\"currency\":\"CNY\","
          + "\"payer_currency\":\"CNY\"}}";

  private final byte[] body = body();
  private final Map<String, String> headers;
  private final Map<String, String> forged;
  private final Notifications notifications;

  /** Creates the client and signs the notification. */
  public NotificationBenchmark() {
    KeyPair platform;
    KeyPair stranger;
    try {
      platform = TestKeys.create();
      stranger = TestKeys.create();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    headers = headers(platform);
    forged = headers(stranger);
    notifications =
        Wxpay.builder()
            .mchid("1900000109")
            .serial("3775B6A45ACD588826D15E583A95F5DD00000001")
            .privateKey(stranger.getPrivate())
            .platformKey(KEY_ID, platform.getPublic())
            .apiV3Key(KEY)
            .clock(Clock.fixed(Instant.ofEpochSecond(Long.parseLong(TIMESTAMP)), ZoneOffset.UTC))
            .build()
            .notifications();
  }

  /** Verifies, decrypts and parses. */
  @Benchmark
  public Notification parse() {
    return notifications.parse(headers, body);
  }

  /** Rejects a notification that is signed with another key. */
  @Benchmark
  public VerificationException rejectForged() {
    try {
      notifications.parse(forged, body);
    } catch (VerificationException e) {
      return e;
    }
    throw new IllegalStateException("A forged notification was accepted.");
  }

  private Map<String, String> headers(KeyPair key) {
    String message =
        TIMESTAMP + "\n" + NONCE + "\n" + new String(body, StandardCharsets.UTF_8) + "\n";
    Map<String, String> signed = new LinkedHashMap<>();
    signed.put("Content-Type", "application/json");
    signed.put("Wechatpay-Timestamp", TIMESTAMP);
    signed.put("Wechatpay-Nonce", NONCE);
    signed.put("Wechatpay-Serial", KEY_ID);
    signed.put("Wechatpay-Signature", Rsa.sign(message, key.getPrivate()));
    return signed;
  }

  private static byte[] body() {
    String text =
        "{\"id\":\"EV-2026010210345600001\",\"create_time\":\"2026-01-02T10:34:56+08:00\","
            + "\"resource_type\":\"encrypt-resource\",\"event_type\":\"TRANSACTION.SUCCESS\","
            + "\"summary\":\"支付成功\",\"resource\":{\"original_type\":\"transaction\","
            + "\"algorithm\":\"AEAD_AES_256_GCM\",\"ciphertext\":\""
            + AesGcm.encrypt(TRANSACTION, KEY, "fdasflkja484", "transaction")
            + "\",\"associated_data\":\"transaction\",\"nonce\":\"fdasflkja484\"}}";
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
