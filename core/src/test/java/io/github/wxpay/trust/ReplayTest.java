package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Notification;
import io.github.wxpay.Notifications;
import io.github.wxpay.ReplayStore;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One notification is taken once, however often it comes. */
class ReplayTest {
  private static final int DELIVERIES = 50;

  private final Wxpay wxpay =
      Clients.builder().apiV3Key(Fixtures.API_V3_KEY).secret(Fixtures.SECRET).build();

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void ofFiftyParallelDeliveriesExactlyOnePasses(String kind, Notice notice) throws Exception {
    Notifications once = wxpay.notifications().replays(ReplayStore.inMemory(100));
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(DELIVERIES);
    try {
      List<Future<Reason>> outcomes = new ArrayList<>();
      for (int i = 0; i < DELIVERIES; i++) {
        Callable<Reason> delivery =
            () -> {
              start.await();
              return outcome(once, notice);
            };
        outcomes.add(threads.submit(delivery));
      }
      start.countDown();
      int passed = 0;
      for (Future<Reason> outcome : outcomes) {
        if (outcome.get() == null) {
          passed++;
        } else {
          assertThat(outcome.get()).isEqualTo(Reason.REPLAYED);
        }
      }
      assertThat(passed).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of("APIv3", Notice.paid()),
        Arguments.of("APIv2, payment", Notice.paidByV2("MD5")),
        Arguments.of("APIv2, event", Notice.eventByV2()),
        Arguments.of("APIv2, refund", Notice.refundedByV2()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void oneThatCouldNotBeHandledPassesAgainOnceItIsRemoved(String kind, Notice notice) {
    ReplayStore store = ReplayStore.inMemory(100);
    Notifications once = wxpay.notifications().replays(store);
    Notification first = once.parse(notice.headers(), notice.body());
    assertThatThrownBy(() -> once.parse(notice.headers(), notice.body()))
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REPLAYED))
        .hasMessageMatching("The notification( \\S+)? was taken before; this is a copy of it.");

    store.remove(first.replayKey());

    assertThat(once.parse(notice.headers(), notice.body()).replayKey())
        .isEqualTo(first.replayKey());
    assertThat(outcome(once, notice)).isEqualTo(Reason.REPLAYED);
  }

  @Test
  void aCopyIsACopyHoweverItIsDressed() {
    Notifications once = wxpay.notifications().replays(ReplayStore.inMemory(100));
    Map<String, String> payment =
        Notice.signedFields(Notice.paymentFields(), "MD5", Fixtures.SECRET);
    Map<String, String> turned = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(payment.keySet());
    for (int i = names.size() - 1; i >= 0; i--) {
      turned.put(names.get(i), payment.get(names.get(i)));
    }
    Map<String, String> refund = Notice.refundFields("refund-1");
    Map<String, String> dressed = Forgeries.with(refund, "nonce_str", "another");
    Notice json = Notice.paid();

    for (Notice first : List.of(json, Notice.xml(payment), Notice.xml(refund))) {
      assertThat(outcome(once, first)).isNull();
    }
    for (Notice copy :
        List.of(
            json.with("X-Forwarded-For", "127.0.0.1"),
            Notice.xml(turned),
            Notice.xml(Forgeries.with(payment, "more", "")),
            Notice.xml(Notice.xml(payment).text() + "\n"),
            Notice.xml(dressed),
            Notice.xml(Forgeries.with(refund, "event_id", "another")))) {
      assertThat(outcome(once, copy)).as(copy.text()).isEqualTo(Reason.REPLAYED);
    }
    assertThat(outcome(once, Notice.xml(Notice.refundFields("refund-2")))).isNull();
    assertThat(outcome(once, Notice.paidByV2("HMAC-SHA256"))).isNull();
  }

  @Test
  void thePlatformsNextAttemptIsNoCopy() {
    Notifications once = wxpay.notifications().replays(ReplayStore.inMemory(100));
    Notice again = Notice.signed(Notice.paid().body(), Fixtures.platformKey(), Fixtures.NOW + 15);

    assertThat(outcome(once, Notice.paid())).isNull();
    assertThat(outcome(once, again)).as("it may be the first that is handled").isNull();
    assertThat(outcome(once, again)).isEqualTo(Reason.REPLAYED);
  }

  @Test
  void whatIsNotProvedTakesNoPlace() {
    List<String> asked = new ArrayList<>();
    ReplayStore store = store(asked, true);
    Notifications once = wxpay.notifications().replays(store);

    assertThat(outcome(once, Notice.paid().withBody("{}"))).isEqualTo(Reason.BAD_SIGNATURE);
    assertThat(asked).isEmpty();
    assertThat(outcome(once, Notice.paid())).isNull();
    assertThat(asked)
        .containsExactly("1700000000/" + Fixtures.NONCE + " until 2023-11-14T22:23:20Z");
  }

  @Test
  void theCallersOwnStoreDecidesForAllMerchantsBehindOneUrl() {
    Notifications all =
        wxpay.notifications().replays(store(new ArrayList<>(), false)).with(wxpay.notifications());

    assertThat(outcome(all, Notice.paid())).isEqualTo(Reason.REPLAYED);
    assertThat(outcome(wxpay.notifications(), Notice.paid())).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1_000})
  void theStoreInMemoryHoldsSoManyAndTheOldestGoFirst(int most) {
    ReplayStore store = ReplayStore.inMemory(most);
    Instant until = Instant.ofEpochSecond(Fixtures.NOW);
    for (int i = 0; i <= most; i++) {
      assertThat(store.add("key-" + i, until)).isTrue();
    }

    for (int i = most; i >= 1; i--) {
      assertThat(store.add("key-" + i, until)).as("held: key-" + i).isFalse();
    }
    assertThat(store.add("key-0", until)).as("forgotten").isTrue();
    store.remove("no such key");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void aStoreWithoutRoomIsRefused(int most) {
    assertThatThrownBy(() -> ReplayStore.inMemory(most))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A store needs room for a key at least; " + most + ".");
  }

  private static ReplayStore store(List<String> asked, boolean fresh) {
    return new ReplayStore() {
      @Override
      public boolean add(String key, Instant until) {
        asked.add(key + " until " + until);
        return fresh;
      }

      @Override
      public void remove(String key) {}
    };
  }

  /** Why it was refused, or null when it passed. */
  private static Reason outcome(Notifications notifications, Notice notice) {
    try {
      notifications.parse(notice.headers(), notice.body());
      return null;
    } catch (VerificationException e) {
      return e.reason();
    }
  }
}
