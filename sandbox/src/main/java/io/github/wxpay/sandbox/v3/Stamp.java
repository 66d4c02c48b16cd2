package io.github.wxpay.sandbox.v3;

import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.crypto.Rsa;
import io.github.wxpay.sandbox.http.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Clock;
import java.util.Locale;

/** Signs answers, also those that refuse and those without a body. */
final class Stamp {
  private final Credentials credentials;
  private final Clock clock;

  Stamp(Credentials credentials, Clock clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  /** Returns the answer, signed with the key of that id; one that is not ours: the default key. */
  Answer sign(Answer answer, String wanted) {
    PrivateKey named = credentials.platformKey(wanted);
    String serial = named == null ? credentials.platform().serial() : wanted;
    PrivateKey key = named == null ? credentials.platform().privateKey() : named;
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    String nonce = Randoms.hex(32).toLowerCase(Locale.ROOT);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes((timestamp + "\n" + nonce + "\n").getBytes(StandardCharsets.US_ASCII));
    message.writeBytes(answer.body());
    message.write('\n');
    return answer
        .with("Request-ID", Randoms.hex(32) + "-0")
        .with("Wechatpay-Nonce", nonce)
        .with("Wechatpay-Serial", serial)
        .with("Wechatpay-Signature", Rsa.sign(message.toByteArray(), key))
        .with("Wechatpay-Signature-Type", Authorization.SCHEME)
        .with("Wechatpay-Timestamp", timestamp);
  }
}
