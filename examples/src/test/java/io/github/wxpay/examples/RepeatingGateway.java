package io.github.wxpay.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A broken gateway on 127.0.0.1: forwards the first GET, and sends its response to all others. */
final class RepeatingGateway implements AutoCloseable {
  private static final List<String> FORWARDED =
      List.of("Accept", "Authorization", "Content-Type", "User-Agent", "Wechatpay-Serial");

  private static final List<String> RETURNED =
      List.of(
          "Request-ID",
          "Wechatpay-Nonce",
          "Wechatpay-Serial",
          "Wechatpay-Signature",
          "Wechatpay-Timestamp");

  private final URI origin;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private @Nullable HttpResponse<byte[]> first;

  RepeatingGateway(URI origin) {
    this.origin = origin;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    HttpResponse<byte[]> response = first == null ? forward(exchange) : first;
    first = response;
    for (String name : RETURNED) {
      response
          .headers()
          .firstValue(name)
          .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
    }
    exchange.sendResponseHeaders(response.statusCode(), response.body().length);
    exchange.getResponseBody().write(response.body());
    exchange.close();
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(origin.resolve(exchange.getRequestURI().toString()));
    for (String name : FORWARDED) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
