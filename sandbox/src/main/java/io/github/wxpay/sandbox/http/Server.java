package io.github.wxpay.sandbox.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * An HTTP/1.1 server on the loopback interface. One thread accepts connections, one enforces their
 * limits, and each connection has a thread. All threads are daemons.
 */
final class Server implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final int BACKLOG = 1_024;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final String name = "wxpay-sandbox-" + COUNT.incrementAndGet() + "-";
  private final AtomicInteger number = new AtomicInteger();
  private final String host;
  private final String base;
  private final ServerSettings settings;
  private final ServerSocket listening;
  private final Connections connections;
  private final ThreadPoolExecutor pool;
  private final Thread acceptor = daemon(this::accept, "accept");
  private final Thread watch = daemon(this::watch, "watch");

  /**
   * Starts a server for a host of the platform.
   *
   * @param port the port; 0 for any free port
   */
  Server(String host, int port, ServerSettings settings) {
    this.host = host;
    this.settings = settings;
    this.connections = new Connections(settings.limits);
    try {
      InetAddress loopback = InetAddress.getByAddress("127.0.0.1", LOOPBACK);
      this.listening = new ServerSocket(port, BACKLOG, loopback);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on 127.0.0.1:" + port, e);
    }
    this.pool =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> daemon(task, Integer.toString(number.incrementAndGet())),
            new ThreadPoolExecutor.DiscardPolicy());
    String scheme = settings.tls == null ? "http" : "https";
    this.base = scheme + "://127.0.0.1:" + listening.getLocalPort() + "/";
    acceptor.start();
    watch.start();
  }

  /** Returns the address, for example {@code http://127.0.0.1:1/}. */
  String base() {
    return base;
  }

  /** Ends all connections and threads and releases the port. */
  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop listening at " + base, e);
    }
    connections.close();
    pool.shutdownNow();
    try {
      acceptor.join(TimeUnit.SECONDS.toMillis(5));
      watch.join(TimeUnit.SECONDS.toMillis(5));
      pool.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    Supplier<ConnectionFate> fates =
        settings.fates == null ? () -> ConnectionFate.PASS : settings.fates;
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        Connection connection =
            new Connection(socket, fates.get(), host, base, settings, connections);
        if (connections.admit(connection)) {
          pool.execute(connection);
        } else {
          connection.abort();
        }
      } catch (IOException e) {
        // The server was closed, or there are too many open files: wait before the next attempt.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void watch() {
    try {
      connections.watch();
    } catch (InterruptedException e) {
      // Not expected, since no code interrupts this thread.
    }
  }

  private Thread daemon(Runnable task, String suffix) {
    Thread thread = new Thread(task, name + suffix);
    thread.setDaemon(true);
    return thread;
  }
}
