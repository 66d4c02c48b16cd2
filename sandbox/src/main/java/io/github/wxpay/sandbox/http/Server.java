package io.github.wxpay.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An HTTP server on the loopback interface; all its threads are daemons. */
public final class Server implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String NO_DELAY = "sun.net.httpserver.nodelay";

  // The JDK's server sends head and body apart; before JDK 21 Nagle's algorithm then costs 40 ms
  // an answer unless this is set before the first server of the JVM. Whoever set it has it so.
  static {
    if (System.getProperty(NO_DELAY) == null) {
      System.setProperty(NO_DELAY, "true");
    }
  }

  private final HttpServer server;
  private final RequestThreads threads;
  private final ScheduledThreadPoolExecutor timer;
  private final DelayedTasks later;
  private final @Nullable TcpFrontend front;

  private Server(
      HttpServer server, RequestLimits limits, ThreadFactory daemons, @Nullable TcpFrontend front) {
    this.server = server;
    this.timer = new ScheduledThreadPoolExecutor(1, daemons, new DiscardPolicy());
    timer.setRemoveOnCancelPolicy(true);
    this.threads = new RequestThreads(limits, daemons, timer);
    this.later = new DelayedTasks(threads, daemons, timer);
    this.front = front;
  }

  /**
   * Starts a server at that port (0: a free one) that stands for a host of the platform; with a
   * configurator it speaks https. A welcome puts a front door before it, where each connection asks
   * for one.
   */
  public static Server start(
      String host,
      int port,
      @Nullable HttpsConfigurator https,
      Function<Inbound, RequestHandler> handler,
      @Nullable Supplier<ConnectionFate> welcome,
      RequestLimits limits) {
    try {
      HttpServer server = https == null ? HttpServer.create() : secured(https);
      String name = "wxpay-sandbox-" + COUNT.incrementAndGet() + "-";
      TcpFrontend front = null;
      try {
        server.bind(loopback(welcome == null ? port : 0), 0);
        if (welcome != null) {
          front = TcpFrontend.open(loopback(port), server.getAddress(), welcome, name + "door");
        }
      } catch (IOException e) {
        server.stop(0);
        throw e;
      }
      Server made = new Server(server, limits, daemons(name), front);
      server.setExecutor(made.threads::read);
      server.createContext("/", exchange -> made.serve(host, exchange, handler));
      startAsDaemon(server);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on 127.0.0.1:" + port, e);
    }
  }

  public int port() {
    return front == null ? server.getAddress().getPort() : front.port();
  }

  @Override
  public void close() {
    if (front != null) {
      front.close();
    }
    timer.shutdownNow();
    later.close();
    server.stop(0);
    threads.close();
    try {
      threads.join();
      timer.awaitTermination(5, TimeUnit.SECONDS);
      later.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(String host, HttpExchange exchange, Function<Inbound, RequestHandler> handler)
      throws IOException {
    ExchangeHandler conversation =
        new ExchangeHandler(host, exchange, port(), threads, later, front);
    conversation.go(handler.apply(conversation.head()));
  }

  private static InetSocketAddress loopback(int port) throws IOException {
    byte[] loopback = {127, 0, 0, 1};
    return new InetSocketAddress(InetAddress.getByAddress("127.0.0.1", loopback), port);
  }

  private static HttpServer secured(HttpsConfigurator https) throws IOException {
    HttpsServer server = HttpsServer.create();
    server.setHttpsConfigurator(https);
    return server;
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  // The server's own dispatcher takes after the thread that starts it: from a daemon it is one
  // too, and a program that forgets to close its sandbox still ends.
  private static void startAsDaemon(HttpServer server) {
    Thread starter = new Thread(server::start, "wxpay-sandbox-start");
    starter.setDaemon(true);
    starter.start();
    try {
      starter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
