package io.github.wxpay;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Headers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Recognises copies of notifications: what a {@link ReplayStore} keeps, and for how long. */
final class Replays {
  /** Separates the keys of APIv2, which are kept long, from those of APIv3. */
  static final String V2 = "v2/";

  /** A timestamp may differ from the clock by 300 s either way, so a copy may come 600 s later. */
  private static final Duration V3_KEPT = Duration.ofMinutes(10);

  /** APIv2 signs no timestamp, and the platform sends an event again for a little over 24 h. */
  private static final Duration V2_KEPT = Duration.ofHours(25);

  private static final DateTimeFormatter V2_TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT)
          .withZone(ZoneOffset.ofHours(8));

  private Replays() {}

  /** Returns the key of a notification of APIv3: no two have the same time and nonce. */
  static String v3Key(Headers headers) {
    return headers.first("Wechatpay-Timestamp").orElse("")
        + "/"
        + headers.first("Wechatpay-Nonce").orElse("");
  }

  /** Returns the key of a notification of APIv2 with this sign, whatever is around its fields. */
  static String v2Key(String sign) {
    return V2 + Hash.sha256(sign);
  }

  /**
   * Returns the key of a refund's notification. Its fields are encrypted block by block and not
   * signed (AES-ECB), so a copy that lacks some blocks decrypts too; these fields identify it
   * still.
   */
  static String refundKey(JsonNode data) {
    return v2Key(
        Formatter.joinedByLineFeed(
            data.path("out_refund_no").asText(""),
            data.path("refund_id").asText(""),
            data.path("refund_status").asText("")));
  }

  /**
   * Adds a notification to a store.
   *
   * @throws VerificationException with REPLAYED if the store has it, or if it reports a payment so
   *     old that the store may have dropped it
   */
  static void refuse(Notification notification, ReplayStore store) {
    Instant now = notification.received();
    Duration kept = notification.isV2() ? V2_KEPT : V3_KEPT;
    @Nullable String paid = notification.isV2() ? notification.get("time_end") : null;
    if (paid != null && isBefore(paid, now.minus(kept))) {
      throw replayed(
          notification,
          "reports a payment of "
              + paid
              + ", longer ago than the platform sends a notification again. Query the order");
    }
    if (!store.add(notification.replayKey(), now, now.plus(kept))) {
      throw replayed(notification, "was received before; this is a copy of it");
    }
  }

  /** Whether a time of APIv2 (Beijing time) is before another; text that is not a time is not. */
  private static boolean isBefore(String time, Instant other) {
    try {
      return V2_TIME.parse(time, Instant::from).isBefore(other);
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static VerificationException replayed(Notification notification, String problem) {
    return new VerificationException(
        Reason.REPLAYED,
        "The notification " + (notification.label() + " " + problem).strip() + ".",
        0,
        "");
  }
}
