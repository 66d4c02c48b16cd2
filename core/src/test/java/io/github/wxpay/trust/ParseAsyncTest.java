package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.Notification;
import io.github.wxpay.Notifications;
import io.github.wxpay.ReplayStore;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Notifications that are parsed without waiting, by the rules of {@code parse}. */
@Timeout(60)
class ParseAsyncTest {
  private final Wxpay wxpay =
      Clients.builder()
          .apiV3Key(Fixtures.API_V3_KEY)
          .secret(Fixtures.SECRET)
          .baseUrl(RawServer.deadUrl())
          .build();
  private final Notice notice = Notice.paid();
  private final CountDownLatch released = new CountDownLatch(1);

  @ParameterizedTest(name = "{0}")
  @MethodSource("notices")
  void endsAsParseDoes(String name, Notice one) {
    for (Notifications reader : readers()) {
      Object parsed = outcome(() -> reader.parse(one.headers(), one.body()));
      Object later = outcome(() -> reader.parseAsync(one.headers(), one.body()).join());

      assertThat(later).as(reader.toString()).isEqualTo(parsed);
    }
  }

  private static Stream<Arguments> notices() {
    Notice paid = Notice.paid();
    String foreign = Notice.PLAIN.replace(Fixtures.MCHID, "1900000999");
    return Stream.of(
        Arguments.of("APIv3", paid),
        Arguments.of("APIv2, payment", Notice.paidByV2("MD5")),
        Arguments.of("APIv2, event", Notice.eventByV2()),
        Arguments.of("APIv2, refund", Notice.refundedByV2()),
        Arguments.of("no signature", paid.with("Wechatpay-Signature")),
        Arguments.of("unknown serial", paid.with("Wechatpay-Serial", "AB")),
        Arguments.of("other body", paid.withBody(paid.text().replace("SUCCESS", "REFUND"))),
        Arguments.of("other APIv3 key", signed(Notice.envelope("0".repeat(32)))),
        Arguments.of("other merchant", signed(Notice.envelope(Fixtures.API_V3_KEY, foreign))),
        Arguments.of("resource that is a list", signed(Notice.envelope(Fixtures.API_V3_KEY, "[]"))),
        Arguments.of("JSON that is cut", signed(new byte[] {'{'})),
        Arguments.of("1 MiB and a byte", paid.withBody(new byte[(1 << 20) + 1])),
        Arguments.of("64 KiB of XML and a byte", paid.withBody("<" + " ".repeat(64 << 10))),
        Arguments.of("a page", paid.withBody("<!DOCTYPE html><html></html>")),
        Arguments.of("wrong sign", Notice.xml(Notice.paymentFields())),
        Arguments.of("empty", paid.withBody("")));
  }

  private static Notice signed(byte[] body) {
    return Notice.signed(body, Fixtures.platformKey(), Fixtures.NOW);
  }

  /** Readers of one merchant, and of three of whom the first, the last or none is notified. */
  private List<Notifications> readers() {
    Wxpay a = wxpay.newBuilder().mchid("1900000001").apiV3Key("1".repeat(32)).secret("").build();
    Wxpay b =
        wxpay
            .newBuilder()
            .mchid("1900000002")
            .apiV3Key("2".repeat(32))
            .secret("3".repeat(32))
            .build();
    Notifications others = a.notifications().with(b.notifications());
    return List.of(
        wxpay.notifications(),
        wxpay.notifications().with(others),
        others.with(wxpay.notifications()),
        others);
  }

  /** The notification, or the exception of the call. */
  private static Object outcome(Supplier<Notification> call) {
    try {
      Notification read = call.get();
      return List.of(read.mchid(), read.id(), read.replayKey(), read.data());
    } catch (CompletionException e) {
      return e.getCause().toString();
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  @Test
  void failsTheFutureOnMissingArguments() {
    Notifications reader = wxpay.notifications();

    assertFails(reader.parseAsync(null, notice.body()), NullPointerException.class);
    assertFails(reader.parseAsync(Map.of(), null), NullPointerException.class);
  }

  @Test
  void waitsForCertificateDownloadWithoutCallingThread() throws Exception {
    try (RawServer server = Downloads.stalled(released);
        Wxpay client = Downloads.client(server)) {
      byte[] body = notice.body();
      List<CompletableFuture<Notification>> results = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        results.add(client.notifications().parseAsync(notice.headers(), body));
      }
      Arrays.fill(body, (byte) 0); // as an event loop does that reads into one buffer

      assertThat(results).noneMatch(CompletableFuture::isDone);
      released.countDown();

      for (CompletableFuture<Notification> result : results) {
        assertThat(result.get(20, TimeUnit.SECONDS).get("out_trade_no")).isEqualTo("order-1");
      }
      assertThat(server.requests()).as("downloads").hasSize(1);
    }
  }

  @Test
  void waitsTwoSecondsForAllMerchantsTogether() {
    try (RawServer server = Downloads.stalled(released);
        Wxpay a = Downloads.client(server);
        Wxpay b = Downloads.client(server);
        Wxpay c = Downloads.client(server)) {
      Notifications all = a.notifications().with(b.notifications()).with(c.notifications());

      long start = System.nanoTime();
      CompletableFuture<Notification> result = all.parseAsync(notice.headers(), notice.body());
      assertThat(result).isNotDone();
      Throwable failure = assertFails(result, VerificationException.class);

      assertThat(((VerificationException) failure).reason()).isEqualTo(Reason.UNKNOWN_SERIAL);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(5));
      released.countDown();
    }
  }

