package io.github.wxpay.internal.transport;

import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.http.Progress;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Writes a body into a sink, up to a limit, and can be stopped at any time. */
final class LimitedBodySubscriber implements BodySubscriber<Void> {
  private enum Kind {
    MEMORY,
    ERROR,
    DOWNLOAD
  }

  private final Sink sink;
  private final long limit;
  private final Kind kind;
  private final long expected;
  private final @Nullable Progress progress;
  private final CompletableFuture<Void> body = new CompletableFuture<>();
  private volatile Flow.@Nullable Subscription subscription;
  private volatile long lastDataAt = System.nanoTime();
  private long count;

  /**
   * Creates the subscriber of a body in memory, which fails if it is larger than {@code max} bytes.
   *
   * @param expected the announced number of bytes, or -1
   */
  static LimitedBodySubscriber memory(Memory sink, int max, long expected) {
    sink.reserve(Math.min(expected, max));
    return new LimitedBodySubscriber(sink, max, Kind.MEMORY, expected, null);
  }

  /**
   * Creates the subscriber of an error response, which never fails: it keeps the received bytes, up
   * to {@code max}, since the status is more important than the body.
   */
  static LimitedBodySubscriber error(Sink sink, int max) {
    return new LimitedBodySubscriber(sink, max, Kind.ERROR, -1, null);
  }

  /**
   * Creates the subscriber of a download, which fails before anything is stored if more than {@code
   * max} bytes are announced, and at the first byte beyond {@code max} otherwise.
   *
   * @param expected the announced number of bytes, or -1
   */
  static LimitedBodySubscriber download(
      Sink sink, long max, long expected, @Nullable Progress progress) {
    return new LimitedBodySubscriber(sink, max, Kind.DOWNLOAD, expected, progress);
  }

  private LimitedBodySubscriber(
      Sink sink, long limit, Kind kind, long expected, @Nullable Progress progress) {
    this.sink = sink;
    this.limit = limit;
    this.kind = kind;
    this.expected = expected;
    this.progress = progress;
  }

  /** Returns whether the body is that of an error response, which may be incomplete. */
  boolean keepsWhatCame() {
    return kind == Kind.ERROR;
  }

  /** Returns the time of the last data, by {@link System#nanoTime}. */
  long lastDataAt() {
    return lastDataAt;
  }

  /** Returns the failure of the body; {@code null} if there is none. */
  @Nullable Throwable failure() {
    if (!body.isCompletedExceptionally()) {
      return null;
    }
    return body.handle((done, e) -> e).join();
  }

  @Override
  public CompletionStage<Void> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription s) {
    subscription = s;
    if (body.isDone()) {
      s.cancel();
    } else if (expected > limit && !keepsWhatCame()) {
      stop(tooLarge());
    } else {
      s.request(Long.MAX_VALUE);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    lastDataAt = System.nanoTime();
    try {
      for (ByteBuffer buffer : buffers) {
        if (body.isDone()) {
          return;
        }
        if (buffer.remaining() > limit - count && !keepsWhatCame()) {
          throw tooLarge();
        }
        int length = (int) Math.min(buffer.remaining(), limit - count);
        sink.take(buffer, length);
        count += length;
        if (progress != null) {
          progress.moved(count, expected);
        }
        if (buffer.hasRemaining()) {
          stop(new MalformedException("The rest of an error response is not read."));
        }
      }
    } catch (RuntimeException | Error e) { // for example, of a progress listener
      stop(e);
    }
  }

  @Override
  public void onError(Throwable e) {
    closed();
    fail(e);
  }

  @Override
  public void onComplete() {
    try {
      sink.close();
      body.complete(null);
    } catch (RuntimeException e) {
      body.completeExceptionally(e);
    }
  }

  /**
   * Ends the exchange. Fails the body before it cancels the stream: in the other order the JDK
   * reports its own reason.
   */
  void stop(Throwable reason) {
    fail(reason);
    Flow.Subscription s = subscription;
    if (s != null) {
      s.cancel();
    }
    closed();
  }

  private MalformedException tooLarge() {
    return new MalformedException(
        kind == Kind.MEMORY
            ? "The response is larger than the limit of "
                + limit
                + " bytes. Set maxResponseBytes(…) if a response of this size is expected."
            : "The download is larger than the limit of "
                + limit
                + " bytes. Set Options.maxBytes if a file of this size is expected.");
  }

  private void fail(Throwable reason) {
    if (keepsWhatCame()) {
      body.complete(null);
    } else {
      body.completeExceptionally(reason);
    }
  }

  private void closed() {
    try {
      sink.close();
    } catch (RuntimeException e) {
      // The file is deleted, so a failure to close it does not matter.
    }
  }
}
