package io.github.wxpay.sandbox.crypto;

import java.security.KeyPair;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is made once in a JVM for a suite, since making keys costs more than all else here. */
final class SharedKeys {
  private static final String BRAND_ID = "40015";

  private final Authority authority;
  private final Identity merchant;
  private final Identity platform;
  private final CompletableFuture<KeyPair> publicKey;

  // Side by side, as RSA takes its time to find primes; the key that many never ask for comes last.
  private SharedKeys(Suite suite) {
    List<KeyPair> keys =
        IntStream.range(0, 2)
            .parallel()
            .mapToObj(i -> suite.newKeyPair())
            .collect(Collectors.toList());
    this.authority = new Authority(suite);
    this.merchant = authority.merchant(Credentials.MCHID, keys.get(0));
    this.platform = authority.platform(keys.get(1));
    this.publicKey = CompletableFuture.supplyAsync(suite::newKeyPair, Credentials::aside);
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

  /** Apart, since most sandboxes speak plain HTTP and need no server certificate. */
  private static final class Server {
    static final Identity SERVER = Rsa.ISSUED.authority.server();
  }

  private static final class Brand {
    static final Identity BRAND = Rsa.ISSUED.authority.brand(BRAND_ID);
  }
}
