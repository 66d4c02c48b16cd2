package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.sandbox.PlatformKeys;
import io.github.wxpay.sandbox.Recorded;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.testing.ManualClock;
import io.github.wxpay.testing.CapturedLogs;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The platform's keys: found by their names, fetched when they lack, and not more often. */
class KeyRingTest {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  private static final boolean NIGHTLY = Boolean.getBoolean("nightly");
  private static final int CLIENTS = NIGHTLY ? 200 : 60;

  private final ManualClock clock = new ManualClock(START);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void downloadsCertificatesWhenFirstNeeded(boolean async) {
    try (Sandbox sandbox = start(PlatformKeys.BOTH);
        Wxpay wxpay = client(sandbox, false)) {
      assertThat(sandbox.requests()).as("not before").isEmpty();

      String url = order(async, wxpay, "order-1").get("code_url");

      assertThat(url).startsWith("weixin://");
      List<Recorded> requests = sandbox.requests();
      assertThat(requests).hasSize(2).allMatch(Recorded::verified);
      assertThat(requests.get(0).target()).isEqualTo("/v3/certificates");
      assertThat(requests.get(0).header("Wechatpay-Serial")).isEmpty();
      assertThat(requests.get(1).header("Wechatpay-Serial"))
          .hasValue(Accounts.certificate(sandbox));
      order(async, wxpay, "order-2");
      assertThat(fetches(sandbox)).as("and not again").isEqualTo(1);
    }
  }

