package io.github.wxpay.sandbox.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Sends POST requests to receivers on this machine only. */
public final class Post {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|\\[(0{1,4}:){7}0{0,3}1]");
  // The platform waits this long for the reply to a notification.
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private Post() {}

  /** Returns whether the address is plain HTTP to this machine. */
  public static boolean allowed(URI receiver) {
    String host = receiver.getHost();
    return "http".equalsIgnoreCase(receiver.getScheme())
        && host != null
        && receiver.getUserInfo() == null
        && LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  /**
   * Sends the body and returns the response.
   *
   * @throws IllegalArgumentException if the receiver is not on this machine
   */
  public static HttpResponse<byte[]> send(URI receiver, Map<String, String> headers, byte[] body)
      throws IOException {
    if (!allowed(receiver)) {
      throw new IllegalArgumentException(
          "the receiver must be http:// on 127.0.0.1, [::1] or localhost, not " + receiver);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(receiver)
            .timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try {
      return Client.SHARED.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the receiver", e);
    }
  }

  /** The client of this JVM, created when first needed; its threads are daemons. */
  private static final class Client {
    static final HttpClient SHARED =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TIMEOUT)
            .build();
  }
}
