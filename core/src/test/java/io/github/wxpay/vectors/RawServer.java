package io.github.wxpay.vectors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A loopback server that sees requests byte for byte, and answers with the bytes it is told. */
final class RawServer implements AutoCloseable {
  final List<Request> requests = new CopyOnWriteArrayList<>();
  private final ServerSocket socket;
  private volatile Function<Request, byte[]> answer = request -> new byte[0];

  RawServer() {
    this(ServerSocketFactory.getDefault());
  }

  RawServer(ServerSocketFactory factory) {
    try {
      socket = factory.createServerSocket(0, 16, InetAddress.getLoopbackAddress());
      if (socket instanceof SSLServerSocket) {
        ((SSLServerSocket) socket).setWantClientAuth(true);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Thread thread = new Thread(this::serve, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  String host() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  void answering(Function<Request, byte[]> next) {
    requests.clear();
    answer = next;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        Request request = Request.read(connection.getInputStream());
        request.clientSerial = clientSerial(connection);
        requests.add(request);
        connection.getOutputStream().write(answer.apply(request));
        connection.getOutputStream().flush();
        if (!(connection instanceof SSLSocket)) {
          connection.shutdownOutput();
        }
      } catch (IOException | RuntimeException e) {
        // The next connection tells; a test misses its request or its answer.
      }
    }
  }

  private static String clientSerial(Socket connection) {
    try {
      Certificate first =
          connection instanceof SSLSocket
              ? ((SSLSocket) connection).getSession().getPeerCertificates()[0]
              : null;
      return first == null
          ? ""
          : String.format("%040X", ((X509Certificate) first).getSerialNumber());
    } catch (SSLPeerUnverifiedException e) {
      return "";
    }
  }

  /** A request as it stood on the wire. */
  static final class Request {
    String method = "";
    String target = "";
    String clientSerial = "";
    final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byte[] body = new byte[0];

    static Request read(InputStream in) throws IOException {
      Request request = new Request();
      String[] start = line(in).split(" ", 3);
      request.method = start[0];
      request.target = start[1];
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        int colon = line.indexOf(':');
        request.headers.merge(
            line.substring(0, colon), line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
      }
      String length = request.headers.getOrDefault("Content-Length", "0");
      boolean chunked =
          request
              .headers
              .getOrDefault("Transfer-Encoding", "")
              .toLowerCase(Locale.ROOT)
              .contains("chunked");
      request.body = chunked ? chunks(in) : in.readNBytes(Integer.parseInt(length));
      return request;
    }

    private static byte[] chunks(InputStream in) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int size = Integer.parseInt(line(in), 16);
          size > 0;
          size = Integer.parseInt(line(in), 16)) {
        out.write(in.readNBytes(size));
        line(in);
      }
      line(in);
      return out.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int c = in.read();
      while (c != '\n') {
        if (c < 0) {
          throw new IOException("closed");
        }
        if (c != '\r') {
          out.write(c);
        }
        c = in.read();
      }
      return out.toString(StandardCharsets.UTF_8);
    }
  }
}
