package io.github.wxpay.sandbox.http;

import com.sun.net.httpserver.HttpsConfigurator;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The servers, one for each host of the platform: the ordinary one from the start, others when
 * asked for.
 */
public final class Hosts implements AutoCloseable {
  private final @Nullable HttpsConfigurator https;
  private final Function<Inbound, RequestHandler> handler;
  private final @Nullable Supplier<ConnectionFate> welcome;
  private final RequestLimits limits;
  private final Map<String, Server> servers = new TreeMap<>();
  private boolean closed;

  /** Starts the server of the ordinary host at that port (0: a free one). */
  public Hosts(
      int port,
      @Nullable HttpsConfigurator https,
      Function<Inbound, RequestHandler> handler,
      @Nullable Supplier<ConnectionFate> welcome,
      RequestLimits limits) {
    this.https = https;
    this.handler = handler;
    this.welcome = welcome;
    this.limits = limits;
    servers.put(Inbound.HOST, start(Inbound.HOST, port));
  }

  /**
   * Returns the address that stands for a host.
   *
   * @throws IllegalStateException if all are closed and this one was never started
   */
  public synchronized URI uri(String host) {
    if (closed && !servers.containsKey(host)) {
      throw new IllegalStateException("the sandbox is closed");
    }
    Server server = servers.computeIfAbsent(host, name -> start(name, 0));
    return URI.create((https == null ? "http" : "https") + "://127.0.0.1:" + server.port() + "/");
  }

  private Server start(String host, int port) {
    return Server.start(host, port, https, handler, welcome, limits);
  }

  @Override
  public synchronized void close() {
    closed = true;
    List<Server> all = new ArrayList<>(servers.values());
    all.forEach(Server::close);
  }
}
