package io.github.wxpay.sandbox.crypto;

import java.security.PrivateKey;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All keys of one sandbox. Asymmetric keys are made once in a JVM, but for the certificates that
 * come by rotation; the secrets are new for each sandbox.
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

  /** Takes the algorithms, and which of the two kinds of keys the platform has. */
  public Credentials(Suite suite, boolean certificates, boolean publicKey, Clock clock) {
    this.suite = suite;
    // Aside: what needs no key yet can be made ready meanwhile.
    this.platform =
        CompletableFuture.supplyAsync(
            () -> {
              SharedKeys issued = SharedKeys.of(suite);
              return new Keyring(
                  issued.authority(),
                  certificates ? issued.platform() : null,
                  publicKey ? PlatformKey.of(PUBLIC_KEY_ID, issued.publicKey()) : null,
                  clock);
            },
            Credentials::aside);
  }

  static void aside(Runnable work) {
    Thread thread = new Thread(work, "wxpay-sandbox-keys");
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

  /** Returns the merchant who signs APIv3 requests. */
  public Identity merchant() {
    return SharedKeys.of(suite).merchant();
  }

  /** Returns the brand, whose key is always RSA. */
  public Identity brand() {
    return SharedKeys.brand();
  }

  public String brandId() {
    return SharedKeys.brandId();
  }

  /** Returns the authority of all but TLS certificates. */
  public Identity root() {
    return SharedKeys.of(suite).authority().root();
  }

  /** Returns the authority of TLS certificates, always RSA. */
  public Identity authority() {
    return SharedKeys.of(Suite.RSA).authority().root();
  }

  /** Returns the merchant as a TLS client, always RSA. */
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

  /**
   * Decrypts what was encrypted with a key of the platform: that key, or any if it is null. RSA
   * texts may be padded by OAEP or by PKCS#1 v1.5.
   *
   * @throws IllegalArgumentException if it is not base64 or no key opens it
   */
  public String decrypt(String sealed, @Nullable String id) {
    List<PlatformKey> keys = platform().all();
    if (id != null) {
      keys.removeIf(key -> !key.id().equals(id));
    }
    byte[] bytes = Base64.getDecoder().decode(sealed);
    String plain = first(keys, key -> suite.open(bytes, key));
    if (plain == null && suite == Suite.RSA) {
      plain = first(keys, key -> Rsa.decrypt(bytes, key, Rsa.PKCS1));
    }
    if (plain == null) {
      throw new IllegalArgumentException("not encrypted for " + (id == null ? keys : id));
    }
    return plain;
  }

  private static @Nullable String first(
      List<PlatformKey> keys, Function<PrivateKey, String> opening) {
    for (PlatformKey key : keys) {
      try {
        return opening.apply(key.privateKey());
      } catch (IllegalArgumentException e) {
        // Another key may open it.
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return "Credentials[" + MCHID + ", keys and secrets <redacted>]";
  }
}
