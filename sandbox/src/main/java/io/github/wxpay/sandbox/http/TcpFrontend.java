package io.github.wxpay.sandbox.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands on TCP before a server and does to connections what the JDK's server cannot. All its
 * connections, however many, have one daemon thread.
 */
final class TcpFrontend implements AutoCloseable {
  // TLS 1.2 and 1.3 read it alike: an alert of two bytes, fatal, handshake_failure.
  private static final byte[] ALERT = {21, 3, 3, 0, 2, 2, 40};

  private final ServerSocketChannel listening;
  private final InetSocketAddress behind;
  private final Supplier<ConnectionFate> welcome;
  private final Selector selector;
  private final Thread thread;
  private final Map<SocketChannel, Long> stalled = new HashMap<>();
  private final Set<Integer> resets = ConcurrentHashMap.newKeySet();
  private final Set<Integer> lasts = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private TcpFrontend(
      ServerSocketChannel listening,
      InetSocketAddress behind,
      Supplier<ConnectionFate> welcome,
      String name)
      throws IOException {
    this.listening = listening;
    this.behind = behind;
    this.welcome = welcome;
    this.selector = Selector.open();
    listening.configureBlocking(false);
    listening.register(selector, SelectionKey.OP_ACCEPT);
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Opens at that address for the server behind; each connection is welcomed as supplied. */
  static TcpFrontend open(
      InetSocketAddress at, InetSocketAddress behind, Supplier<ConnectionFate> welcome, String name)
      throws IOException {
    ServerSocketChannel listening = ServerSocketChannel.open();
    try {
      listening.bind(at);
      TcpFrontend door = new TcpFrontend(listening, behind, welcome, name);
      door.thread.start();
      return door;
    } catch (IOException e) {
      close(listening, false);
      throw e;
    }
  }

  int port() {
    return listening.socket().getLocalPort();
  }

  /** Lets the connection that comes to the server from that port end with a reset, not a FIN. */
  void reset(int port) {
    resets.add(port);
  }

  /** Ends the connection that comes to the server from that port after the next response. */
  void last(int port) {
    lasts.add(port);
  }

  /** Closes all connections. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closed) {
        selector.select(untilNext());
        for (SelectionKey key : selector.selectedKeys()) {
          serve(key);
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      throw new IllegalStateException("the front door cannot wait", e);
    } finally {
      closeAll();
    }
  }

  private void serve(SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    if (key.isAcceptable()) {
      accept();
    } else if (key.attachment() instanceof TcpRelay) {
      ((TcpRelay) key.attachment()).go();
    } else {
      alert((SocketChannel) key.channel());
    }
  }

  private void accept() {
    SocketChannel client = null;
    try {
      client = listening.accept();
      if (client != null) {
        client.configureBlocking(false);
        welcome(client, welcome.get());
      }
    } catch (IOException e) {
      close(client, true);
    }
  }

  private void welcome(SocketChannel client, ConnectionFate kind) throws IOException {
    switch (kind.kind()) {
      case PASS:
        SocketChannel server = SocketChannel.open(behind);
        try {
          new TcpRelay(selector, client, server, resets, lasts).go();
        } catch (IOException e) {
          close(server, false);
          throw e;
        }
        return;
      case CLOSE:
      case RESET:
        close(client, kind.kind() == ConnectionFate.Kind.RESET);
        return;
      case STALL:
        stalled.put(client, System.nanoTime() + kind.time().toNanos());
        return;
      case ALERT:
        client.register(selector, SelectionKey.OP_READ);
        return;
    }
  }

  // All is read first: a connection closed with bytes unread would be reset, the alert lost.
  private static void alert(SocketChannel client) {
    try {
      if (client.read(ByteBuffer.allocate(1 << 16)) > 0) {
        client.write(ByteBuffer.wrap(ALERT));
      }
    } catch (IOException e) {
      // Gone already.
    }
    close(client, false);
  }

  // Closes those whose time is up, and returns the ms until the next is; 0 if there is none.
  private long untilNext() {
    long now = System.nanoTime();
    long next = Long.MAX_VALUE;
    for (Iterator<Map.Entry<SocketChannel, Long>> i = stalled.entrySet().iterator();
        i.hasNext(); ) {
      Map.Entry<SocketChannel, Long> entry = i.next();
      long left = entry.getValue() - now;
      if (left <= 0) {
        i.remove();
        close(entry.getKey(), false);
      } else {
        next = Math.min(next, left);
      }
    }
    return next == Long.MAX_VALUE ? 0 : TimeUnit.NANOSECONDS.toMillis(next) + 1;
  }

  private void closeAll() {
    List<Channel> all = new ArrayList<>(stalled.keySet());
    selector.keys().forEach(key -> all.add(key.channel()));
    all.forEach(channel -> close(channel, false));
    close(selector);
  }

  /** Closes a connection, by a reset if so wanted. */
  static void close(@Nullable Channel channel, boolean reset) {
    if (channel == null) {
      return;
    }
    try {
      if (reset && channel instanceof SocketChannel) {
        ((SocketChannel) channel).setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (IOException e) {
      // It is closed already.
    }
    close(channel);
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // There is nothing to be lost.
    }
  }
}
