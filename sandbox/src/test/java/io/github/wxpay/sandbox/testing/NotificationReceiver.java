package io.github.wxpay.sandbox.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on 127.0.0.1 that records notifications and sends the same reply to each. */
public final class NotificationReceiver implements AutoCloseable {
  private final HttpServer server;
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<Headers> headers = new CopyOnWriteArrayList<>();
  private volatile int status = 204;
  private volatile String body = "";
  private volatile String authorization = "";

  /** Starts a receiver that replies with 204. */
  public NotificationReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::receive);
    server.start();
  }

  /** Sets the reply; an empty authorization is omitted. */
  public NotificationReceiver responding(int status, String body, String authorization) {
    this.status = status;
    this.body = body;
    this.authorization = authorization;
    return this;
  }

  /** Returns an address of the receiver. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** Returns the bodies received, oldest first. */
  public List<String> bodies() {
    return bodies;
  }

  /** Returns the headers received, oldest first. */
  public List<Headers> headers() {
    return headers;
  }

  private void receive(HttpExchange exchange) throws IOException {
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    headers.add(exchange.getRequestHeaders());
    if (!authorization.isEmpty()) {
      exchange.getResponseHeaders().set("Authorization", authorization);
    }
    // Otherwise the server may close a connection that the client regards as idle.
    exchange.getResponseHeaders().set("Connection", "close");
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
