package io.github.wxpay.benchmarks.client;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import org.conscrypt.Conscrypt;

/** Creates the native providers of the clients that use one. */
final class Providers {
  private Providers() {}

  static Provider conscrypt() {
    return ConscryptProvider.create();
  }

  /**
   * Returns the Amazon Corretto Crypto Provider.
   *
   * @throws UnsupportedOperationException if its library does not run on this system
   */
  static Provider accp() {
    return Corretto.create();
  }

  /** A separate class, since the class path of the other provider does not have its jar. */
  private static final class ConscryptProvider {
    static Provider create() {
      return Conscrypt.newProvider();
    }
  }

  /** A separate class for the same reason. */
  private static final class Corretto {
    static Provider create() {
      if (AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() != null) {
        throw new UnsupportedOperationException("the library of ACCP cannot run on this system");
      }
      return AmazonCorrettoCryptoProvider.INSTANCE;
    }
  }
}
