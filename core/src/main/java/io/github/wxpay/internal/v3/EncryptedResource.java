package io.github.wxpay.internal.v3;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.trust.Merchant;

/**
 * What the platform encrypts under the APIv3 key: certificates, and what notifications are about.
 */
public final class EncryptedResource {
  private EncryptedResource() {}

  /**
   * The plaintext of {@code algorithm}, {@code ciphertext}, {@code nonce}, {@code associated_data}.
   *
   * @param what names it in errors
   */
  public static String open(Merchant merchant, JsonNode resource, String what) {
    String algorithm = resource.path("algorithm").asText();
    String wanted = merchant.suite().sealing();
    if (!algorithm.equals(wanted)) {
      throw new VerificationException(
          Reason.WRONG_ALGORITHM,
          "The "
              + what
              + " is encrypted by '"
              + Printable.of(algorithm, 64)
              + "', but this client's keys stand for "
              + wanted
              + ".",
          0,
          "");
    }
    if (!merchant.hasApiV3Key()) { // who sends one shall not meet another exception
      throw new VerificationException(
          Reason.WRONG_API_V3_KEY,
          "The "
              + what
              + " is encrypted under an APIv3 key, and this client holds none. Give apiV3Key(…), as"
              + " set on the merchant platform.",
          0,
          "");
    }
    try {
      return merchant
          .suite()
          .open(
              resource.path("ciphertext").asText(),
              merchant.apiV3Key(),
              resource.path("nonce").asText(),
              resource.path("associated_data").asText(""));
    } catch (CryptoException e) {
      throw new VerificationException(
          Reason.WRONG_API_V3_KEY,
          "The "
              + what
              + " was not encrypted under this client's APIv3 key. Compare it with the one set on the"
              + " merchant platform (API security); it has 32 bytes, and is not the APIv2 key.",
          0,
          "");
    }
  }
}
