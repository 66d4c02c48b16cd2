package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Notification;
import io.github.wxpay.Notifications;
import io.github.wxpay.ReplayStore;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.sandbox.testing.ManualClock;
import io.github.wxpay.testing.CapturedLogs;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private CapturedLogs captured;

  @BeforeEach
  void captureLogs() {
    captured = new CapturedLogs(entry -> warnings.add(entry.getLevel() + " " + entry.getMessage()));
  }

  @AfterEach
  void stopCapturing() {
    captured.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void acceptsExactlyOneOfFiftyParallelDeliveries(String kind, Notice notice) throws Exception {
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
  void acceptsNotificationAgainOnceItsKeyIsRemoved(String kind, Notice notice) {
    ReplayStore store = ReplayStore.inMemory(100);
    Notifications once = wxpay.notifications().replays(store);
    Notification first = once.parse(notice.headers(), notice.body());
    assertThatThrownBy(() -> once.parse(notice.headers(), notice.body()))
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REPLAYED))
        .hasMessageMatching(
            "The notification \\S+( \\S+)? was received before, so this is a copy.");

    store.remove(first.replayKey());

    assertThat(once.parse(notice.headers(), notice.body()).replayKey())
        .isEqualTo(first.replayKey());
    assertThat(outcome(once, notice)).isEqualTo(Reason.REPLAYED);
  }

  @Test
  void rejectsReplayWithReorderedHeaders() {
    Notifications once = wxpay.notifications().replays(ReplayStore.inMemory(100));
    Map<String, String> payment =
        Notice.signedFields(Notice.paymentFields(), "MD5", Fixtures.SECRET);
    Map<String, String> turned = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(payment.keySet());
    for (int i = names.size() - 1; i >= 0; i--) {
      turned.put(names.get(i), payment.get(names.get(i)));
    }
    Map<String, String> refund = Notice.refundFields("refund-1");
    Map<String, String> dressed = ForgedNotifications.with(refund, "nonce_str", "another");
    Notice json = Notice.paid();

    for (Notice first : List.of(json, Notice.xml(payment), Notice.xml(refund))) {
      assertThat(outcome(once, first)).isNull();
    }
    for (Notice copy :
        List.of(
            json.with("X-Forwarded-For", "127.0.0.1"),
            Notice.xml(turned),
            Notice.xml(ForgedNotifications.with(payment, "more", "")),
            Notice.xml(Notice.xml(payment).text() + "\n"),
            Notice.xml(dressed),
            Notice.xml(ForgedNotifications.with(refund, "event_id", "another")))) {
      assertThat(outcome(once, copy)).as(copy.text()).isEqualTo(Reason.REPLAYED);
    }
    assertThat(outcome(once, Notice.xml(Notice.refundFields("refund-2")))).isNull();
    assertThat(outcome(once, Notice.paidByV2("HMAC-SHA256"))).isNull();
  }

  @Test
  void acceptsNextDeliveryOfThePlatform() {
    Notifications once = wxpay.notifications().replays(ReplayStore.inMemory(100));
    Notice again = Notice.signed(Notice.paid().body(), Fixtures.platformKey(), Fixtures.NOW + 15);

    assertThat(outcome(once, Notice.paid())).isNull();
    assertThat(outcome(once, again)).as("it may be the first that is handled").isNull();
    assertThat(outcome(once, again)).isEqualTo(Reason.REPLAYED);
  }

  @Test
  void storesNoKeyOfUnverifiedNotification() {
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
  void usesStoreOfTheCallerForAllMerchantsBehindOneUrl() {
    Notifications all =
        wxpay.notifications().replays(store(new ArrayList<>(), false)).with(wxpay.notifications());

    assertThat(outcome(all, Notice.paid())).isEqualTo(Reason.REPLAYED);
    assertThat(outcome(wxpay.notifications(), Notice.paid())).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1_000})
  void dropsOldestKeysOfFullStoreInMemory(int most) {
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

  // APIv2, which signs no timestamp

  @ParameterizedTest(name = "{0}")
  @MethodSource("v2Kinds")
  void recognisesCopyOfV2For25Hours(String kind, Notice notice) {
    ManualClock clock = new ManualClock(Instant.ofEpochSecond(Fixtures.NOW));
    Notifications once = client(clock).notifications().replays(ReplayStore.inMemory(100));
    assertThat(outcome(once, notice)).isNull();

    for (Duration later : List.of(Duration.ofMinutes(11), Duration.ofHours(24))) {
      clock.advance(later);
      assertThat(outcome(once, notice)).as(kind).isEqualTo(Reason.REPLAYED);
    }
  }

  private static Stream<Arguments> v2Kinds() {
    return kinds().filter(kind -> !kind.get()[0].equals("APIv3"));
  }

  @Test
  void keepsKeysOfV2For25HoursAndOfV3ForTenMinutes() {
    List<String> asked = new ArrayList<>();
    Notifications once = wxpay.notifications().replays(store(asked, true));

    assertThat(outcome(once, Notice.paidByV2("MD5"))).isNull();
    assertThat(outcome(once, Notice.paid())).isNull();

    assertThat(asked).hasSize(2);
    assertThat(asked.get(0)).matches("v2/[0-9a-f]{64} until 2023-11-15T23:13:20Z");
    assertThat(asked.get(1)).endsWith(" until 2023-11-14T22:23:20Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"20231114051319", "20200101000000", "19700101000000"})
  void rejectsPaymentOfV2OlderThanKeysAreKept(String timeEnd) {
    Notice old = paidAt(timeEnd);
    Notifications once = wxpay.notifications().replays(ReplayStore.inMemory(100));

    assertThatThrownBy(() -> once.parse(old.headers(), old.body()))
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REPLAYED))
        .hasMessageContaining("reports a payment of " + timeEnd)
        .hasMessageContaining("Query the order");
    assertThat(outcome(wxpay.notifications(), old)).as("without a store").isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"20231114051320", "20231115061320", "20231116000000", "", "yesterday"})
  void acceptsPaymentOfV2WithinTheTimeThatKeysAreKept(String timeEnd) {
    Notifications once = wxpay.notifications().replays(ReplayStore.inMemory(100));

    assertThat(outcome(once, paidAt(timeEnd))).isNull();
  }

  private static Notice paidAt(String timeEnd) {
    Map<String, String> fields = Notice.paymentFields();
    fields.put("time_end", timeEnd);
    return Notice.xml(Notice.signedFields(fields, "MD5", Fixtures.SECRET));
  }

  /** AES-ECB encrypts each block of 16 bytes separately, so blocks can be removed or repeated. */
  @Test
  void recognisesRefundOfV2WithoutSomeOfItsBlocks() {
    Notifications once = wxpay.notifications().replays(ReplayStore.inMemory(1_000));
    Map<String, String> refund = Notice.refundFields("refund-1");
    assertThat(outcome(once, Notice.xml(refund))).isNull();
    byte[] blocks = Base64.getDecoder().decode(refund.get("req_info"));
    int replayed = 0;
    for (int block = 0; block < blocks.length / 16; block++) {
      for (int times : new int[] {0, 2}) {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        for (int i = 0; i < blocks.length / 16; i++) {
          for (int n = 0; n < (i == block ? times : 1); n++) {
            changed.write(blocks, i * 16, 16);
          }
        }
        String info = Base64.getEncoder().encodeToString(changed.toByteArray());
        Notice copy = Notice.xml(ForgedNotifications.with(refund, "req_info", info));
        try {
          // What passes names a refund, or a status, that there is not: a query shows that.
          Notification other = once.parse(copy.headers(), copy.body());
          assertThat(other.get("out_refund_no") + " " + other.get("refund_status"))
              .as("block " + block + " x " + times)
              .isNotEqualTo("refund-1 SUCCESS");
        } catch (VerificationException e) {
          replayed += e.reason() == Reason.REPLAYED ? 1 : 0;
        }
      }
    }
    assertThat(replayed).as("blocks in the account's name").isGreaterThanOrEqualTo(4);
  }

  @Test
  void acceptsEveryRefundOfV2AndEachOfItsStates() {
    Notifications once = wxpay.notifications().replays(ReplayStore.inMemory(100));
    for (String number : List.of("refund-1", "refund-2")) {
      for (String state : List.of("CHANGE", "SUCCESS", "REFUNDCLOSE")) {
        String xml = Notice.refundXml(number).replace("[SUCCESS]", "[" + state + "]");
        Map<String, String> fields = Notice.refundFields(number);
        fields.put("req_info", Notice.ecb(xml, Fixtures.SECRET));
        assertThat(outcome(once, Notice.xml(fields))).as(number + state).isNull();
        assertThat(outcome(once, Notice.xml(fields))).isEqualTo(Reason.REPLAYED);
      }
    }
  }

  @Test
  void rejectsRefundOfV2WithoutANumber() {
    Map<String, String> fields = Notice.refundFields("refund-1");
    fields.put(
        "req_info",
        Notice.ecb("<root><refund_status>SUCCESS</refund_status></root>", Fixtures.SECRET));

    assertThat(outcome(wxpay.notifications(), Notice.xml(fields))).isEqualTo(Reason.BAD_DIGEST);
  }

  // The store in memory

  @Test
  void dropsOnlyExpiredKeysWhileThereAreAny() {
    ReplayStore store = ReplayStore.inMemory(3);
    Instant now = Instant.ofEpochSecond(Fixtures.NOW);
    assertThat(store.add("long", now, now.plusSeconds(600))).isTrue();
    assertThat(store.add("short", now, now.plusSeconds(10))).isTrue();
    assertThat(store.add("longer", now, now.plusSeconds(700))).isTrue();

    assertThat(store.add("new", now.plusSeconds(11), now.plusSeconds(611))).isTrue();

    assertThat(store.full()).isZero();
    for (String kept : List.of("long", "longer", "new")) {
      assertThat(store.add(kept, now.plusSeconds(11), now.plusSeconds(611))).as(kept).isFalse();
    }
    assertThat(store.toString()).isEqualTo("ReplayStore[v3=3, v2=0, max=3]");
  }

  @Test
  void dropsTheFirstToExpireWhenFullAndCountsIt() {
    ReplayStore store = ReplayStore.inMemory(2);
    Instant now = Instant.ofEpochSecond(Fixtures.NOW);
    store.add("late", now, now.plusSeconds(700));
    store.add("early", now, now.plusSeconds(600));

    assertThat(store.add("new", now, now.plusSeconds(650))).isTrue();

    assertThat(store.full()).isEqualTo(1);
    assertThat(store.add("late", now, now.plusSeconds(700))).isFalse();
    assertThat(store.add("new", now, now.plusSeconds(700))).isFalse();
    assertThat(store.add("early", now, now.plusSeconds(700))).as("dropped").isTrue();
    assertThat(store.full()).isEqualTo(2);
  }

  @Test
  void refusesWhenFullIfThatIsSet() {
    ReplayStore store = ReplayStore.inMemory(1, ReplayStore.WhenFull.REFUSE);
    Notifications once = wxpay.notifications().replays(store);
    assertThat(outcome(once, Notice.paid())).isNull();
    Notice second = Notice.signed(Notice.paid().body(), Fixtures.platformKey(), Fixtures.NOW + 1);

    assertThatThrownBy(() -> once.parse(second.headers(), second.body()))
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REPLAYED))
        .hasMessageContaining("The replay store is full");
    assertThat(store.full()).isEqualTo(1);
    assertThat(outcome(once, Notice.paid())).isEqualTo(Reason.REPLAYED);
    assertThat(outcome(once, Notice.paidByV2("MD5"))).as("APIv2 has its own room").isNull();
  }

  @Test
  void keysOfTheTwoProtocolsDoNotDisplaceEachOther() {
    ReplayStore store = ReplayStore.inMemory(10);
    Instant now = Instant.ofEpochSecond(Fixtures.NOW);
    assertThat(store.add("1700000000/nonce", now, now.plusSeconds(600))).isTrue();
    assertThat(store.add("v2/first", now, now.plusSeconds(90_000))).isTrue();
    for (int i = 0; i < 100; i++) {
      store.add("v2/" + i, now, now.plusSeconds(90_000 + i));
    }
    assertThat(store.add("1700000000/nonce", now, now.plusSeconds(600))).isFalse();
    for (int i = 0; i < 100; i++) {
      store.add("1700000001/" + i, now, now.plusSeconds(600 + i));
    }
    assertThat(store.add("v2/99", now, now.plusSeconds(90_000))).isFalse();
  }

  @Test
  void acceptsAllOf150000NotificationsOfV2Within25Hours() {
    ReplayStore store = ReplayStore.inMemory(100_000);
    int refused = 0;
    for (int i = 0; i < 150_000; i++) {
      Instant now = Instant.ofEpochMilli(Fixtures.NOW * 1000 + i * 600L); // 25 hours in all
      refused += store.add("v2/" + i, now, now.plus(Duration.ofHours(25))) ? 0 : 1;
    }

    assertThat(refused).isZero();
    assertThat(store.full()).isEqualTo(50_000);
    assertThat(store.toString()).isEqualTo("ReplayStore[v3=0, v2=100000, max=100000]");
  }

  @Test
  void warnsOnceAMinuteWhenFull() {
    ReplayStore store = ReplayStore.inMemory(1);
    Instant now = Instant.ofEpochSecond(Fixtures.NOW);
    for (int i = 0; i < 5; i++) {
      store.add("key-" + i, now, now.plusSeconds(600));
    }
    assertThat(store.full()).isEqualTo(4);
    assertThat(warnings)
        .filteredOn(line -> line.contains("replay store"))
        .singleElement()
        .asString()
        .startsWith("WARNING The replay store is full: 1 keys of APIv3 have not expired")
        .doesNotContain("key-");
  }

  private static Wxpay client(Clock clock) {
    return Clients.builder()
        .apiV3Key(Fixtures.API_V3_KEY)
        .secret(Fixtures.SECRET)
        .clock(clock)
        .build();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void refusesStoreOfZeroKeys(int most) {
    assertThatThrownBy(() -> ReplayStore.inMemory(most))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`max` must be at least 1; got " + most + ".");
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

  /** Returns why it was refused, or null if it was accepted. */
  private static Reason outcome(Notifications notifications, Notice notice) {
    try {
      notifications.parse(notice.headers(), notice.body());
      return null;
    } catch (VerificationException e) {
      return e.reason();
    }
  }
}
