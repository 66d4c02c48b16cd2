package io.github.wxpay.sandbox.crypto;

import java.security.KeyPair;
import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;

/**
 * All keys of one sandbox. The RSA keys are made once in a JVM, when first needed, since making
 * them costs more than everything else a test does; the secrets are new for each sandbox.
 */
public final class Credentials {
  /** The only merchant of the sandbox. */
  public static final String MCHID = "1900000109";

  private final String secret = Randoms.alphanumeric(32);
  private final String apiV3Key = Randoms.alphanumeric(32);
  private final String workwxSecret = Randoms.alphanumeric(43);

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

  public Identity authority() {
    return Shared.AUTHORITY.root();
  }

  public Identity merchant() {
    return Shared.MERCHANT;
  }

  public Identity platform() {
    return Shared.PLATFORM;
  }

  public Identity server() {
    return SharedServer.SERVER;
  }

  /** Returns the name of the platform's bare public key. */
  public String publicKeyId() {
    return Shared.PUBLIC_KEY_ID;
  }

  public String publicKeyPem() {
    return Pem.encode("PUBLIC KEY", Shared.PUBLIC_KEY.getPublic().getEncoded());
  }

  /** Returns the platform's private key of that certificate serial or public key id. */
  public @Nullable PrivateKey platformKey(String id) {
    if (id.equals(platform().serial())) {
      return platform().privateKey();
    }
    return id.equals(publicKeyId()) ? Shared.PUBLIC_KEY.getPrivate() : null;
  }

  @Override
  public String toString() {
    return "Credentials[" + MCHID + ", keys and secrets <redacted>]";
  }

  private static final class Shared {
    static final Authority AUTHORITY = new Authority();
    static final Identity MERCHANT = AUTHORITY.merchant(MCHID);
    static final Identity PLATFORM = AUTHORITY.platform();
    static final KeyPair PUBLIC_KEY = Authority.newKeyPair();
    static final String PUBLIC_KEY_ID = "PUB_KEY_ID_01" + MCHID + Randoms.digits(20);
  }

  /** Apart, since most sandboxes speak plain HTTP and need no server certificate. */
  private static final class SharedServer {
    static final Identity SERVER = Shared.AUTHORITY.server();
  }
}