  @Test
  void downloadsCertificatesForNotificationAndEncryption() {
    try (Sandbox sandbox = start(PlatformKeys.CERTIFICATES);
        Wxpay one = client(sandbox, false);
        Wxpay other = client(sandbox, false);
        Wxpay third = client(sandbox, false)) {
      assertThat(Notice.of(sandbox.notification("TRANSACTION.SUCCESS")).to(one).eventType())
          .isEqualTo("TRANSACTION.SUCCESS");
      assertThat(sandbox.decrypt(other.encrypt("\u5f20\u4e09"))).isEqualTo("\u5f20\u4e09");
      assertThat(sandbox.decrypt(third.encryptAsync("\u5f20\u4e09").join()))
          .isEqualTo("\u5f20\u4e09");
      assertThat(fetches(sandbox)).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sharesOneDownloadAmongParallelFirstCalls(boolean async) throws Exception {
    try (Sandbox sandbox = start(PlatformKeys.CERTIFICATES);
        Wxpay wxpay = client(sandbox, false)) {
      List<Supplier<Object>> calls = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        String number = "order-" + i;
        Notice notice = Notice.of(sandbox.notification("REFUND.SUCCESS"));
        calls.add(
            i % 4 == 3 ? () -> notice.to(wxpay).id() : () -> order(async, wxpay, number).status());
      }

      assertThat(parallel(calls)).hasSize(32).doesNotContainNull();

      assertThat(fetches(sandbox)).isEqualTo(1);
      assertThat(sandbox.requests()).allMatch(Recorded::verified);
    }
  }

  @Test
  void downloadsNewCertificateWhenItFirstSigns() {
    try (Sandbox sandbox = start(PlatformKeys.CERTIFICATES);
        Wxpay wxpay = client(sandbox, true)) {
      order(false, wxpay, "order-1");
      assertThat(fetches(sandbox)).as("it was configured").isZero();

      String fresh = sandbox.rotate();

      assertThat(order(false, wxpay, "order-2").get("code_url")).isNotEmpty();
      assertThat(fetches(sandbox)).isEqualTo(1);
      order(true, wxpay, "order-3");
      assertThat(last(sandbox).header("Wechatpay-Serial")).as("the newest").hasValue(fresh);
      assertThat(wxpay.toString()).contains(fresh);
      clock.advance(Duration.ofMinutes(1));
      String next = sandbox.rotate();
      assertThat(Notice.of(sandbox.notification("REFUND.SUCCESS")).to(wxpay).id()).isNotEmpty();
      assertThat(fetches(sandbox)).isEqualTo(2);
      assertThat(wxpay.toString()).contains(fresh, next);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void downloadsCertificatesOnceForManyUnknownSerials(boolean answers) {
    Reply signed = Reply.signed("{}");
    FakeHttpClient http =
        Downloads.http(
            sent -> Downloads.genuine(),
            sent -> signed.with("Wechatpay-Serial", sent.header("X-Serial")));
    Wxpay wxpay = fake(http).build();
    Reason[] reasons = new Reason[NIGHTLY ? 1_000 : 100];

    for (int i = 0; i < reasons.length; i++) {
      String serial = String.format(Locale.ROOT, "%040X", i + 1);
      try {
        if (answers) {
          wxpay.chain("v3/a").get(Map.of("headers", Map.of("X-Serial", serial)));
        } else {
          Notice.paid().with("Wechatpay-Serial", serial).to(wxpay);
        }
      } catch (VerificationException e) {
        reasons[i] = e.reason();
      }
    }

    assertThat(reasons).containsOnly(Reason.UNKNOWN_SERIAL);
    assertThat(Downloads.count(http)).isEqualTo(1);
  }

  @Test
  void downloadsForUnknownSerialOnceAMinute() {
    ManualClock time = new ManualClock(Instant.ofEpochSecond(Fixtures.NOW));
    FakeHttpClient http = Downloads.http(sent -> Downloads.genuine(), sent -> Reply.signed("{}"));
    Wxpay wxpay = fake(http).clock(time).build();
    Notice unknown = Notice.paid().with("Wechatpay-Serial", "AB");
    int[] counts = new int[181];

    for (int second = 0; second <= 180; second++) {
      assertThatThrownBy(() -> unknown.to(wxpay)).isInstanceOf(VerificationException.class);
      counts[second] = (int) Downloads.count(http);
      time.advance(Duration.ofSeconds(1));
    }

    assertThat(counts[0]).isEqualTo(1);
    assertThat(counts[59]).isEqualTo(1);
    assertThat(counts[60]).isEqualTo(2);
    assertThat(counts[119]).isEqualTo(2);
    assertThat(counts[180]).isEqualTo(4);
  }

  /**
   * The effect of that minute is limited, since the platform's next attempt is 15 s or more later.
   */
  @Test
  void forgedMessagesDelayNewCertificateByAMinuteAtMost() {
    try (Sandbox sandbox = start(PlatformKeys.CERTIFICATES);
        Wxpay wxpay = client(sandbox, true)) {
      Notice genuine = Notice.of(sandbox.notification("REFUND.SUCCESS"));
      assertThatThrownBy(() -> genuine.with("Wechatpay-Serial", "AB").to(wxpay))
          .isInstanceOf(VerificationException.class);
      sandbox.rotate();
      Notice fresh = Notice.of(sandbox.notification("REFUND.SUCCESS"));

      assertThatThrownBy(() -> fresh.to(wxpay)).isInstanceOf(VerificationException.class);
      clock.advance(Duration.ofSeconds(59));
      assertThatThrownBy(() -> fresh.to(wxpay)).isInstanceOf(VerificationException.class);
      clock.advance(Duration.ofSeconds(1));
      assertThat(fresh.to(wxpay).id()).isNotEmpty();
      assertThat(fetches(sandbox)).isEqualTo(2);
    }
  }

  @Test
  void downloadsCertificatesTwiceADay() throws Exception {
    try (Sandbox sandbox = start(PlatformKeys.CERTIFICATES);
        Wxpay wxpay = client(sandbox, false)) {
      order(false, wxpay, "order-1");
      clock.advance(Duration.ofHours(12));
      order(false, wxpay, "order-2");
      assertThat(fetches(sandbox)).isEqualTo(1);

      clock.advance(Duration.ofSeconds(1));
      // The present key is still valid, so this call does not wait; the download continues in the
      // background.
      order(false, wxpay, "order-3");
      until(() -> fetches(sandbox) == 2);
      for (int i = 4; i < 10; i++) {
        order(false, wxpay, "order-" + i);
      }
      assertThat(fetches(sandbox)).isEqualTo(2);
    }
  }

  @Test
  void usesOldCertificatesUntilTheyExpire() {
    try (Sandbox sandbox = start(PlatformKeys.CERTIFICATES);
        Wxpay wxpay = client(sandbox, true)) {
      String first = Accounts.certificate(sandbox);
      Notice byFirst = Notice.of(sandbox.notification("REFUND.SUCCESS"));
      String second = sandbox.rotate(); // holds for five years
      Notice bySecond = Notice.of(sandbox.notification("REFUND.SUCCESS"));
      assertThat(bySecond.to(wxpay).id()).isNotEmpty();
      assertThat(byFirst.to(wxpay).id()).as("old, and known").isNotEmpty();
      order(false, wxpay, "order-1");
      assertThat(last(sandbox).header("Wechatpay-Serial")).hasValue(second);

      clock.set(START.atOffset(ZoneOffset.UTC).plusYears(5).toInstant().minusSeconds(1));
      Notice last = Notice.of(sandbox.notification("REFUND.SUCCESS"));
      assertThat(last.to(wxpay).id()).as("its last second").isNotEmpty();
      clock.advance(Duration.ofSeconds(1));

      assertThatThrownBy(() -> last.to(wxpay))
          .isInstanceOfSatisfying(
              VerificationException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_SERIAL))
          .hasMessageContaining(
              "'" + second + "', which is not configured in this client; it has [" + first + "]");
      assertThat(wxpay.toString()).contains(first).doesNotContain(second);
    }
  }

  @Test
  void reportsExpiredCertificateAndSendsNothing() {
    ManualClock late = new ManualClock(Instant.parse("2121-01-01T00:00:00Z"));
    FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));
    List<String> warnings = new CopyOnWriteArrayList<>();
    CapturedLogs captured = new CapturedLogs(entry -> warnings.add(entry.getMessage()));
    Wxpay wxpay;
    try {
      wxpay = Clients.builder().clock(late).httpClient(http).build();
    } finally {
      captured.close();
    }

    assertThat(warnings).anyMatch(warning -> warning.contains("it has expired"));
    assertThatThrownBy(() -> wxpay.chain("v3/a").get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has no platform key that is valid now")
        .hasMessageContaining("nothing was sent")
        .hasMessageContaining("apiV3Key(…) to download certificates");
    assertThat(http.sent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void advisesPlatformKeyToMerchantWithoutCertificates(boolean async) {
    try (Sandbox sandbox = start(PlatformKeys.PUBLIC_KEY);
        Wxpay wxpay = client(sandbox, false)) {
      assertThatThrownBy(() -> order(async, wxpay, "order-1"))
          .isInstanceOfSatisfying(StatusException.class, e -> assertThat(e.status()).isEqualTo(404))
          .hasMessageStartingWith("GET v3/certificates was answered 404 RESOURCE_NOT_EXISTS")
          .hasMessageContaining("This merchant has a platform public key")
          .hasMessageContaining("platformKey(\"PUB_KEY_ID_…\", …)");
      assertThat(sandbox.requests()).as("the call itself was not sent").hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = PlatformKeys.class,
      names = {"PUBLIC_KEY", "BOTH"})
  void publicKeyModeDownloadsNoCertificates(PlatformKeys mode) {
    try (Sandbox sandbox = start(mode)) {
      Map<String, Object> config = new HashMap<>(sandbox.config());
      Map<String, Object> certs = new LinkedHashMap<>();
      ((Map<?, ?>) config.get("certs"))
          .forEach((id, key) -> put(certs, ((String) id).startsWith("PUB_") ? id : null, key));
      config.put("certs", certs);
      try (Wxpay root = Clients.of(config);
          Wxpay wxpay = root.newBuilder().clock(clock).build()) {
        String id = certs.keySet().iterator().next();
        order(false, wxpay, "order-1");
        assertThat(last(sandbox).header("Wechatpay-Serial")).hasValue(id);
        Notice notice = Notice.of(sandbox.notification("REFUND.SUCCESS"));
        for (int i = 0; i < 50; i++) {
          clock.advance(Duration.ofSeconds(5));
          String serial = String.format(Locale.ROOT, "%040X", i + 1);
          assertThatThrownBy(() -> notice.with("Wechatpay-Serial", serial).to(wxpay))
              .isInstanceOf(VerificationException.class)
              .hasMessageContaining("it has [" + id + "]");
        }
        assertThat(fetches(sandbox)).isZero();
      }
    }
  }

  @Test
  void prefersPublicKeyToCertificates() {
    try (Sandbox sandbox = start(PlatformKeys.BOTH);
        Wxpay wxpay = client(sandbox, true)) {
      sandbox.rotate();
      order(false, wxpay, "order-1");
      assertThat(last(sandbox).header("Wechatpay-Serial").orElse("")).startsWith("PUB_KEY_ID_");
      assertThat(Notice.of(sandbox.notification("REFUND.SUCCESS")).to(wxpay).id()).isNotEmpty();
      order(false, wxpay, "order-2");
      assertThat(last(sandbox).header("Wechatpay-Serial").orElse("")).startsWith("PUB_KEY_ID_");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void acceptsNoCertificateOfForgedResponse(boolean async) {
    String pem = Fixtures.text("platform_cert.pem");
    String serial = Fixtures.PLATFORM_SERIAL;
    String key = Fixtures.API_V3_KEY;
    String genuine = Downloads.body(serial, "platform_cert.pem", key);
    String none = "certificate of the platform was not encrypted with this client's APIv3 key";
    Map<Reply, String> forged = new LinkedHashMap<>();
    // by a forger who does not know the APIv3 key
    forged.put(
        Downloads.signed(
            Downloads.body("0A0B0C0D0E0F", "other_cert.pem", "another_apiv3_secret_of_32_bytes"),
            Fixtures.otherKey()),
        none);
    forged.put(Downloads.signed(genuine, Fixtures.otherKey()), "did not create");
    forged.put(
        Downloads.signed(genuine).with("Wechatpay-Serial", "0A0B0C0D0E0F"), "is not configured");
    forged.put(Downloads.genuine().with("Wechatpay-Signature"), "has no header");
    forged.put(Reply.bare(200, genuine), "has no header");
    forged.put(
        Downloads.signed(genuine).withBody((genuine + "\n").getBytes(StandardCharsets.UTF_8)),
        "line break");
    forged.put(
        Reply.signed(
            200,
            genuine.getBytes(StandardCharsets.UTF_8),
            Fixtures.NOW - 301,
            "SHA256",
            Fixtures.platformKey()),
        "301 s before");
    // by the platform, which does not do so
    forged.put(Downloads.signed("{\"data\":[]}"), "it has []");
    forged.put(Downloads.signed("{}"), "it has []");
    forged.put(
        Downloads.signed(
            "{\"data\":["
                + Downloads.entry(serial, pem, key)
                + ","
                + Downloads.entry("0A0B0C0D0E0F", Fixtures.text("other_cert.pem"), "x".repeat(32))
                + "]}"),
        none);
    forged.put(
        Downloads.signed(genuine.replace("AEAD_AES_256_GCM", "AEAD_SM4_GCM")),
        "is encrypted with 'AEAD_SM4_GCM', but the cipher of this client's keys is"
            + " AEAD_AES_256_GCM");

    forged.forEach(
        (reply, message) -> {
          FakeHttpClient http = Downloads.http(sent -> reply, sent -> Reply.signed("{}"));
          assertThatThrownBy(() -> Clients.get(async, fake(http).build().chain("v3/a")))
              .isInstanceOf(VerificationException.class)
              .hasMessageContaining(message)
              .hasMessageNotContaining(key);
          assertThat(http.sent()).as("the call itself was not sent").hasSize(1);
        });
  }

  @Test
  void refusesCertificateWithAnotherSerialAndOtherText() {
    String key = Fixtures.API_V3_KEY;
    Map<String, String> bodies = new LinkedHashMap<>();
    bodies.put(
        Downloads.body("ABCDEF", "platform_cert.pem", key),
        "the serial number of the certificate is");
    bodies.put(
        Downloads.body(Fixtures.PLATFORM_SERIAL, "other_cert.pem", key),
        "the serial number of the certificate is");
    bodies.put(
        "{\"data\":[" + Downloads.entry(Fixtures.PLATFORM_SERIAL, "no PEM", key) + "]}",
        "platformKey '" + Fixtures.PLATFORM_SERIAL + "'");
    bodies.forEach(
        (body, message) -> {
          FakeHttpClient http =
              Downloads.http(sent -> Downloads.signed(body), sent -> Reply.signed("{}"));
          assertThatThrownBy(() -> fake(http).build().chain("v3/a").get())
              .isInstanceOf(CryptoException.class)
              .hasMessageContaining(message);
        });
  }

  @Test
  void acceptsOnlyCertificatesOfConfiguredRoot() throws IOException {
    try (Sandbox sandbox = start(PlatformKeys.CERTIFICATES);
        Wxpay config = Clients.of(sandbox.config(false))) {
      Path root = Files.writeString(folder.resolve("root.pem"), sandbox.rootCertificate());
      Path other = Fixtures.path("other_cert.pem");

      Wxpay strict = config.newBuilder().clock(clock).certificateRoot(root).build();
      assertThat(order(false, strict, "order-1").get("code_url")).isNotEmpty();
      clock.advance(Duration.ofMinutes(1));
      sandbox.rotate();
      assertThat(order(false, strict, "order-2").get("code_url")).isNotEmpty();

      Wxpay wrong = config.newBuilder().clock(clock).certificateRoot(other).build();
      assertThatThrownBy(() -> order(false, wrong, "order-3"))
          .isInstanceOf(CryptoException.class)
          .hasMessageContaining("The platform certificate ")
          .hasMessageContaining("was not issued by the configured root ")
          .hasMessageContaining("CN=other")
          .hasMessageContaining("it is not used");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsFailedDownloadAndRepeatsItLater(boolean async) {
    AtomicReference<Reply> certificates = new AtomicReference<>();
    FakeHttpClient http =
        Downloads.http(
            sent -> {
              if (certificates.get() == null) {
                throw new UncheckedIOException(new ConnectException("refused"));
              }
              return certificates.get();
            },
            sent -> Reply.signed("{\"a\":1}"));
    Wxpay wxpay = fake(http).build();

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> Clients.get(async, wxpay.chain("v3/a")))
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("GET v3/certificates");
    }
    certificates.set(Reply.bare(500, "{\"code\":\"SYSTEM_ERROR\",\"message\":\"later\"}"));
    assertThatThrownBy(() -> Clients.get(async, wxpay.chain("v3/a")))
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("GET v3/certificates was answered 500 SYSTEM_ERROR: later");
    assertThat(http.sent()).as("none but the fetches").hasSize(4);
    certificates.set(Downloads.genuine());
    assertThat(Clients.get(async, wxpay.chain("v3/a")).get("a")).isEqualTo("1");
    assertThat(Clients.get(async, wxpay.chain("v3/a")).get("a")).isEqualTo("1");
    assertThat(Downloads.count(http)).isEqualTo(5);
  }

  @Test
  void ignoresFailedDownloadIfThereIsValidKey() {
    ManualClock time = new ManualClock(Instant.ofEpochSecond(Fixtures.NOW));
    FakeHttpClient http =
        Downloads.http(sent -> Reply.bare(503, ""), sent -> Reply.signed("{\"a\":1}"));
    Wxpay wxpay =
        Clients.builder().apiV3Key(Fixtures.API_V3_KEY).clock(time).httpClient(http).build();
    time.advance(Duration.ofHours(-13));
    Wxpay aged = wxpay.newBuilder().build();
    time.set(Instant.ofEpochSecond(Fixtures.NOW));

    for (int i = 0; i < 5; i++) {
      assertThat(aged.chain("v3/a").get().get("a")).isEqualTo("1");
      assertThatThrownBy(() -> Notice.paid().with("Wechatpay-Serial", "AB").to(aged))
          .isInstanceOf(VerificationException.class)
          .hasMessageContaining("it has [" + Fixtures.PLATFORM_SERIAL + "]");
    }
    assertThat(Downloads.count(http)).isEqualTo(1);
  }

  @Test
  void closedClientsLeaveNoThreadBehind() throws Exception {
    try (Sandbox sandbox = start(PlatformKeys.CERTIFICATES);
        Wxpay first = client(sandbox, false)) {
      order(false, first, "order-0"); // what the connections and the sandbox need is there then
      long before = connecting();
      Set<String> earlier = Set.copyOf(threads()); // Java 11 keeps those of other tests
      List<Wxpay> clients = new ArrayList<>();
      for (int i = 1; i <= CLIENTS; i++) {
        Wxpay one = first.newBuilder().mchid(first.mchid()).build();
        order(i % 2 == 0, one, "order-" + i);
        clients.add(one);
      }
      assertThat(fetches(sandbox)).as("each has its own keys").isEqualTo(CLIENTS + 1);
      clients.forEach(Wxpay::close); // which leaves the shared connections open

      assertThat(connecting()).isLessThanOrEqualTo(before);
      assertThat(threads())
          .filteredOn(name -> !earlier.contains(name))
          .hasSizeLessThan(CLIENTS / 2);
      assertThat(threads()).noneMatch(name -> name.matches("(?i)wxpay(?!-sandbox).*|.*timer.*"));
      assertThat(order(false, first, "order-last").status()).isEqualTo(200);
    }
  }

  /** Returns the number of running JDK clients. */
  private static long connecting() {
    return threads().stream().filter(name -> name.endsWith("SelectorManager")).count();
  }

  private static void put(Map<String, Object> map, Object key, Object value) {
    if (key != null) {
      map.put((String) key, value);
    }
  }

  private Sandbox start(PlatformKeys keys) {
    return Sandbox.builder().clock(clock).platformKeys(keys).start();
  }

  /** Returns a client with separate connections and the sandbox's clock. */
  private Wxpay client(Sandbox sandbox, boolean withKeys) {
    return Accounts.of(sandbox, withKeys).clock(clock).build();
  }

  private static WxpayBuilder fake(FakeHttpClient http) {
    return Clients.downloading().httpClient(http);
  }

  private static Response order(boolean async, Wxpay wxpay, String number) {
    return Clients.post(
        async, wxpay.chain("v3/pay/transactions/native"), Accounts.order(wxpay, number));
  }

  private static long fetches(Sandbox sandbox) {
    return sandbox.requests().stream()
        .filter(request -> request.target().equals("/v3/certificates"))
        .count();
  }

  private static Recorded last(Sandbox sandbox) {
    List<Recorded> requests = sandbox.requests();
    return requests.get(requests.size() - 1);
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .collect(Collectors.toList());
  }

  /** Waits for what another thread does, without a set time. */
  private static void until(Supplier<Boolean> condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.get()) {
      assertThat(System.nanoTime()).as("10 s were not enough").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static List<Object> parallel(List<Supplier<Object>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Object>> running = new ArrayList<>();
      for (Supplier<Object> call : calls) {
        Callable<Object> late =
            () -> {
              start.await();
              return call.get();
            };
        running.add(threads.submit(late));
      }
      start.countDown();
      List<Object> out = new ArrayList<>();
      for (Future<Object> one : running) {
        out.add(one.get());
      }
      return out;
    } finally {
      threads.shutdownNow();
    }
  }
}
