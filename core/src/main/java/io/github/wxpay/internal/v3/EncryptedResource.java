package io.github.wxpay.internal.v3;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.trust.Merchant;

/**
 * Decrypts certificates and resources of notifications, which the platform encrypts with the APIv3
 * key.
 */
public final class EncryptedResource {
  private EncryptedResource() {}

  /**
   * Returns the plaintext of an object with {@code algorithm}, {@code ciphertext}, {@code nonce}
   * and {@code associated_data}.
   *
   * @param what the name of the resource in messages
   */
  public static String decrypt(Merchant merchant, JsonNode resource, String what) {
    String algorithm = resource.path("algorithm").asText();
    String expected = merchant.suite().resourceCipher();
    if (!algorithm.equals(expected)) {
      throw new VerificationException(
          Reason.WRONG_ALGORITHM,
          "The "
              + what
              + " is encrypted with '"
              + Printable.of(algorithm, 64)
              + "', but the cipher of this client's keys is "
              + expected
              + ".",
          0,
          "");
    }
    if (!merchant.hasApiV3Key()) { // checked here, so that any sender causes this exception only
      throw new VerificationException(
          Reason.WRONG_API_V3_KEY,
          "The "
              + what
              + " is encrypted with an APIv3 key, and this client has none. Set apiV3Key(…) to the"
              + " key of the merchant platform.",
          0,
          "");
    }
    try {
      return merchant
          .suite()
          .decrypt(
              resource.path("ciphertext").asText(),
              merchant.apiV3Key(),
              resource.path("nonce").asText(),
              resource.path("associated_data").asText(""));
    } catch (CryptoException e) {
      throw new VerificationException(
          Reason.WRONG_API_V3_KEY,
          "The "
              + what
              + " was not encrypted with this client's APIv3 key. Compare it with the one on the"
              + " merchant platform (API security); it has 32 bytes, and is not the APIv2 key.",
          0,
          "");
    }
  }
}
