package io.github.wxpay.internal.v3;

import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Headers;
import io.github.wxpay.internal.trust.PlatformKeys;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/**
 * Proves that bytes come from the platform and are fresh: headers, clock, key, signature, in the
 * original's order. It returns nothing; what it does not throw for is proved.
 */
public final class V3Verifier {
  private static final long WINDOW_SECONDS = 300;

  private final PlatformKeys keys;
  private final Clock clock;

  /** A verifier by these keys and this clock. */
  public V3Verifier(PlatformKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Verifies the bytes as they were received.
   *
   * @param what names the message in errors, such as {@code answer to POST v3/…}
   * @throws VerificationException when any proof fails
   */
  public void verify(Headers headers, byte[] body, int status, String what) {
    Context context = new Context(what, status, headers.first("Request-ID").orElse(""));
    String nonce = one(headers, "Wechatpay-Nonce", context);
    String serial = one(headers, "Wechatpay-Serial", context);
    String signature = one(headers, "Wechatpay-Signature", context);
    String timestamp = one(headers, "Wechatpay-Timestamp", context);
    fresh(timestamp, context);
    PublicKey key =
        keys.find(serial)
            .orElseThrow(
                () ->
                    context.failure(
                        Reason.UNKNOWN_SERIAL,
                        "is signed with the key '"
                            + shown(serial)
                            + "', which this client does not hold; it holds "
                            + new TreeSet<>(keys.ids())
                            + ". If the merchant platform shows that key, add it:"
                            + " platformKey(\""
                            + shown(serial)
                            + "\", …)."));
    if (!Rsa.verify(message(timestamp, nonce, body), signature, key)) {
      throw context.failure(
          Reason.BAD_SIGNATURE,
          "has a signature ("
              + signature.length()
              + " characters) that the key '"
              + serial
              + "' did not make over these "
              + body.length
              + " bytes. They were changed on the way, the key is not the platform's, or they are"
              + " forged: do not use them, query the state instead.");
    }
  }

  private void fresh(String timestamp, Context context) {
    long now = clock.instant().getEpochSecond();
    boolean digits = timestamp.matches("[0-9]{1,18}");
    if (!digits || Math.abs(now - Long.parseLong(timestamp)) > WINDOW_SECONDS) {
      throw context.failure(
          Reason.CLOCK_OFFSET,
          "has Wechatpay-Timestamp '"
              + shown(timestamp)
              + "'"
              + (digits ? offset(Long.parseLong(timestamp), now) : ", which is no Unix time")
              + "; at most "
              + WINDOW_SECONDS
              + " s are allowed. Set this machine's clock by NTP; if it is right, the message is"
              + " stale or replayed.");
    }
  }

  private static String offset(long then, long now) {
    return ", "
        + Math.abs(then - now)
        + " s "
        + (then < now ? "before" : "after")
        + " this machine's clock "
        + now
        + " ("
        + Instant.ofEpochSecond(now)
        + ")";
  }

  private static String one(Headers headers, String name, Context context) {
    List<String> values = headers.all(name);
    if (values.size() != 1) {
      throw context.failure(
          Reason.HEADERS_INCOMPLETE,
          (values.isEmpty() ? "has no header " : "has more than one header ")
              + name
              + ", so nothing proves that the platform sent it. Look at baseURL, and at what stands"
              + " between (a proxy that drops headers); query the state before you go on.");
    }
    return values.get(0);
  }

  private static byte[] message(String timestamp, String nonce, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 64);
    out.writeBytes((timestamp + "\n" + nonce + "\n").getBytes(StandardCharsets.UTF_8));
    out.writeBytes(body);
    out.write('\n');
    return out.toByteArray();
  }

  /** A foreign text, fit for a message: short and printable. */
  private static String shown(String text) {
    String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
    return plain.length() > 64 ? plain.substring(0, 64) + "…" : plain;
  }

  private static final class Context {
    private final String what;
    private final int status;
    private final String requestId;

    Context(String what, int status, String requestId) {
      this.what = what;
      this.status = status;
      this.requestId = requestId;
    }

    VerificationException failure(Reason reason, String text) {
      String id = requestId.isEmpty() ? "" : " [Request-ID " + shown(requestId) + "]";
      return new VerificationException(reason, "The " + what + " " + text + id, status, requestId);
    }
  }
}
