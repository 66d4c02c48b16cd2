package io.github.wxpay.internal.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.call.Wait;
import io.github.wxpay.testing.Fixtures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The lookup of a key while a download of certificates runs. */
class KeyLookupTest {
  private static final String ID = Fixtures.PLATFORM_SERIAL;
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Deque<CompletableFuture<Collection<PlatformKey>>> downloads = new ArrayDeque<>();
  private final KeyRing keys = ring(this::download);

  @Test
  void endsAfterTheTimeWhileDownloadContinues() throws Exception {
    CompletableFuture<Optional<PlatformKey>> limited = keys.lookup(ID, SHORT).start();
    CompletableFuture<Optional<PlatformKey>> unlimited = keys.lookup(ID).start();

    assertThat(limited.get(20, TimeUnit.SECONDS)).isEmpty();

    assertThat(unlimited).isNotDone();
    assertThat(downloads).hasSize(1);
    assertThat(downloads.peek()).isNotDone();
    assertThat(keys.isDownloading()).isTrue();
    downloads.element().complete(List.of(key()));
    assertThat(unlimited.join()).isPresent();
    assertThat(keys.isDownloading()).isFalse();
    assertThat(keys.lookup(ID, SHORT).start().join()).as("used by the next message").isPresent();
    assertThat(downloads).hasSize(1);
  }

  @Test
  void findsKeyWhenDownloadEndsInTime() {
    CompletableFuture<Optional<PlatformKey>> first = keys.lookup(ID, LONG).start();
    CompletableFuture<Optional<PlatformKey>> second = keys.lookup(ID, LONG).start();

    assertThat(List.of(first, second)).noneMatch(CompletableFuture::isDone);
    downloads.element().complete(List.of(key()));

    assertThat(first.join()).isPresent();
    assertThat(second.join()).isPresent();
    assertThat(downloads).hasSize(1);
  }

  @Test
  void doesNotWaitForDownloadThatHasRunForTheTime() throws Exception {
    assertThat(keys.lookup(ID, SHORT).start().get(20, TimeUnit.SECONDS)).isEmpty();

    assertThat(keys.lookup(ID, SHORT).start()).isCompletedWithValue(Optional.empty());
    assertThat(keys.lookup("AB", Duration.ofSeconds(-1)).start())
        .isCompletedWithValue(Optional.empty());
    assertThat(keys.lookup(ID, LONG).start()).isNotDone();
    assertThat(downloads).hasSize(1);
  }

  @Test
  void findsNoKeyWhenDownloadFails() {
    CompletableFuture<Optional<PlatformKey>> limited = keys.lookup(ID, LONG).start();
    CompletableFuture<Optional<PlatformKey>> unlimited = keys.lookup(ID).start();

    downloads.element().completeExceptionally(new IOException("reset"));

    assertThat(limited.join()).isEmpty();
    assertThat(unlimited.join()).isEmpty();
  }

  @Test
  void passesErrorOfDownloadToAllWaitingCallsAndDownloadsAgain() {
    AssertionError error = new AssertionError("from a signer");
    CompletableFuture<Optional<PlatformKey>> limited = keys.lookup(ID, LONG).start();
    CompletableFuture<PlatformKey> preferred = keys.preferred().start();

    downloads.element().completeExceptionally(error);

    assertFails(limited, error);
    assertFails(preferred, error);
    CompletableFuture<PlatformKey> next = keys.preferred().start();
    assertThat(downloads).hasSize(2);
    downloads.getLast().complete(List.of(key()));
    assertThat(next.join().id()).isEqualTo(ID);
  }

  @Test
  void isNotBlockedByErrorAtStartOfDownload() {
    AssertionError error = new AssertionError("from a signer");
    Supplier<CompletionStage<Collection<PlatformKey>>> thrown =
        () -> {
          throw error;
        };
    KeyRing failing = ring(thrown);

    assertFails(failing.preferred().start(), error);
    assertThat(failing.isDownloading()).isFalse();
    assertFails(failing.preferred().start(), error);
  }

  private static void assertFails(CompletableFuture<?> future, Error error) {
    assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class).cause().isSameAs(error);
  }

  private CompletableFuture<Collection<PlatformKey>> download() {
    downloads.add(new CompletableFuture<>());
    return downloads.getLast();
  }

  private static KeyRing ring(Supplier<CompletionStage<Collection<PlatformKey>>> download) {
    Task<Collection<PlatformKey>> task = Task.waiting(Wait.of(download), KeyLookupTest::result);
    return new KeyRing(List.of(), Fixtures.CLOCK, task);
  }

  private static Collection<PlatformKey> result(
      Collection<PlatformKey> certificates, Throwable failure) {
    if (failure != null) {
      throw (RuntimeException) failure;
    }
    return certificates;
  }

  private static PlatformKey key() {
    return KeyLoader.platformKey(ID, Fixtures.text("platform_cert.pem"));
  }
}
