package io.github.wxpay.sandbox.crypto;

import java.security.KeyPair;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The keys of a suite that are created once per JVM, since creating keys is slow. */
final class SharedKeys {
  private static final String BRAND_ID = "40015";

  private final Authority authority;
  private final Identity merchant;
  private final Identity platform;
  private final CompletableFuture<KeyPair> publicKey;

  // In parallel, since RSA keys take long; the public key comes last, since few sandboxes use it.
  private SharedKeys(Suite suite) {
    List<KeyPair> keys =
        IntStream.range(0, 2)
            .parallel()
            .mapToObj(i -> suite.newKeyPair())
            .collect(Collectors.toList());
    this.authority = new Authority(suite);
    this.merchant = authority.merchant(Credentials.MCHID, keys.get(0));
    this.platform = authority.platform(keys.get(1));
    this.publicKey = CompletableFuture.supplyAsync(suite::newKeyPair, Credentials::runInBackground);
  }

  static SharedKeys of(Suite suite) {
    return suite == Suite.SM2 ? Sm2.ISSUED : Rsa.ISSUED;
  }

  static Identity server() {
    return Server.SERVER;
  }

  static Identity brand() {
    return Brand.BRAND;
  }

  static String brandId() {
    return BRAND_ID;
  }

  Authority authority() {
    return authority;
  }

  Identity merchant() {
    return merchant;
  }

  Identity platform() {
    return platform;
  }

  CompletableFuture<KeyPair> publicKey() {
    return publicKey;
  }

  private static final class Rsa {
    static final SharedKeys ISSUED = new SharedKeys(Suite.RSA);
  }

  private static final class Sm2 {
    static final SharedKeys ISSUED = new SharedKeys(Suite.SM2);
  }

  /** A separate holder, since most sandboxes use plain HTTP and need no server certificate. */
  private static final class Server {
    static final Identity SERVER = Rsa.ISSUED.authority.server();
  }

  private static final class Brand {
    static final Identity BRAND = Rsa.ISSUED.authority.brand(BRAND_ID);
  }
}
