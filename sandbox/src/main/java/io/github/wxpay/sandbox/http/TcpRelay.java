package io.github.wxpay.sandbox.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Set;

/** Carries bytes between a client and the server, both ways; one thread only may use it. */
final class TcpRelay {
  private static final int BUFFER = 16 << 10;
  private static final int TURNS = 8;

  private final SocketChannel client;
  private final SocketChannel server;
  private final SelectionKey clientKey;
  private final SelectionKey serverKey;
  private final Flow up;
  private final Flow down;
  private final int port;
  private final Set<Integer> resets;
  private final Set<Integer> lasts;

  /**
   * Begins.
   *
   * @param resets the ports of connections to be reset at their end
   * @param lasts the ports of connections that bring no further request
   */
  TcpRelay(
      Selector selector,
      SocketChannel client,
      SocketChannel server,
      Set<Integer> resets,
      Set<Integer> lasts)
      throws IOException {
    this.client = client;
    this.server = server;
    this.resets = resets;
    this.lasts = lasts;
    this.port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    // Left by one whose client was gone before its answer.
    resets.remove(port);
    lasts.remove(port);
    client.setOption(StandardSocketOptions.TCP_NODELAY, true);
    server.setOption(StandardSocketOptions.TCP_NODELAY, true);
    server.configureBlocking(false);
    this.clientKey = client.register(selector, SelectionKey.OP_READ, this);
    this.serverKey = server.register(selector, SelectionKey.OP_READ, this);
    this.up = new Flow(client, server);
    this.down = new Flow(server, client);
  }

  /** Carries what can be carried now. */
  void go() {
    try {
      up.go();
      down.go();
      if (down.isOver()) {
        end(resets.contains(port));
        return;
      }
      if (lasts.remove(port)) {
        // The server closes its side when it finds no further request, after all of the response.
        up.stop();
      }
      if (up.isOver() && !up.told) {
        up.told = true;
        server.shutdownOutput();
      }
      clientKey.interestOps(up.reading() | down.writing());
      serverKey.interestOps(down.reading() | up.writing());
    } catch (IOException e) {
      end(true);
    }
  }

  private void end(boolean reset) {
    resets.remove(port);
    lasts.remove(port);
    TcpFrontend.close(client, reset);
    TcpFrontend.close(server, false);
  }

  /** One way. */
  private static final class Flow {
    private final SocketChannel from;
    private final SocketChannel to;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).limit(0);
    private boolean ended;
    private boolean told;

    Flow(SocketChannel from, SocketChannel to) {
      this.from = from;
      this.to = to;
    }

    // A few turns at most: others want to be carried, too.
    void go() throws IOException {
      for (int turn = 0; turn < TURNS; turn++) {
        if (!bytes.hasRemaining() && !ended) {
          bytes.clear();
          ended = from.read(bytes) < 0;
          bytes.flip();
        }
        if (!bytes.hasRemaining()) {
          return;
        }
        to.write(bytes);
        if (bytes.hasRemaining()) {
          return;
        }
      }
    }

    void stop() {
      ended = true;
      bytes.limit(bytes.position());
    }

    boolean isOver() {
      return ended && !bytes.hasRemaining();
    }

    int reading() {
      return ended || bytes.hasRemaining() ? 0 : SelectionKey.OP_READ;
    }

    int writing() {
      return bytes.hasRemaining() ? SelectionKey.OP_WRITE : 0;
    }
  }
}
