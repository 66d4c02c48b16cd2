package io.github.wxpay.cli.offline;

import io.github.wxpay.cli.doctor.KeyPairs;
import io.github.wxpay.cli.doctor.KeyText;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.exception.CryptoException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the merchant's keys of a configuration. */
public final class MerchantKey {
  private MerchantKey() {}

  /** Returns an entry as text; empty if it is missing. */
  public static String entry(Map<String, Object> entries, String name) {
    Object value = entries.get(name);
    return value == null ? "" : value.toString();
  }

  /**
   * Returns the merchant's private key; empty if there is none.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public static Optional<PrivateKey> find(Map<String, Object> entries) {
    String given = entry(entries, "privateKey");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String passphrase = entry(entries, "passphrase");
    String text = KeyText.of(given).text();
    try {
      return Optional.of(
          passphrase.isEmpty() ? Rsa.privateKey(text) : Rsa.privateKey(text, passphrase));
    } catch (CryptoException e) {
      throw new IllegalArgumentException("`privateKey` cannot be read. " + e.getMessage());
    }
  }

  /**
   * Returns the merchant's private key.
   *
   * @throws IllegalArgumentException if there is none, or it cannot be read
   */
  public static PrivateKey require(Map<String, Object> entries) {
    return find(entries)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no private key. Pass `-c privateKey=apiclient_key.pem`."));
  }

  /**
   * Returns the merchant's public key, of a certificate or of the private key.
   *
   * @param certificate the file of the certificate; {@code null} for that of the configuration
   * @throws IllegalArgumentException if there is none, or it cannot be read
   */
  public static PublicKey publicKey(Map<String, Object> entries, @Nullable Path certificate) {
    Object merchant = entries.get("merchant");
    Object configured = merchant instanceof Map ? ((Map<?, ?>) merchant).get("cert") : null;
    Optional<PrivateKey> own = certificate == null ? find(entries) : Optional.empty();
    try {
      if (certificate != null) {
        return Rsa.publicKey(KeyText.of(certificate).text());
      }
      if (configured != null) {
        PublicKey key = Rsa.publicKey(KeyText.of(configured).text());
        // With an SM2 key the certificate of the configuration is that of mutual TLS, and RSA.
        if (own.isEmpty() || KeyPairs.isSameAlgorithm(key, own.get())) {
          return key;
        }
      }
      if (own.isPresent()) {
        return Rsa.publicKey(KeyText.of(entry(entries, "privateKey")).text());
      }
    } catch (CryptoException e) {
      throw new IllegalArgumentException(
          "The merchant's certificate cannot be read. "
              + e.getMessage()
              + " Pass it with `--certificate`.");
    }
    throw new IllegalArgumentException(
        "There is no key to check the signature with. Pass `--certificate apiclient_cert.pem`.");
  }
}
