package io.github.wxpay.internal.transport;

import java.io.IOException;
import java.net.CookieHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps the response headers of the exchanges of one client until they end. The JDK's client fails
 * a 204 with a Transfer-Encoding, as some proxies send it, before a body handler sees its headers;
 * only a cookie handler can read them. No cookie is stored or sent.
 */
final class ReceivedHeaders extends CookieHandler {
  private static final String FAILURE = "with 204 response";

  /**
   * The headers by the identity of the request's URI object, since several exchanges may have equal
   * URIs.
   */
  private final Map<URI, Map<String, List<String>>> running =
      Collections.synchronizedMap(new IdentityHashMap<>());

  /** Returns the handler of a client that was created with one. */
  static Optional<ReceivedHeaders> of(HttpClient client) {
    return client
        .cookieHandler()
        .filter(ReceivedHeaders.class::isInstance)
        .map(ReceivedHeaders.class::cast);
  }

  void start(URI uri) {
    running.put(uri, Map.of());
  }

  /** Returns and removes the headers that were received so far. */
  Map<String, List<String>> end(URI uri) {
    Map<String, List<String>> headers = running.remove(uri);
    return headers == null ? Map.of() : headers;
  }

  /** Returns whether an exchange failed only because of a 204 with a Transfer-Encoding. */
  static boolean isNoContent(Throwable failure, Map<String, List<String>> headers) {
    Set<String> names =
        headers.keySet().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return failure instanceof IOException
        && String.valueOf(failure.getMessage()).contains(FAILURE)
        && names.contains("transfer-encoding")
        && !names.contains("content-length");
  }

  @Override
  public Map<String, List<String>> get(URI uri, Map<String, List<String>> requestHeaders) {
    return Map.of();
  }

  @Override
  public void put(URI uri, Map<String, List<String>> responseHeaders) {
    running.replace(uri, responseHeaders);
  }
}
