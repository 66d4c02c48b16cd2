package io.github.wxpay.internal.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * Determines whether the JDK's client sends the {@code Authorization} of a request if it has an
 * {@link Authenticator}. Some releases drop it. Vendors have backported the fix, so the version
 * number is not sufficient: this class sends one request to a socket on the loopback interface.
 */
final class AuthorizationProbe {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final String HEADER = "authorization: probe";

  private AuthorizationProbe() {}

  /** Returns whether the header is sent. Sends the request once in a process, at the first call. */
  static boolean isKept() {
    return Once.KEPT;
  }

  private static boolean probe() {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout((int) LIMIT.toMillis());
      return isKept(server);
    } catch (IOException | URISyntaxException | UncheckedIOException | InternalError e) {
      return Runtime.version().feature() >= 23; // the first release with the fix
    }
  }

  private static boolean isKept(ServerSocket server) throws IOException, URISyntaxException {
    String host = server.getInetAddress().getHostAddress();
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .authenticator(new Authenticator() {})
            .executor(Runnable::run)
            .build();
    var unused =
        client.sendAsync(
            HttpRequest.newBuilder(
                    new URI("http", null, host, server.getLocalPort(), "/", null, null))
                .header("Authorization", "probe")
                .timeout(LIMIT)
                .build(),
            HttpResponse.BodyHandlers.discarding());
    try (Socket connection = server.accept()) {
      connection.setSoTimeout((int) LIMIT.toMillis());
      return isKept(connection);
    } finally {
      HttpClients.close(client);
    }
  }

  private static boolean isKept(Socket connection) throws IOException {
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
    boolean kept = false;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      kept |= line.toLowerCase(Locale.ROOT).equals(HEADER);
      if (line.isEmpty()) {
        break;
      }
    }
    connection
        .getOutputStream()
        .write(
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.ISO_8859_1));
    return kept;
  }

  private static final class Once {
    static final boolean KEPT = probe();
  }
}
