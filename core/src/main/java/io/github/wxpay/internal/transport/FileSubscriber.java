package io.github.wxpay.internal.transport;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Writes a body into a file and reports to a progress listener, on a thread other than the
 * socket's.
 */
final class FileSubscriber implements BodySubscriber<Void> {
  /** The number of parts that are read from the socket while one is written. */
  private static final int PARTS_AHEAD = 4;

  private final BodySubscriber<Void> file;
  private final Executor writer;
  private volatile Flow.@Nullable Subscription parts;

  FileSubscriber(BodySubscriber<Void> file, Executor writer) {
    this.file = file;
    this.writer = writer;
  }

  @Override
  public CompletionStage<Void> getBody() {
    return file.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription s) {
    parts = s;
    file.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long all) {
            s.request(PARTS_AHEAD);
          }

          @Override
          public void cancel() {
            s.cancel();
          }
        });
  }

  @Override
  public void onNext(List<ByteBuffer> part) {
    writer.execute(
        () -> {
          file.onNext(part);
          Objects.requireNonNull(parts).request(1);
        });
  }

  @Override
  public void onError(Throwable e) {
    writer.execute(() -> file.onError(e));
  }

  @Override
  public void onComplete() {
    writer.execute(file::onComplete);
  }
}
