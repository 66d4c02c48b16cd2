package io.github.wxpay.sandbox.http;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The servers, one for each host of the platform: the ordinary one from the start, others when
 * asked for.
 */
public final class Hosts implements AutoCloseable {
  private final ServerSettings settings;
  private final Map<String, Server> servers = new TreeMap<>();
  private boolean closed;

  /** Starts the server of the ordinary host at that port (0: a free one). */
  public Hosts(int port, ServerSettings settings) {
    this.settings = settings;
    servers.put(Inbound.HOST, new Server(Inbound.HOST, port, settings));
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
    return URI.create(servers.computeIfAbsent(host, h -> new Server(h, 0, settings)).base());
  }

  @Override
  public synchronized void close() {
    closed = true;
    List<Server> all = new ArrayList<>(servers.values());
    all.forEach(Server::close);
  }
}
