package io.github.wxpay.sandbox.http;

import io.github.wxpay.sandbox.crypto.Identity;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Serves one connection on its own thread: a request, its response, the next request. */
final class Connection implements Runnable {
  // In TLS 1.2 and 1.3 alike: an alert of two bytes, fatal, handshake_failure.
  private static final byte[] ALERT = {21, 3, 3, 0, 2, 2, 40};
  private static final byte[] EMPTY = {};

  private final Socket raw;
  private final ConnectionFate fate;
  private final String host;
  private final String base;
  private final ServerSettings settings;
  private final Connections connections;
  private volatile boolean reset;

  /**
   * Creates the task for an accepted connection.
   *
   * @param host the host of the platform that the server represents
   * @param base the server's address, with a slash at the end
   */
  Connection(
      Socket raw,
      ConnectionFate fate,
      String host,
      String base,
      ServerSettings settings,
      Connections connections) {
    this.raw = raw;
    this.fate = fate;
    this.host = host;
    this.base = base;
    this.settings = settings;
    this.connections = connections;
  }

  @Override
  public void run() {
    try {
      raw.setTcpNoDelay(true);
      if (fate == ConnectionFate.PASS) {
        serve();
      } else {
        applyFate();
      }
    } catch (IOException | RuntimeException e) {
      // The client left or was too slow, the server was closed, or a fault ended the connection.
    } finally {
      abort();
      connections.remove(this);
    }
  }

  /** Ends the connection immediately, by FIN or, if a fault requires it, by RST. */
  void abort() {
    try {
      if (reset) {
        raw.setSoLinger(true, 0);
      } else if (!raw.isClosed()) {
        // Without this, unread bytes would cause a reset instead of an orderly end.
        raw.shutdownOutput();
      }
    } catch (IOException e) {
      // The client has already ended the connection.
    }
    try {
      raw.close();
    } catch (IOException e) {
      // The connection is closed already.
    }
  }

  private void applyFate() throws IOException {
    switch (fate.kind()) {
      case RESET:
        reset = true;
        return;
      case STALL:
        connections.busy(this);
        pause(fate.time());
        return;
      case ALERT:
        connections.arriving(this);
        RequestReader hello = new RequestReader(raw.getInputStream());
        if (hello.await()) {
          raw.getOutputStream().write(ALERT);
          raw.shutdownOutput();
          hello.drain();
        }
        return;
      default:
        return;
    }
  }

  private void serve() throws IOException {
    if (settings.tls == null) {
      new Exchanges(raw, null).run();
      return;
    }
    connections.arriving(this);
    SSLSocket secure = settings.tls.over(raw);
    secure.startHandshake();
    new Exchanges(secure, clientSerial(secure)).run();
  }

  private static @Nullable String clientSerial(SSLSocket socket) {
    try {
      X509Certificate first = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return Identity.serialOf(first);
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }

  // Closing the server interrupts the pause.
  private static void pause(Duration time) throws IOException {
    if (!time.isZero()) {
      try {
        Thread.sleep(time.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the server was closed during a pause");
      }
    }
  }

  /** The requests of the connection, and their responses. */
  private final class Exchanges {
    private final Socket socket;
    private final RequestReader reader;
    private final ResponseWriter writer;
    private final @Nullable String client;

    Exchanges(Socket socket, @Nullable String client) throws IOException {
      this.socket = socket;
      this.reader = new RequestReader(socket.getInputStream());
      this.writer = new ResponseWriter(socket.getOutputStream(), settings.clock);
      this.client = client;
    }

    void run() throws IOException {
      boolean more = true;
      while (more && hasNext()) {
        connections.arriving(Connection.this);
        try {
          more = exchange();
        } catch (BadRequestException e) {
          refuse(e);
          more = false;
        }
      }
      socket.close();
    }

    private boolean hasNext() throws IOException {
      if (reader.isBuffered()) {
        return true;
      }
      connections.idle(Connection.this);
      return reader.await();
    }

    // Returns whether another request may follow.
    private boolean exchange() throws IOException {
      RequestHead head = reader.head();
      RequestHandler handler = settings.handler.apply(inbound(head, EMPTY));
      if (head.expectsContinue() && head.length() <= RequestReader.LARGEST_BODY) {
        writer.writeContinue();
      }
      long max = handler.most();
      byte[] body = reader.body(head, max, n -> connections.received(Connection.this, n));
      connections.busy(Connection.this);
      pause(handler.pause());
      Answer answer = handler.answer(inbound(head, body));
      ResponseDelivery delivery = answer.wire();
      pause(delivery.waiting());
      reset = delivery.isReset();
      if (delivery.isSilent()) {
        throw new IOException("a fault suppresses the response");
      }
      boolean last = settings.fates != null || connections.isCrowded() || max < Long.MAX_VALUE;
      return writer.write(head, answer, head.keepsAlive() && !last);
    }

    // If the client is still sending, closing would reset the connection before it reads the
    // response. Therefore the rest of the request is read first, within the limits.
    private void refuse(BadRequestException problem) throws IOException {
      writer.refuse(problem);
      socket.shutdownOutput();
      reader.drain();
    }

    private Inbound inbound(RequestHead head, byte[] body) {
      return new Inbound(host, base, head.method(), head.target(), head.headers(), body, client);
    }
  }
}
