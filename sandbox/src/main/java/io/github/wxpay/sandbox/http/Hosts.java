package io.github.wxpay.sandbox.http;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The servers of a sandbox, one for each host of the platform. That of the ordinary host starts
 * immediately, the others when their address is first requested.
 */
public final class Hosts implements AutoCloseable {
  private final ServerSettings settings;
  private final Map<String, Server> servers = new TreeMap<>();
  private boolean closed;

  /** Starts the server of the ordinary host at this port (0: any free port). */
  public Hosts(int port, ServerSettings settings) {
    this.settings = settings;
    servers.put(Inbound.HOST, new Server(Inbound.HOST, port, settings));
  }

  /**
   * Returns the address of the server for a host of the platform.
   *
   * @throws IllegalStateException if the sandbox is closed and the server was never started
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
