package io.github.wxpay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port of 127.0.0.1 to which no connection can be made, and where none is refused either: its
 * queue of connections is full, so Linux drops the packets that ask for another.
 */
public final class BlackHole implements AutoCloseable {
  private static final int MAX = 20;
  private static final int PROBE_MILLIS = 100;

  private final ServerSocket socket;
  private final List<Socket> queue = new ArrayList<>();
  private final boolean full;

  /** Opens the port and fills its queue. */
  public BlackHole() {
    try {
      socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      full = fill();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether this system drops connections; if not, there is no black hole. */
  public boolean isFull() {
    return full;
  }

  /** Returns address and port. */
  public String host() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  private boolean fill() throws IOException {
    for (int i = 0; i < MAX; i++) {
      Socket client = new Socket();
      queue.add(client);
      try {
        client.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()),
            PROBE_MILLIS);
      } catch (SocketTimeoutException e) {
        client.close();
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket client : queue) {
        client.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
