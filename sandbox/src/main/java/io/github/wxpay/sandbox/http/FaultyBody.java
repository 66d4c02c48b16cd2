package io.github.wxpay.sandbox.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A body with a fault at one byte, or at every few bytes. It is intact if it ends before. */
public final class FaultyBody implements Body {
  private static final long NEVER = Long.MAX_VALUE;

  private final Body body;
  private final Kind kind;
  private final long at;
  private final long every;
  private final Pause pause;

  private FaultyBody(Body body, Kind kind, long at, long every, Pause pause) {
    this.body = body;
    this.kind = kind;
    this.at = at;
    this.every = every;
    this.pause = pause;
  }

  /** Returns a body that ends before that byte; its length, if known, is adapted. */
  public static Body truncated(Body body, long at) {
    return once(body, Kind.TRUNCATED, at, () -> {});
  }

  /** Returns a body whose connection is closed before that byte. */
  public static Body hangingUp(Body body, long at) {
    return once(body, Kind.HANGING_UP, at, () -> {});
  }

  /** Returns a body with the lowest bit of that byte inverted. */
  public static Body flipped(Body body, long at) {
    return once(body, Kind.FLIPPED, at, () -> {});
  }

  /** Returns a body that pauses before that byte; opening the latch aborts the pause. */
  public static Body paused(Body body, long at, Duration pause, CountDownLatch closed) {
    return once(body, Kind.PAUSED, at, () -> await(pause, closed));
  }

  /** Returns a body that pauses before every block of this many bytes, also before the first. */
  public static Body dripping(Body body, int bytes, Duration pause, CountDownLatch closed) {
    return new FaultyBody(body, Kind.PAUSED, 0, bytes, () -> await(pause, closed));
  }

  private static Body once(Body body, Kind kind, long at, Pause pause) {
    boolean inside = body.length() < 0 || at < body.length();
    return inside ? new FaultyBody(body, kind, at, NEVER, pause) : body;
  }

  private static void await(Duration pause, CountDownLatch closed) throws IOException {
    try {
      if (closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException("the sandbox was closed during a pause");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the sandbox was closed during a pause");
    }
  }

  @Override
  public long length() {
    return kind == Kind.TRUNCATED && body.length() >= 0 ? at : body.length();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try {
      body.writeTo(new Faulty(out));
    } catch (End end) {
      // The rest of the body is omitted.
    }
  }

  private enum Kind {
    TRUNCATED,
    HANGING_UP,
    FLIPPED,
    PAUSED
  }

  private interface Pause {
    void await() throws IOException;
  }

  /** Thrown to end a truncated body. */
  private static final class End extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final class Faulty extends FilterOutputStream {
    private long position;
    private long next = at;
    private boolean ended;

    Faulty(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      // A compressor that is closed after the end still writes its remaining bytes.
      int start = ended ? from + count : from;
      while (start < from + count) {
        if (position == next) {
          next = every == NEVER ? NEVER : next + every;
          start += applyFault(bytes[start]);
        } else {
          int part = (int) Math.min(from + count - start, next - position);
          out.write(bytes, start, part);
          start += part;
          position += part;
        }
      }
    }

    /** Applies the fault before a byte and returns the number of bytes that it replaced. */
    private int applyFault(byte original) throws IOException {
      if (kind == Kind.FLIPPED) {
        out.write(original ^ 1);
        position++;
        return 1;
      }
      out.flush();
      ended = true;
      if (kind == Kind.TRUNCATED) {
        throw new End();
      }
      if (kind == Kind.HANGING_UP) {
        throw new IOException("closed the connection at byte " + position);
      }
      pause.await();
      ended = false;
      return 0;
    }
  }
}
