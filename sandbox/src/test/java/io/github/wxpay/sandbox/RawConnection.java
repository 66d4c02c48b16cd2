package io.github.wxpay.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;

/** A connection to a sandbox that sends and reads bytes, with TLS if the sandbox has it. */
final class RawConnection implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: ([0-9]+)\r\n");

  private final Socket socket;

  private RawConnection(Socket socket) {
    this.socket = socket;
  }

  static RawConnection to(Sandbox sandbox) throws IOException {
    int port = sandbox.uri().getPort();
    boolean plain = sandbox.uri().getScheme().equals("http");
    // The time for the handshake runs from the start of the connection, so keys that may have to
    // be generated come first.
    SSLSocketFactory tls = sandbox.sslContext().getSocketFactory();
    Socket tcp = new Socket(InetAddress.getLoopbackAddress(), port);
    tcp.setSoTimeout(20_000);
    return new RawConnection(plain ? tcp : tls.createSocket(tcp, "127.0.0.1", port, true));
  }

  /** Sends the last request of a connection and returns all bytes received. */
  static String exchange(Sandbox sandbox, byte[] request) throws IOException {
    try (RawConnection connection = to(sandbox)) {
      connection.send(request);
      return connection.rest();
    }
  }

  RawConnection send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawConnection send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Returns all bytes until the end of the connection. */
  String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** Returns the next head, with its empty line. */
  String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the connection ended after: " + head);
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** Returns the next response, which must have a Content-Length. */
  String response() throws IOException {
    String head = head();
    Matcher length = LENGTH.matcher(head.toLowerCase(Locale.ROOT));
    int count = length.find() ? Integer.parseInt(length.group(1)) : 0;
    byte[] body = socket.getInputStream().readNBytes(count);
    return head + new String(body, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
