package io.github.wxpay.sandbox.crypto;

import java.security.PrivateKey;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All keys of one sandbox. Asymmetric keys are created once per JVM, except for those of rotated
 * certificates; the secrets are new for each sandbox.
 */
public final class Credentials {
  /** The only merchant of the sandbox. */
  public static final String MCHID = "1900000109";

  private static final String PUBLIC_KEY_ID = "PUB_KEY_ID_01" + MCHID + Randoms.digits(20);

  private final String secret = Randoms.alphanumeric(32);
  private final String apiV3Key = Randoms.alphanumeric(32);
  private final String workwxSecret = Randoms.alphanumeric(43);
  private final Suite suite;
  private final CompletableFuture<Keyring> platform;

  /**
   * Creates the keys.
   *
   * @param suite the algorithms of APIv3
   * @param certificates whether the platform has a certificate
   * @param publicKey whether the platform has a bare public key
   */
  public Credentials(Suite suite, boolean certificates, boolean publicKey, Clock clock) {
    this.suite = suite;
    // In the background, so that the rest of the sandbox can start meanwhile.
    this.platform =
        CompletableFuture.supplyAsync(
            () -> {
              SharedKeys keys = SharedKeys.of(suite);
              return new Keyring(
                  keys.authority(),
                  certificates ? keys.platform() : null,
                  publicKey ? PlatformKey.of(PUBLIC_KEY_ID, keys.publicKey()) : null,
                  clock);
            },
            Credentials::runInBackground);
  }

  static void runInBackground(Runnable task) {
    Thread thread = new Thread(task, "wxpay-sandbox-keys");
    thread.setDaemon(true);
    thread.start();
  }

  public String mchid() {
    return MCHID;
  }

  /** Returns the APIv2 key. */
  public String secret() {
    return secret;
  }

  public String apiV3Key() {
    return apiV3Key;
  }

  /** Returns the secret of the WeCom payment application, for {@code workwx_sign}. */
  public String workwxSecret() {
    return workwxSecret;
  }

  /** Returns the algorithms of APIv3. */
  public Suite suite() {
    return suite;
  }

  /** Returns the platform's keys. */
  public Keyring platform() {
    return platform.join();
  }

  /** Returns the identity with which the merchant signs APIv3 requests. */
  public Identity merchant() {
    return SharedKeys.of(suite).merchant();
  }

  /** Returns the identity of the brand; its key is always RSA. */
  public Identity brand() {
    return SharedKeys.brand();
  }

  public String brandId() {
    return SharedKeys.brandId();
  }

  /** Returns the authority of all certificates except those of TLS. */
  public Identity root() {
    return SharedKeys.of(suite).authority().root();
  }

  /** Returns the authority of TLS certificates, which are always RSA. */
  public Identity authority() {
    return SharedKeys.of(Suite.RSA).authority().root();
  }

  /** Returns the merchant's identity as a TLS client; its key is always RSA. */
  public Identity client() {
    return SharedKeys.of(Suite.RSA).merchant();
  }

  public Identity server() {
    return SharedKeys.server();
  }

  /** Encrypts a sensitive field for the merchant. */
  public String encrypt(String plain) {
    return suite.encrypt(plain, merchant().publicKey());
  }

  /** Encrypts a text for the merchant with the old padding of RSA, PKCS#1 v1.5. */
  public String encryptOld(String plain) {
    return suite == Suite.RSA
        ? Rsa.encrypt(plain, merchant().publicKey(), Rsa.PKCS1)
        : encrypt(plain);
  }

  /**
   * Decrypts a text in base64 with a key and the old padding of RSA, PKCS#1 v1.5.
   *
   * @throws IllegalArgumentException if the text is not base64 or not encrypted in that way
   */
  public String decryptOld(String ciphertext, PrivateKey key) {
    return suite == Suite.RSA
        ? Rsa.decrypt(Base64.getDecoder().decode(ciphertext), key, Rsa.PKCS1)
        : suite.decrypt(ciphertext, key);
  }

  /**
   * Decrypts a text in base64 that was encrypted with a key of the platform. The padding of RSA may
   * be OAEP or PKCS#1 v1.5.
   *
   * @param id the id of the key; null for any key
   * @throws IllegalArgumentException if the text is not base64 or no key decrypts it
   */
  public String decrypt(String ciphertext, @Nullable String id) {
    List<PlatformKey> keys = platform().all();
    if (id != null) {
      keys.removeIf(key -> !key.id().equals(id));
    }
    byte[] bytes = Base64.getDecoder().decode(ciphertext);
    String plain = first(keys, key -> suite.decrypt(bytes, key));
    if (plain == null && suite == Suite.RSA) {
      plain = first(keys, key -> Rsa.decrypt(bytes, key, Rsa.PKCS1));
    }
    if (plain == null) {
      throw new IllegalArgumentException("not encrypted for " + (id == null ? keys : id));
    }
    return plain;
  }

  private static @Nullable String first(
      List<PlatformKey> keys, Function<PrivateKey, String> decryption) {
    for (PlatformKey key : keys) {
      try {
        return decryption.apply(key.privateKey());
      } catch (IllegalArgumentException e) {
        // Another key may decrypt the text.
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return "Credentials[" + MCHID + ", keys and secrets <redacted>]";
  }
}
