package io.github.wxpay.sandbox.v3;

import io.github.wxpay.sandbox.crypto.Credentials;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a signed reply of the merchant to a notification. Its header {@code Authorization} is
 * that of a request, but the signature covers timestamp, nonce and body only.
 */
public final class AnswerCheck {
  private final Credentials credentials;

  public AnswerCheck(Credentials credentials) {
    this.credentials = credentials;
  }

  /** Returns the problem of a reply; null if its signature is valid. */
  public @Nullable String problem(List<String> headers, byte[] body) {
    Authorization authorization;
    byte[] signature;
    try {
      authorization = Authorization.parse(headers, credentials.suite().scheme());
      signature = Base64.getDecoder().decode(authorization.signature());
    } catch (IllegalArgumentException e) {
      return "the reply's Authorization: " + e.getMessage();
    }
    if (!authorization.callerId().equals(credentials.mchid())) {
      return "the reply's mchid must be "
          + credentials.mchid()
          + ", not "
          + Refusal.shortened(authorization.callerId());
    }
    String serial = credentials.merchant().serial();
    if (!authorization.serial().equals(serial)) {
      return "the reply's serial_no must be "
          + serial
          + ", not "
          + Refusal.shortened(authorization.serial());
    }
    byte[] message = SignedText.of(body, authorization.timestamp(), authorization.nonce());
    return credentials.suite().verify(message, signature, credentials.merchant().publicKey())
        ? null
        : "the reply's signature does not match the lines of timestamp, nonce_str and body";
  }
}
