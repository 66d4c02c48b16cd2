package io.github.wxpay.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy on 127.0.0.1 that makes tunnels, or answers every CONNECT with the same text. All
 * its threads end with {@link #close()}.
 */
public final class TunnelProxy implements AutoCloseable {
  private final ServerSocket socket;
  private final String response;
  private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final List<String> heads = new CopyOnWriteArrayList<>();

  private TunnelProxy(String response) {
    this.response = response;
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** Returns a proxy that connects to the host of each CONNECT, which is on the loopback. */
  public static TunnelProxy connecting() {
    return new TunnelProxy("");
  }

  /** Returns a proxy that writes a text and closes the connection. */
  public static TunnelProxy answering(String response) {
    return new TunnelProxy(response);
  }

  /** Returns the host and the port. */
  public String host() {
    return "localhost:" + socket.getLocalPort();
  }

  /** Returns the selector of this proxy for all URLs. */
  public ProxySelector selector() {
    return ProxySelector.of(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()));
  }

  /** Returns the head of every request for a tunnel so far. */
  public List<String> heads() {
    return heads;
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket connection : connections) {
        connection.close();
      }
      for (Thread thread : threads) {
        thread.join(5_000);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void accept() {
    try {
      while (!socket.isClosed()) {
        Socket connection = socket.accept();
        connections.add(connection);
        start(() -> serve(connection));
      }
    } catch (IOException e) {
      // Closed: the end.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      RawRequest request = RawRequest.read(connection);
      if (request == null) {
        return;
      }
      heads.add(request.text());
      if (!response.isEmpty()) {
        write(connection, response);
        return;
      }
      int colon = request.target.lastIndexOf(':');
      try (Socket server =
          new Socket(
              InetAddress.getLoopbackAddress(),
              Integer.parseInt(request.target.substring(colon + 1)))) {
        connections.add(server);
        write(connection, "HTTP/1.1 200 OK\r\n\r\n");
        start(() -> copy(server, connection));
        copy(connection, server);
      }
    } catch (IOException e) {
      // The client or the server has closed the connection.
    }
  }

  private static void write(Socket connection, String text) throws IOException {
    connection.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      // One end has closed the connection, and the other one is closed with the proxy.
    }
  }

  private void start(Runnable work) {
    Thread thread = new Thread(work, "tunnel-proxy");
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }
}
