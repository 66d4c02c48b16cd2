package io.github.wxpay.sandbox.crypto;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Creates TLS contexts with one identity to present and one authority to trust. */
public final class Tls {
  // Sufficient, since the key store exists in memory only.
  private static final char[] NO_PASSWORD = new char[0];

  private Tls() {}

  /** Returns a context that presents the identity and trusts only the authority. */
  public static SSLContext context(Identity self, Identity authority) {
    try {
      KeyStore keys = emptyStore();
      Certificate[] chain = {self.certificate(), authority.certificate()};
      keys.setKeyEntry("self", self.privateKey(), NO_PASSWORD, chain);
      KeyManagerFactory identity = KeyManagerFactory.getInstance("PKIX");
      identity.init(keys, NO_PASSWORD);
      KeyStore trusted = emptyStore();
      trusted.setCertificateEntry("authority", authority.certificate());
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot create a TLS context for " + self, e);
    }
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }
}
