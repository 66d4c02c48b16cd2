package io.github.wxpay;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Headers;
import io.github.wxpay.internal.call.Deadline;
import io.github.wxpay.internal.call.Failures;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.call.Wait;
import io.github.wxpay.internal.text.Printable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Recognises copies of notifications: defines the keys of a {@link ReplayStore} and how long they
 * are kept.
 */
final class Replays {
  private static final Logger LOG = System.getLogger("io.github.wxpay");

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

  /** Returns the key of a notification of APIv2 with this sign. */
  static String v2Key(String sign) {
    return V2 + Hash.sha256(sign);
  }

  /**
   * Returns the key of a refund's notification. Its fields are encrypted block by block and not
   * signed (AES-ECB), so a copy that lacks some blocks decrypts too. These fields still identify
   * it.
   */
  static String refundKey(JsonNode data) {
    return v2Key(
        Formatter.joinedByLineFeed(
            data.path("out_refund_no").asText(""),
            data.path("refund_id").asText(""),
            data.path("refund_status").asText("")));
  }

  /**
   * Adds a notification to a store, and returns it. Fails with REPLAYED if the store has it, or if
   * it reports a payment so old that the store may have dropped it, and with the store's failure if
   * it has one.
   */
  static Task<Notification> once(Notification notification, ReplayStore store) {
    Instant now = notification.received();
    Duration kept = notification.isV2() ? V2_KEPT : V3_KEPT;
    @Nullable String paid = notification.isV2() ? notification.get("time_end") : null;
    if (paid != null && isBefore(paid, now.minus(kept))) {
      throw replayed(
          notification,
          "reports a payment of "
              + paid
              + ", and the platform does not send notifications again for so long. Query the"
              + " order");
    }
    return Task.waiting(
        new Adding(store, notification.replayKey(), now, now.plus(kept)),
        (added, e) -> {
          if (e != null) {
            throw Failures.unchecked(e);
          }
          if (!Objects.requireNonNull(added, "ReplayStore.addAsync yielded null.")) {
            throw replayed(notification, "was received before, so this is a copy");
          }
          return notification;
        });
  }

  /** Removes the key of a notification that was not returned to the caller. */
  static void forget(String key, ReplayStore store) {
    var unused =
        Task.of(() -> store.removeAsync(key))
            .start()
            .thenCompose(removed -> removed)
            .whenComplete(
                (removed, e) -> {
                  if (e != null) {
                    LOG.log(
                        Level.WARNING,
                        "The replay key "
                            + Printable.of(key, 128)
                            + " of a notification whose future was cancelled could not be removed,"
                            + " so the platform's next attempt may be refused.",
                        e);
                  }
                });
  }

  /**
   * Returns whether a time of APIv2 (Beijing time) is before an instant; false if it is not a time.
   */
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

  /** Adds a key; removes it again if the store adds it after the wait has ended. */
  private static final class Adding implements Wait<Boolean> {
    private final ReplayStore store;
    private final String key;
    private final Instant now;
    private final Instant until;

    Adding(ReplayStore store, String key, Instant now, Instant until) {
      this.store = store;
      this.key = key;
      this.now = now;
      this.until = until;
    }

    @Override
    public Boolean now(Deadline deadline) {
      return store.add(key, now, until);
    }

    @Override
    public CompletionStage<Boolean> later(Deadline deadline) {
      CompletableFuture<Boolean> result = new CompletableFuture<>();
      var unused =
          Objects.requireNonNull(
                  store.addAsync(key, now, until), "ReplayStore.addAsync returned null.")
              .whenComplete(
                  (added, e) -> {
                    if (e != null) {
                      result.completeExceptionally(e);
                    } else if (!result.complete(added) && Boolean.TRUE.equals(added)) {
                      forget(key, store);
                    }
                  });
      return result;
    }
  }
}
