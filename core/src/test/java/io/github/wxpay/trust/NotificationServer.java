package io.github.wxpay.trust;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.wxpay.Notification;
import io.github.wxpay.Notifications;
import io.github.wxpay.Reply;
import io.github.wxpay.exception.VerificationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A merchant's server for notifications, as a program would write it with the JDK. */
final class NotificationServer implements AutoCloseable {
  private final HttpServer server;
  private final Notifications notifications;
  private final Function<Notification, Reply> handler;
  private final List<Notification> taken = new CopyOnWriteArrayList<>();
  private final List<RuntimeException> refused = new CopyOnWriteArrayList<>();

  NotificationServer(Notifications notifications, Function<Notification, Reply> handler) {
    this.notifications = notifications;
    this.handler = handler;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/notify");
  }

  /** Returns the verified notifications, oldest first. */
  List<Notification> taken() {
    return taken;
  }

  /** Returns the reasons of the refused ones. */
  List<RuntimeException> refused() {
    return refused;
  }

  private void handle(HttpExchange exchange) throws IOException {
    Reply reply;
    try {
      Notification notification =
          notifications.parse(
              exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes());
      taken.add(notification);
      reply = handler.apply(notification);
    } catch (VerificationException e) {
      refused.add(e);
      reply = Notifications.refusal();
    }
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = reply.body();
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
