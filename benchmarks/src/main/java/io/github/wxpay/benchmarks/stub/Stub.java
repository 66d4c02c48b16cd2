package io.github.wxpay.benchmarks.stub;

import com.sun.management.OperatingSystemMXBean;
import io.github.wxpay.benchmarks.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Serves HTTP/1.1 on 127.0.0.1 with one thread. The signatures of the first two requests of each
 * connection are verified.
 *
 * <p>Arguments: the file of {@link Settings} and the port. Prints {@code ready}; for each line on
 * the standard input it prints the numbers of requests, valid and invalid signatures, and the
 * processor time in us. Ends with its input.
 */
public final class Stub {
  private final Selector selector = Selector.open();
  private final SignatureCheck check;
  private final StubResponses responses;
  private final long latencyNanos;
  private final Deque<Reply> delayed = new ArrayDeque<>();

  /** A response that is sent later. */
  private static final class Reply {
    final Connection connection;
    final byte[] bytes;
    final long due;

    Reply(Connection connection, byte[] bytes, long due) {
      this.connection = connection;
      this.bytes = bytes;
      this.due = due;
    }
  }

  private Stub(Settings settings, int port) throws IOException, GeneralSecurityException {
    check = new SignatureCheck(settings);
    responses = new StubResponses(settings, check);
    latencyNanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(settings.get("latency")));
    ServerSocketChannel server = ServerSocketChannel.open();
    server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
  }

  /** Runs the stub. */
  public static void main(String[] args) throws Exception {
    Stub stub = new Stub(new Settings(Path.of(args[0])), Integer.parseInt(args[1]));
    Thread control = new Thread(stub::control, "control");
    control.setDaemon(true);
    control.start();
    stub.serve();
  }

  private void control() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    System.out.println("ready");
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      while (in.readLine() != null) {
        System.out.println(
            responses.requests()
                + " "
                + check.right()
                + " "
                + check.wrong()
                + " "
                + system.getProcessCpuTime() / 1000);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      System.exit(0);
    }
  }

  private void serve() throws IOException {
    while (true) {
      selector.select(this::handle, timeout());
      for (Reply reply = delayed.peek();
          reply != null && reply.due <= System.nanoTime();
          reply = delayed.peek()) {
        delayed.remove();
        send(reply);
      }
    }
  }

  /** Returns how long to wait for the next delayed reply, in ms; 0 means without limit. */
  private long timeout() {
    Reply next = delayed.peek();
    return next == null
        ? 0
        : Math.max(1, TimeUnit.NANOSECONDS.toMillis(next.due - System.nanoTime()));
  }

  private void handle(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept((ServerSocketChannel) key.channel());
        return;
      }
      Connection connection = (Connection) key.attachment();
      if (key.isWritable()) {
        connection.flush();
      }
      if (key.isReadable()) {
        connection.read(this::reply);
      }
    } catch (IOException e) { // the client closed the connection
      close(key);
    }
  }

  private void accept(ServerSocketChannel server) throws IOException {
    SocketChannel channel = server.accept();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
    key.attach(new Connection(key));
  }

  private void reply(Connection connection, Request request) throws IOException {
    byte[] bytes = responses.respond(request, connection.countRequest() <= 2);
    if (latencyNanos == 0) {
      connection.send(bytes);
    } else {
      delayed.add(new Reply(connection, bytes, System.nanoTime() + latencyNanos));
    }
  }

  private static void send(Reply reply) {
    try {
      reply.connection.send(reply.bytes);
    } catch (IOException e) { // the client closed the connection
      close(reply.connection.key());
    }
  }

  private static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      System.err.println("The stub could not close a connection: " + e);
    }
  }
}