  @Test
  void doesNotCallReplayStoreOnceCancelled() throws Exception {
    Later store = new Later();
    try (RawServer server = Downloads.stalled(released);
        Wxpay client = Downloads.client(server)) {
      CompletableFuture<Notification> result =
          client.notifications().replays(store).parseAsync(notice.headers(), notice.body());

      result.cancel(true);
      released.countDown();

      assertThat(client.encryptAsync("a").get(20, TimeUnit.SECONDS)).isNotEmpty();
      assertThat(store.added).isEmpty();
    }
  }

  @Test
  void acceptsExactlyOneOfParallelCopies() {
    Notifications once = wxpay.notifications().replays(ReplayStore.inMemory(100));
    List<CompletableFuture<Notification>> results = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      results.add(
          CompletableFuture.completedFuture(notice)
              .thenComposeAsync(one -> once.parseAsync(one.headers(), one.body())));
    }

    int accepted = 0;
    for (CompletableFuture<Notification> result : results) {
      Throwable failure = catchThrowable(result::join);
      accepted += failure == null ? 1 : 0;
      if (failure != null) {
        assertThat(failure).hasRootCauseInstanceOf(VerificationException.class);
      }
    }
    assertThat(accepted).isEqualTo(1);
  }

  @Test
  void waitsForAsynchronousReplayStore() throws Exception {
    Later store = new Later();
    Notifications once = wxpay.notifications().replays(store);

    CompletableFuture<Notification> first = once.parseAsync(notice.headers(), notice.body());
    CompletableFuture<Notification> copy = once.parseAsync(notice.headers(), notice.body());

    assertThat(List.of(first, copy)).noneMatch(CompletableFuture::isDone);
    store.added.get(1).complete(false);
    store.added.get(0).complete(true);
    Notification accepted = first.get(20, TimeUnit.SECONDS);
    assertThat(store.keys)
        .containsOnly(
            "added "
                + accepted.replayKey()
                + " "
                + accepted.received()
                + " "
                + accepted.received().plus(Duration.ofMinutes(10)));
    Throwable failure = assertFails(copy, VerificationException.class);
    assertThat(((VerificationException) failure).reason()).isEqualTo(Reason.REPLAYED);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failingStores")
  void failsIfTheReplayStoreFails(Object expected, Supplier<CompletionStage<Boolean>> stage) {
    Notifications once = wxpay.notifications().replays(new Fixed(stage));

    CompletableFuture<Notification> result = once.parseAsync(notice.headers(), notice.body());

    Throwable failure = assertFails(result, Throwable.class);
    if (expected instanceof Throwable) {
      assertThat(failure).isSameAs(expected);
    } else {
      assertThat(failure).isInstanceOf(NullPointerException.class).hasMessage("" + expected);
    }
  }

  private static Stream<Arguments> failingStores() {
    RuntimeException unchecked = new IllegalStateException("unchecked");
    IOException checked = new IOException("checked");
    Error error = new AssertionError("error");
    Supplier<CompletionStage<Boolean>> thrown =
        () -> {
          throw unchecked;
        };
    Supplier<CompletionStage<Boolean>> none = () -> null;
    return Stream.of(
        Arguments.of(unchecked, later(CompletableFuture.failedFuture(unchecked))),
        Arguments.of(checked, later(CompletableFuture.failedFuture(checked))),
        Arguments.of(error, later(CompletableFuture.failedFuture(error))),
        Arguments.of(
            checked, later(CompletableFuture.failedFuture(new CompletionException(checked)))),
        Arguments.of(unchecked, thrown),
        Arguments.of("ReplayStore.addAsync returned null.", none),
        Arguments.of(
            "ReplayStore.addAsync yielded null.", later(CompletableFuture.completedFuture(null))));
  }

  private static Supplier<CompletionStage<Boolean>> later(CompletionStage<Boolean> stage) {
    return () -> stage;
  }

  @Test
  void removesKeyThatIsAddedAfterCancellation() {
    Later store = new Later();
    Notifications once = wxpay.notifications().replays(store);
    CompletableFuture<Notification> first = once.parseAsync(notice.headers(), notice.body());
    CompletableFuture<Notification> timedOut = once.parseAsync(notice.headers(), notice.body());
    CompletableFuture<Notification> copy = once.parseAsync(notice.headers(), notice.body());
    CompletableFuture<Notification> failing = once.parseAsync(notice.headers(), notice.body());
    String key = notice.to(wxpay).replayKey();

    first.cancel(true);
    timedOut.completeExceptionally(new TimeoutException());
    copy.cancel(true);
    failing.cancel(true);
    assertThat(store.added)
        .as("of the store, so not cancelled")
        .noneMatch(CompletableFuture::isDone);
    store.keys.clear();
    store.added.get(0).complete(true);
    store.added.get(1).complete(true);
    store.added.get(2).complete(false);
    store.added.get(3).completeExceptionally(new IOException("reset"));

    assertThat(store.keys).containsExactly("removed " + key, "removed " + key);
  }

  @Test
  void callsBlockingMethodsOfStoreWithoutOthers() throws Exception {
    List<String> calls = new CopyOnWriteArrayList<>();
    ReplayStore store =
        new ReplayStore() {
          @Override
          public boolean add(String key, Instant until) {
            calls.add("add " + key + " " + until);
            return calls.size() == 1;
          }

          @Override
          public void remove(String key) {
            calls.add("remove " + key);
          }
        };
    Notifications once = wxpay.notifications().replays(store);

    Notification read = once.parseAsync(notice.headers(), notice.body()).get();
    assertFails(once.parseAsync(notice.headers(), notice.body()), VerificationException.class);
    store.removeAsync(read.replayKey()).toCompletableFuture().get();

    String added = "add " + read.replayKey() + " " + read.received().plus(Duration.ofMinutes(10));
    assertThat(calls).containsExactly(added, added, "remove " + read.replayKey());
  }

  @Test
  void failsStageOfDefaultMethodInsteadOfThrowing() {
    IllegalStateException failure = new IllegalStateException("down");
    ReplayStore store =
        new ReplayStore() {
          @Override
          public boolean add(String key, Instant until) {
            throw failure;
          }

          @Override
          public void remove(String key) {
            throw failure;
          }
        };

    assertThat(store.addAsync("a", Instant.EPOCH, Instant.EPOCH).toCompletableFuture())
        .isCompletedExceptionally();
    assertThat(store.removeAsync("a").toCompletableFuture()).isCompletedExceptionally();
    Notifications once = wxpay.notifications().replays(store);
    assertThatThrownBy(() -> once.parse(notice.headers(), notice.body())).isSameAs(failure);
    assertThat(
            assertFails(
                once.parseAsync(notice.headers(), notice.body()), IllegalStateException.class))
        .isSameAs(failure);
  }

  private static <X extends Throwable> X assertFails(CompletableFuture<?> future, Class<X> type) {
    Throwable failure = catchThrowable(() -> future.get(20, TimeUnit.SECONDS));
    assertThat(failure).isInstanceOf(ExecutionException.class);
    assertThat(failure.getCause()).isInstanceOf(type);
    return type.cast(failure.getCause());
  }

  /** A store whose stages the test completes. */
  private static class Later implements ReplayStore {
    final List<CompletableFuture<Boolean>> added = new CopyOnWriteArrayList<>();
    final List<String> keys = new CopyOnWriteArrayList<>();

    @Override
    public boolean add(String key, Instant until) {
      throw new UnsupportedOperationException("blocks");
    }

    @Override
    public CompletionStage<Boolean> addAsync(String key, Instant now, Instant until) {
      keys.add("added " + key + " " + now + " " + until);
      added.add(new CompletableFuture<>());
      return added.get(added.size() - 1);
    }

    @Override
    public void remove(String key) {
      throw new UnsupportedOperationException("blocks");
    }

    @Override
    public CompletionStage<Void> removeAsync(String key) {
      keys.add("removed " + key);
      return CompletableFuture.completedFuture(null);
    }
  }

  private static final class Fixed extends Later {
    private final Supplier<CompletionStage<Boolean>> stage;

    Fixed(Supplier<CompletionStage<Boolean>> stage) {
      this.stage = stage;
    }

    @Override
    public CompletionStage<Boolean> addAsync(String key, Instant now, Instant until) {
      return stage.get();
    }
  }
}
