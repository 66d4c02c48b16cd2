package io.github.wxpay.sandbox.http;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Puts TLS on accepted connections. Immutable. */
public final class TlsLayer {
  private final SSLContext context;
  private final boolean wantsClient;
  private final boolean needsClient;

  /** Takes a context, and whether a client is asked for its certificate or must present one. */
  public TlsLayer(SSLContext context, boolean wantsClient, boolean needsClient) {
    this.context = context;
    this.wantsClient = wantsClient;
    this.needsClient = needsClient;
  }

  /** Returns the server's end of TLS on that connection, before the handshake. */
  SSLSocket over(Socket connection) throws IOException {
    SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(connection, null, true);
    // Each of the two settings takes away the other.
    if (needsClient) {
      secure.setNeedClientAuth(true);
    } else {
      secure.setWantClientAuth(wantsClient);
    }
    return secure;
  }
}
