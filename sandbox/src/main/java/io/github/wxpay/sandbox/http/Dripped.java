package io.github.wxpay.sandbox.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A body that comes a few bytes at a time, each time after a pause. */
public final class Dripped implements Body {
  private final Body body;
  private final int step;
  private final Duration pause;
  private final CountDownLatch closed;

  /** Sends that many bytes after each pause; the latch, once open, ends it. */
  public Dripped(Body body, int step, Duration pause, CountDownLatch closed) {
    this.body = body;
    this.step = step;
    this.pause = pause;
    this.closed = closed;
  }

  @Override
  public long length() {
    return body.length();
  }

  @Override
  public boolean pauses() {
    return true;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    body.writeTo(new Dripping(out));
  }

  private final class Dripping extends FilterOutputStream {
    Dripping(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      for (int done = 0; done < count; done += step) {
        Pauses.await(pause, closed);
        out.write(bytes, from + done, Math.min(step, count - done));
        out.flush();
      }
    }
  }
}
