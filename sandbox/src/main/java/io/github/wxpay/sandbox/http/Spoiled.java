package io.github.wxpay.sandbox.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A body to which something happens right before one of its bytes; nothing if it is shorter. */
public final class Spoiled implements Body {
  private final Body body;
  private final long at;
  private final long length;
  private final Event event;
  private final boolean pausing;

  private Spoiled(Body body, long at, long length, Event event, boolean pausing) {
    this.body = body;
    this.at = at;
    this.length = length;
    this.event = event;
    this.pausing = pausing;
  }

  /** The body ends there, and says so: all is in order but the content. */
  public static Body cut(Body body, long at) {
    long length = body.length() < 0 ? -1 : Math.min(at, body.length());
    return new Spoiled(
        body,
        at,
        length,
        () -> {
          throw new End();
        },
        false);
  }

  /** The connection ends there. */
  public static Body hangUp(Body body, long at) {
    return new Spoiled(
        body,
        at,
        body.length(),
        () -> {
          throw new IOException("hung up at byte " + at);
        },
        false);
  }

  /** Nothing comes for that long, then the rest; the latch, once open, ends every pause. */
  public static Body pause(Body body, long at, Duration pause, CountDownLatch closed) {
    return new Spoiled(body, at, body.length(), () -> Pauses.await(pause, closed), true);
  }

  @Override
  public boolean pauses() {
    return pausing || body.pauses();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try {
      body.writeTo(new Watching(out));
    } catch (End end) {
      // The rest is left out.
    }
  }

  /** What happens. */
  private interface Event {
    void happen() throws IOException;
  }

  private static final class End extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final class Watching extends FilterOutputStream {
    private long left = at;
    private boolean happened;
    private boolean over;

    Watching(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      // A packer writes what it has left even when it is closed because of the end.
      if (over) {
        return;
      }
      int start = from;
      int rest = count;
      if (!happened && count > left) {
        int first = (int) left;
        out.write(bytes, from, first);
        out.flush();
        happened = true;
        over = true;
        event.happen();
        over = false;
        start += first;
        rest -= first;
      }
      left -= count;
      out.write(bytes, start, rest);
    }
  }
}
