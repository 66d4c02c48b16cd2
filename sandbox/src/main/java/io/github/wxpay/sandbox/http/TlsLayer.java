package io.github.wxpay.sandbox.http;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Adds TLS to accepted connections. Immutable. */
public final class TlsLayer {
  private final SSLContext context;
  private final boolean clientMayPresent;
  private final boolean clientMustPresent;

  /**
   * Creates a layer.
   *
   * @param clientMayPresent whether a client is asked for its certificate
   * @param clientMustPresent whether a client must present one
   */
  public TlsLayer(SSLContext context, boolean clientMayPresent, boolean clientMustPresent) {
    this.context = context;
    this.clientMayPresent = clientMayPresent;
    this.clientMustPresent = clientMustPresent;
  }

  /** Returns the server's TLS socket on a connection, before the handshake. */
  SSLSocket over(Socket connection) throws IOException {
    SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(connection, null, true);
    // Each of the two settings resets the other.
    if (clientMustPresent) {
      secure.setNeedClientAuth(true);
    } else {
      secure.setWantClientAuth(clientMayPresent);
    }
    return secure;
  }
}
