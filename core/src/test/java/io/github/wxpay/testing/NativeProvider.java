package io.github.wxpay.testing;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import org.conscrypt.Conscrypt;
import org.opentest4j.TestAbortedException;

/** A provider with native code that a user may give to {@code WxpayBuilder.provider}. */
public enum NativeProvider {
  CONSCRYPT {
    @Override
    Provider load() {
      return Conscrypt.newProvider();
    }
  },
  CORRETTO {
    @Override
    Provider load() {
      return AmazonCorrettoCryptoProvider.INSTANCE;
    }
  };

  abstract Provider load();

  /** Returns the provider; the test is skipped where its native library does not load. */
  public Provider get() {
    Provider provider;
    try {
      provider = load();
    } catch (LinkageError | RuntimeException e) {
      throw skipped(e.getClass().getName());
    }
    if (provider.getService("Signature", "SHA256withRSA") == null) {
      throw skipped("without signatures");
    }
    return provider;
  }

  private TestAbortedException skipped(String reason) {
    return new TestAbortedException(
        "Skipped: "
            + name()
            + " has no native library for "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + " ("
            + reason
            + ")");
  }
}
