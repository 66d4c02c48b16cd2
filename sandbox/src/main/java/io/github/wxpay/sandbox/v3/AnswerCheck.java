package io.github.wxpay.sandbox.v3;

import io.github.wxpay.sandbox.crypto.Credentials;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks an answer the merchant must sign: the header {@code Authorization} of a request, over the
 * three lines of an answer (time, nonce, body).
 */
public final class AnswerCheck {
  private final Credentials credentials;

  public AnswerCheck(Credentials credentials) {
    this.credentials = credentials;
  }

  /** Returns what is wrong, null if nothing is. */
  public @Nullable String problem(List<String> headers, byte[] body) {
    Authorization given;
    byte[] signature;
    try {
      given = Authorization.parse(headers, credentials.suite().scheme());
      signature = Base64.getDecoder().decode(given.signature());
    } catch (IllegalArgumentException e) {
      return "the answer's Authorization: " + e.getMessage();
    }
    if (!given.who().equals(credentials.mchid())) {
      return "the answer's mchid must be "
          + credentials.mchid()
          + ", not "
          + Refusal.shortened(given.who());
    }
    String serial = credentials.merchant().serial();
    if (!given.serial().equals(serial)) {
      return "the answer's serial_no must be "
          + serial
          + ", not "
          + Refusal.shortened(given.serial());
    }
    byte[] message = SignedText.of(body, given.timestamp(), given.nonce());
    return credentials.suite().verify(message, signature, credentials.merchant().publicKey())
        ? null
        : "the answer's signature does not fit timestamp, nonce_str and body, a line each";
  }
}
