package io.github.wxpay.benchmarks.stub;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** A connection of the stub: reads requests, also several at a time, and writes responses. */
final class Connection {
  private final SelectionKey key;
  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(16 * 1024);
  private ByteBuffer out = ByteBuffer.allocate(0);
  private int requests;

  /** Creates the handler of a connection. */
  interface Handler {
    void handle(Connection connection, Request request) throws IOException;
  }

  Connection(SelectionKey key) {
    this.key = key;
    channel = (SocketChannel) key.channel();
  }

  SelectionKey key() {
    return key;
  }

  /** Returns the number of the request on this connection, from 1. */
  int countRequest() {
    return ++requests;
  }

  /** Reads the available bytes and handles complete requests. */
  void read(Handler handler) throws IOException {
    if (channel.read(in) < 0 || !in.hasRemaining()) {
      throw new EOFException();
    }
    int position = 0;
    Request request = Request.read(in.array(), position, in.position());
    while (request != Request.INCOMPLETE) {
      handler.handle(this, request);
      position = request.end();
      request = Request.read(in.array(), position, in.position());
    }
    in.flip();
    in.position(position);
    in.compact();
  }

  /** Sends a response; the rest is sent when the socket accepts more. */
  void send(byte[] response) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(response);
    if (out.hasRemaining()) {
      ByteBuffer both = ByteBuffer.allocate(out.remaining() + response.length);
      out = both.put(out).put(buffer).flip();
      return;
    }
    channel.write(buffer);
    if (buffer.hasRemaining()) {
      out = buffer;
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  /** Writes the rest of the response. */
  void flush() throws IOException {
    channel.write(out);
    if (!out.hasRemaining()) {
      key.interestOps(SelectionKey.OP_READ);
    }
  }
}
