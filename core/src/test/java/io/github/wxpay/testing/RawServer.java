package io.github.wxpay.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;

/**
 * A server of bare sockets on 127.0.0.1, for what no HTTP server would do. One daemon thread a
 * connection, all of them ended by {@link #close()}.
 */
public final class RawServer implements AutoCloseable {
  /** Handler of each request of a connection. */
  public interface Answer {
    /**
     * Writes to the connection; returns whether it stays open. The server then waits for another
     * request, so that half a response stalls.
     */
    boolean to(String request, OutputStream out) throws IOException, InterruptedException;
  }

  /** Handler of each request with its bytes and certificate. */
  private interface Handler {
    boolean handle(RawRequest request, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private volatile Handler handler;
  private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<RawRequest> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final CountDownLatch hungUp = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(1);

  public RawServer(Answer answer) {
    this(ServerSocketFactory.getDefault(), (request, out) -> answer.to(request.text(), out));
  }

  /** Starts a server with a response set by {@link #responding}; it asks for a certificate. */
  public RawServer(ServerSocketFactory factory) {
    this(factory, (request, out) -> false);
  }

  private RawServer(ServerSocketFactory factory, Handler handler) {
    this.handler = handler;
    try {
      socket = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
      if (socket instanceof SSLServerSocket) {
        ((SSLServerSocket) socket).setWantClientAuth(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /**
   * Returns the URL of a reserved port without a server. A port that was free a moment ago could be
   * taken by the JVM that runs other tests.
   */
  public static String deadUrl() {
    return "http://127.0.0.1:1";
  }

  public String host() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  public String url() {
    return "http://" + host();
  }

  /** Returns head and body of every request so far. */
  public List<String> requests() {
    return requests;
  }

  /** Forgets the requests so far and sets the bytes of the response to each later one. */
  public void responding(Function<RawRequest, byte[]> response) {
    requests.clear();
    received.clear();
    handler =
        (request, out) -> {
          out.write(response.apply(request));
          return false;
        };
  }

  /** Returns every request so far, byte for byte. */
  public List<RawRequest> received() {
    return received;
  }

  /** Returns the number of connections so far. */
  public int accepted() {
    return accepted.get();
  }

  /** Waits until a complete request has arrived. */
  public boolean awaitRequest() throws InterruptedException {
    return asked.await(20, TimeUnit.SECONDS);
  }

  /** Waits until a client ends its side of a connection. */
  public boolean awaitHangUp() throws InterruptedException {
    return hungUp.await(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket connection : connections) {
        connection.close();
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
        Socket connection = socket.accept();
        accepted.incrementAndGet();
        connections.add(connection);
        start(() -> serve(connection));
      }
    } catch (IOException e) {
      // Closed: the end.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      OutputStream out = connection.getOutputStream();
      boolean open = true;
      while (open) {
        RawRequest request = RawRequest.read(connection);
        if (request == null) {
          hungUp.countDown();
          return;
        }
        requests.add(request.text());
        received.add(request);
        asked.countDown();
        open = handler.handle(request, out);
        out.flush();
      }
    } catch (IOException e) {
      hungUp.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void start(Runnable work) {
    Thread thread = new Thread(work, "raw-server");
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }
}
