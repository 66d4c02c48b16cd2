package io.github.wxpay.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/** A request as received by a {@link RawServer}, byte for byte. */
public final class RawRequest {
  public final String method;
  public final String target;

  /** The headers; values of one name are joined with a comma. */
  public final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** The body without the framing of chunks. */
  public final byte[] body;

  /** The serial number of the client's certificate in upper-case hexadecimal, or an empty text. */
  public final String clientSerial;

  private final String head;

  private RawRequest(String head, InputStream in, String clientSerial) throws IOException {
    this.head = head;
    this.clientSerial = clientSerial;
    String[] lines = head.split("\r\n", -1);
    String[] start = lines[0].split(" ", 3);
    this.method = start[0];
    this.target = start[1];
    for (int i = 1; !lines[i].isEmpty(); i++) {
      int colon = lines[i].indexOf(':');
      headers.merge(
          lines[i].substring(0, colon),
          lines[i].substring(colon + 1).strip(),
          (one, other) -> one + ", " + other);
    }
    String encoding = headers.getOrDefault("Transfer-Encoding", "").toLowerCase(Locale.ROOT);
    this.body =
        encoding.contains("chunked")
            ? chunks(in)
            : bytes(in, Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
  }

  /** Returns head and body as text. */
  public String text() {
    return head + new String(body, StandardCharsets.UTF_8);
  }

  /** Reads the next request of a connection; null if the client has closed it. */
  static RawRequest read(Socket connection) throws IOException {
    InputStream in = connection.getInputStream();
    String head = head(in);
    return head == null ? null : new RawRequest(head, in, clientSerial(connection));
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int ends = 0; // how much of CR LF CR LF has come
    while (ends < 4) {
      int b = in.read();
      if (b < 0) {
        return null;
      }
      bytes.write(b);
      if (b == (ends % 2 == 0 ? '\r' : '\n')) {
        ends++;
      } else {
        ends = b == '\r' ? 1 : 0;
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(in), 16);
        size > 0;
        size = Integer.parseInt(line(in), 16)) {
      out.write(bytes(in, size));
      line(in);
    }
    line(in);
    return out.toByteArray();
  }

  private static byte[] bytes(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("closed");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static String clientSerial(Socket connection) {
    if (!(connection instanceof SSLSocket)) {
      return "";
    }
    try {
      X509Certificate first =
          (X509Certificate) ((SSLSocket) connection).getSession().getPeerCertificates()[0];
      return String.format(Locale.ROOT, "%040X", first.getSerialNumber());
    } catch (SSLPeerUnverifiedException e) {
      return "";
    }
  }
}
