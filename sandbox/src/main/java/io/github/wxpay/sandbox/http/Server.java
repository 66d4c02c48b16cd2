package io.github.wxpay.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import io.github.wxpay.sandbox.crypto.Identity;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** An HTTP server on the loopback interface; all its threads are daemons. */
public final class Server implements AutoCloseable {
  private static final int LARGEST_BODY = 32 << 20;
  private static final int THREADS = 8;
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
  private final ThreadPoolExecutor executor;

  private Server(HttpServer server, ThreadPoolExecutor executor) {
    this.server = server;
    this.executor = executor;
  }

  /**
   * Starts a server at that port (0: a free one) that stands for a host of the platform; with a
   * configurator it speaks https.
   */
  public static Server start(
      String host, int port, @Nullable HttpsConfigurator https, Function<Inbound, Answer> handler) {
    try {
      byte[] loopback = {127, 0, 0, 1};
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getByAddress("127.0.0.1", loopback), port);
      HttpServer server = https == null ? HttpServer.create() : secured(https);
      server.bind(address, 0);
      ThreadPoolExecutor executor = newExecutor();
      server.setExecutor(executor);
      server.createContext("/", exchange -> serve(host, exchange, handler));
      startAsDaemon(server);
      return new Server(server, executor);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on 127.0.0.1:" + port, e);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
    try {
      executor.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static HttpServer secured(HttpsConfigurator https) throws IOException {
    HttpsServer server = HttpsServer.create();
    server.setHttpsConfigurator(https);
    return server;
  }

  private static ThreadPoolExecutor newExecutor() {
    String prefix = "wxpay-sandbox-" + COUNT.incrementAndGet() + "-";
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, prefix + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
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

  // A file that breaks off must not be ended in order: the exchange is then left to the server,
  // which closes the connection.
  private static void serve(String host, HttpExchange exchange, Function<Inbound, Answer> handler)
      throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      exchange.sendResponseHeaders(413, -1);
    } else {
      write(exchange, handler.apply(inbound(host, exchange, body)));
    }
    exchange.close();
  }

  private static Inbound inbound(String host, HttpExchange exchange, byte[] body) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, List.copyOf(values)));
    String scheme = exchange instanceof HttpsExchange ? "https" : "http";
    return new Inbound(
        host,
        scheme + "://127.0.0.1:" + exchange.getLocalAddress().getPort() + "/",
        exchange.getRequestMethod(),
        exchange.getRequestURI().toString(),
        Collections.unmodifiableMap(headers),
        body,
        clientSerial(exchange));
  }

  private static @Nullable String clientSerial(HttpExchange exchange) {
    if (!(exchange instanceof HttpsExchange)) {
      return null;
    }
    try {
      Certificate[] chain = ((HttpsExchange) exchange).getSSLSession().getPeerCertificates();
      return Identity.serialOf((X509Certificate) chain[0]);
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }

  private static void write(HttpExchange exchange, Answer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    Body body = answer.body();
    // Length -1 means none; 0 means chunked.
    boolean bodiless = body.length() == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : Math.max(body.length(), 0));
    if (!bodiless) {
      OutputStream out = exchange.getResponseBody();
      body.writeTo(out);
      out.close();
    }
  }
}
