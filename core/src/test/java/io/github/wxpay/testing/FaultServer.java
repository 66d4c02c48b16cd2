package io.github.wxpay.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A server of sockets on 127.0.0.1 that executes requests, counts what it executed, and then fails
 * in a way that a {@link Fault} describes. Each connection has one daemon thread, which {@link
 * #close} ends.
 */
public final class FaultServer implements AutoCloseable {
  /** The header with the number of a request; effects are counted by it. */
  public static final String NUMBER = "X-Number";

  /** Serves one connection, which is closed when it returns. */
  @FunctionalInterface
  public interface Fault {
    void serve(Connection connection) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final boolean tls;
  private final Fault fault;
  private final Map<String, LongAdder> effects = new ConcurrentHashMap<>();
  private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final CountDownLatch connected = new CountDownLatch(1);
  private final CountDownLatch executed = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Starts a server without TLS. */
  public static FaultServer plain(Fault fault) {
    return new FaultServer(false, fault);
  }

  /**
   * Starts a server with the certificate of {@link TestTls}; the first read or write shakes hands.
   */
  public static FaultServer tls(Fault fault) {
    return new FaultServer(true, fault);
  }

  /** Starts a server with or without TLS. */
  public FaultServer(boolean tls, Fault fault) {
    this.tls = tls;
    this.fault = fault;
    try {
      socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** Returns the URL of this server, {@code http} or {@code https}. */
  public String url() {
    return (tls ? "https" : "http") + "://" + host();
  }

  /** Returns address and port. */
  public String host() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** Returns how often the request of this number was executed. */
  public int executed(String number) {
    LongAdder count = effects.get(number);
    return count == null ? 0 : count.intValue();
  }

  /** Returns how many requests were executed. */
  public int executed() {
    return effects.values().stream().mapToInt(LongAdder::intValue).sum();
  }

  /** Returns how many connections were made. */
  public int accepted() {
    return accepted.get();
  }

  /** Waits until a request was executed. */
  public boolean awaitExecuted() throws InterruptedException {
    return executed.await(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    stop();
  }

  /** Waits until a client has connected. */
  public void awaitAccepted() {
    try {
      if (!connected.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("no connection");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Ends the port, and waits until the clients have closed their connections; returns whether they
   * have.
   */
  public boolean awaitClosed() throws IOException, InterruptedException {
    socket.close();
    for (Thread thread : threads) {
      thread.join(20_000);
    }
    return threads.stream().noneMatch(Thread::isAlive);
  }

  /** Ends the port, all connections and all threads: nothing is executed afterwards. */
  public void stop() {
    closed.countDown();
    try {
      socket.close();
      for (Connection connection : connections) {
        connection.raw.close();
      }
      for (Thread thread : threads) {
        thread.interrupt();
        thread.join(5_000);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void accept() {
    try {
      while (!socket.isClosed()) {
        Connection connection = new Connection(socket.accept());
        accepted.incrementAndGet();
        connections.add(connection);
        start(connection::serve);
        connected.countDown();
      }
    } catch (IOException e) {
      // The port was closed.
    }
  }

  private void start(Runnable work) {
    Thread thread = new Thread(work, "fault-server");
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** One connection of a client. */
  public final class Connection {
    private final Socket raw;
    private @Nullable SSLSocket secure;
    private String[] protocols = {"TLSv1.2", "TLSv1.3"};

    private Connection(Socket raw) {
      this.raw = raw;
    }

    private void serve() {
      try (raw) {
        fault.serve(this);
      } catch (IOException e) {
        // The client ended the connection, or the server was closed.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Reads a request without executing it; returns null if the client closed the connection. */
    public @Nullable RawRequest read() throws IOException {
      return RawRequest.read(socket());
    }

    /** Reads a request and executes it; returns null if the client closed the connection. */
    public @Nullable RawRequest execute() throws IOException {
      RawRequest request = read();
      if (request != null) {
        effects
            .computeIfAbsent(request.headers.getOrDefault(NUMBER, ""), name -> new LongAdder())
            .increment();
        executed.countDown();
      }
      return request;
    }

    /** Sends bytes, encrypted if this is a server with TLS. */
    public void write(byte[] bytes) throws IOException {
      OutputStream out = socket().getOutputStream();
      out.write(bytes);
      out.flush();
    }

    /** Sends a text, encrypted if this is a server with TLS. */
    public void write(String text) throws IOException {
      write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends bytes below TLS. */
    public void writeRaw(int... bytes) throws IOException {
      byte[] copy = new byte[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        copy[i] = (byte) bytes[i];
      }
      raw.getOutputStream().write(copy);
    }

    /** Reads what is there below TLS, at least one byte. */
    public void readRaw() throws IOException {
      var unused = raw.getInputStream().read(new byte[16 << 10]);
    }

    /** Sends the bytes one by one, with a pause before each, until the client closes. */
    public void drip(byte[] bytes, long pauseMillis) throws IOException, InterruptedException {
      for (int i = 0; i < bytes.length && !closed.await(pauseMillis, TimeUnit.MILLISECONDS); i++) {
        write(new byte[] {bytes[i]});
      }
    }

    /** Sends these bytes again and again until the client closes the connection. */
    public void repeat(byte[] bytes) throws IOException {
      while (closed.getCount() > 0) {
        write(bytes);
      }
    }

    /** Keeps the connection open, without reading it, until the server is closed. */
    public void stall() throws InterruptedException {
      closed.await();
    }

    /** Allows TLS 1.2 only, which has a second handshake; before the first read. */
    public void useOldTls() {
      protocols = new String[] {"TLSv1.2"};
    }

    /** Asks for the certificate of the client by a second handshake of TLS 1.2. */
    public void askForCertificate() throws IOException {
      SSLSocket tlsSocket = (SSLSocket) socket();
      tlsSocket.getSession().invalidate();
      tlsSocket.setNeedClientAuth(true);
      tlsSocket.startHandshake();
      var unused = tlsSocket.getInputStream().read();
    }

    /** Closes the connection with a reset. */
    public void reset() throws IOException {
      raw.setSoLinger(true, 0);
      raw.close();
    }

    /** Refuses further connections. */
    public void closePort() throws IOException {
      socket.close();
    }

    private Socket socket() throws IOException {
      if (!tls) {
        return raw;
      }
      if (secure == null) {
        secure = TestTls.server(raw);
        secure.setEnabledProtocols(protocols);
      }
      return secure;
    }
  }
}
