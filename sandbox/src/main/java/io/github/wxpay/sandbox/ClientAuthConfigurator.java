package io.github.wxpay.sandbox;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.Tls;
import javax.net.ssl.SSLParameters;

/** Asks for the client certificate, or not. */
final class ClientAuthConfigurator extends HttpsConfigurator {
  private final ClientCertificate mode;

  ClientAuthConfigurator(Credentials credentials, ClientCertificate mode) {
    super(Tls.context(credentials.server(), credentials.authority()));
    this.mode = mode;
  }

  @Override
  public void configure(HttpsParameters parameters) {
    SSLParameters tls = getSSLContext().getDefaultSSLParameters();
    if (mode == ClientCertificate.REQUIRED) {
      tls.setNeedClientAuth(true);
    } else if (mode == ClientCertificate.WANTED) {
      tls.setWantClientAuth(true);
    }
    parameters.setSSLParameters(tls);
  }
}
