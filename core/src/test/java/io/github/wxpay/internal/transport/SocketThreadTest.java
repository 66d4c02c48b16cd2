package io.github.wxpay.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.Chain;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.http.Attempt;
import io.github.wxpay.http.Call;
import io.github.wxpay.http.CallEnd;
import io.github.wxpay.http.CallListener;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.http.Progress;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One thread reads the sockets of a client and receives its responses. No code of the caller's runs
 * on it, so that whatever that code waits for can happen.
 */
@Timeout(120)
class SocketThreadTest {
  private static final String FILE = "v3/billdownload/file";
  private static final String IMAGES = "v3/merchant/media/upload";
  private static final byte[] GOOD = Reply.signed("{\"a\":1}").wire();
  private static final byte[] LARGE = Reply.bare(200, "a,b\n".repeat(100_000)).wire();
  private static final long SECONDS = 60;
  private static final int DEPTH = Boolean.getBoolean("nightly") ? 64 : 8;

  /** Records which code of the caller ran, and which of it on a thread of the JDK's client. */
  private final Set<String> ran = ConcurrentHashMap.newKeySet();

  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final CountDownLatch released = new CountDownLatch(1);

  @TempDir Path folder;

  private final RawServer server = new RawServer(this::answer);
  private final Wxpay wxpay = observed(Clients.builder().baseUrl(server.url())).build();

  @AfterEach
  void end() {
    released.countDown();
    wxpay.close();
    server.close();
  }

  private boolean answer(String request, OutputStream out)
      throws IOException, InterruptedException {
    String target = request.substring(0, request.indexOf(" HTTP/"));
    if (target.contains("held")) {
      released.await();
    }
    if (target.contains("cut")) {
      return false;
    }
    if (target.contains("nonsense")) {
      out.write("nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return false;
    }
    if (target.contains("refused")) {
      out.write(
          Reply.signed(403, "{\"code\":\"NO_AUTH\"}".getBytes(StandardCharsets.UTF_8)).wire());
    } else if (target.contains("forged")) {
      out.write(Reply.signed("{}").with("Wechatpay-Signature", "AAAA").wire());
    } else if (target.contains(FILE)) {
      out.write(LARGE);
    } else if (!target.contains("stalled")) {
      out.write(GOOD);
    }
    return true;
  }

  // Where code of the caller's runs

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void listenersHooksAndSignersNeverRunOnSocketThread(boolean async) throws Exception {
    Path file = Files.write(folder.resolve("logo.png"), new byte[400_000]);
    Path target = folder.resolve("bill.csv");
    Wxpay signing =
        wxpay
            .newBuilder()
            .privateKey(
                message -> {
                  note("signer");
                  return Rsa.signature(message, Fixtures.merchantKey());
                })
            .build();

    for (Wxpay client : List.of(wxpay, signing)) {
      Clients.post(async, client.chain("v3/a"), Map.of("a", 1));
      upload(async, client, file, (done, total) -> note("progress of upload"));
      download(async, client, target, (done, total) -> note("progress of download"));
      for (String path : List.of("refused", "forged", "cut", "nonsense")) {
        assertThat(catchThrowable(() -> Clients.get(async, client.chain("v3/" + path))))
            .isNotNull();
        assertThat(catchThrowable(() -> download(async, client.chain("v3/" + path), target)))
            .isNotNull();
      }
      assertThat(catchThrowable(() -> download(async, client.chain(FILE), target, 1_000)))
          .hasMessageContaining("larger than the limit");
      assertThat(
              catchThrowable(
                  () ->
                      Clients.call(
                          async,
                          client.chain("v3/stalled"),
                          "GET",
                          null,
                          Options.none().timeout(Duration.ofMillis(50)))))
          .hasMessageContaining("in time");
    }

    assertThat(ran)
        .containsExactlyInAnyOrder(
            "signer",
            "progress of upload",
            "progress of download",
            "hook of request",
            "hook of response",
            "listener at start",
            "listener of attempt",
            "listener at end");
    assertThat(wrong).isEmpty();
  }

  @Test
  void callbacksOfFuturesNeverRunOnSocketThread() throws Exception {
    Path target = folder.resolve("bill.csv");
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      for (String path : List.of("good", "refused", "forged", "cut", "nonsense", FILE)) {
        var call = wxpay.chain("v3/held/" + path).getAsync();
        all.add(call.handle((response, e) -> note(path)));
      }
    }
    for (String path : List.of("good", FILE, "refused", "cut", "nonsense")) {
      var call = wxpay.chain("v3/held/" + path).downloadAsync(target, Options.none());
      all.add(call.handle((response, e) -> note("download " + path)));
      var small = Options.none().maxBytes(10);
      var limited = wxpay.chain("v3/held/" + path).downloadAsync(target, small);
      all.add(limited.handle((response, e) -> note("limited download " + path)));
    }
    Options late = Options.none().timeout(Duration.ofMillis(100));
    all.add(wxpay.chain("v3/stalled").getAsync(late).handle((response, e) -> note("timeout")));
    Options dead = Options.none().baseUrl(RawServer.deadUrl());
    all.add(wxpay.chain("v3/x").getAsync(dead).handle((response, e) -> note("unreachable")));
    CompletableFuture<Response> cancelled = wxpay.chain("v3/held").getAsync();
    all.add(cancelled.handle((response, e) -> note("cancelled")));

    assertThat(cancelled.cancel(true)).isTrue();
    released.countDown();

    CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]))
        .get(SECONDS, TimeUnit.SECONDS);
    assertThat(ran)
        .contains("good", "refused", "forged", "cut", "nonsense", FILE)
        .contains("download good", "download " + FILE, "limited download " + FILE)
        .contains("download refused", "download cut", "download nonsense")
        .contains("timeout", "unreachable", "cancelled");
    assertThat(wrong).isEmpty();
  }

  // Code of the caller's that waits

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void progressListenerMayMakeBlockingCallsOfTheClient(boolean async) throws Exception {
    Path file = Files.write(folder.resolve("logo.png"), new byte[400_000]);
    AtomicInteger calls = new AtomicInteger();
    Progress calling =
        (done, total) -> {
          var unused = wxpay.chain("v3/a").get();
          calls.incrementAndGet();
        };

    upload(async, wxpay, file, calling);
    int ofUpload = calls.getAndSet(0);
    download(async, wxpay, folder.resolve("bill.csv"), calling);

    assertThat(ofUpload).isPositive();
    assertThat(calls).hasPositiveValue();
    assertThat(folder.resolve("bill.csv")).hasSize(400_000);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void slowProgressListenerDoesNotDelayOtherCallsOfTheClient(boolean upload) throws Exception {
    Path file = Files.write(folder.resolve("logo.png"), new byte[400_000]);
    Path target = folder.resolve("bill.csv");
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(1);
    Progress slow =
        (done, total) -> {
          waiting.countDown();
          await(others);
        };

    CompletableFuture<Response> moving =
        upload
            ? wxpay.chain(IMAGES).uploadAsync(file, Map.of(), Options.none().progress(slow))
            : wxpay.chain(FILE).downloadAsync(target, Options.none().progress(slow));
    assertThat(waiting.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 20; i++) {
      assertThat(Clients.get(i % 2 == 0, wxpay.chain("v3/a")).get("a")).isEqualTo("1");
    }
    download(false, wxpay, folder.resolve("other.csv"), (done, total) -> {});

    assertThat(moving).isNotDone();
    others.countDown();
    assertThat(moving.get(SECONDS, TimeUnit.SECONDS).status()).isEqualTo(200);
    assertThat(folder.resolve("other.csv")).hasSize(400_000);
  }

  @Test
  void listenersOfManyDownloadsMayAllWaitForOneCall() throws Exception {
    CountDownLatch waiting = new CountDownLatch(16);
    CountDownLatch over = new CountDownLatch(1);
    List<CompletableFuture<Response>> downloads = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Progress one =
          (done, total) -> {
            waiting.countDown();
            await(over);
          };
      downloads.add(
          wxpay
              .chain(FILE)
              .downloadAsync(folder.resolve(i + ".csv"), Options.none().progress(one)));
    }

    assertThat(waiting.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(wxpay.chain("v3/a").getAsync().get(SECONDS, TimeUnit.SECONDS).get("a"))
        .isEqualTo("1");
    over.countDown();

    for (int i = 0; i < 16; i++) {
      assertThat(downloads.get(i).get(SECONDS, TimeUnit.SECONDS).status()).isEqualTo(200);
      assertThat(folder.resolve(i + ".csv")).hasSize(400_000);
    }
  }

  @Test
  void callbacksMayMakeBlockingCallsManyDeepIn64CallsAtOnce() throws Exception {
    RequestSigner cheap = message -> new byte[256];
    Wxpay client = wxpay.newBuilder().clearListeners().privateKey(cheap).build();

    ended(64, () -> nested(client, DEPTH));
  }

  @Test
  void callbackMayJoinFuturesOfTheClient() throws Exception {
    ended(8, () -> joined(wxpay, 8));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callbackOfSignedCallMayBlockOnOtherCallsOfTheClient(boolean own) throws Exception {
    Wxpay client =
        own
            ? wxpay
            : wxpay
                .newBuilder()
                .privateKey(message -> Rsa.signature(message, Fixtures.merchantKey()))
                .build();

    ended(32, () -> nested(client, 4));
  }

  private interface Start {
    CompletableFuture<Integer> call();
  }

  private static void ended(int calls, Start start) throws Exception {
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      all.add(start.call());
    }
    int depth = all.get(0).get(SECONDS, TimeUnit.SECONDS);
    for (CompletableFuture<Integer> one : all) {
      assertThat(one.get(SECONDS, TimeUnit.SECONDS)).isEqualTo(depth).isPositive();
    }
  }

  /** Makes a call whose callback makes a blocking one, and then a call of that kind again. */
  private static CompletableFuture<Integer> nested(Wxpay client, int depth) {
    return client
        .chain("v3/a")
        .getAsync()
        .thenCompose(
            response -> {
              int more = Integer.parseInt(client.chain("v3/b").get().get("a"));
              return depth == 1
                  ? CompletableFuture.completedFuture(more)
                  : nested(client, depth - 1).thenApply(below -> below + more);
            });
  }

  /** Makes a call whose callback waits for another of that kind. */
  private static CompletableFuture<Integer> joined(Wxpay client, int depth) {
    return client
        .chain("v3/a")
        .getAsync()
        .thenApply(response -> depth == 1 ? 1 : joined(client, depth - 1).join() + 1);
  }

  // What the listener sees

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void progressListenerSeesContextClassLoaderOfCaller(boolean async) throws Exception {
    Path file = Files.write(folder.resolve("logo.png"), new byte[400_000]);
    Set<Object> seen = ConcurrentHashMap.newKeySet();
    Progress progress = (done, total) -> seen.add(Thread.currentThread().getContextClassLoader());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader own = new URLClassLoader(new URL[0], before)) {
      thread.setContextClassLoader(own);

      upload(async, wxpay, file, progress);
      assertThat(seen).as("upload").containsExactly(own);
      seen.clear();
      download(async, wxpay, folder.resolve("bill.csv"), progress);
      assertThat(seen).as("download").containsExactly(own);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void progressListenerReceivesEveryStepInOrder(boolean async) throws Exception {
    List<Long> steps = new ArrayList<>(); // not thread-safe: one step happens before the next
    Path target = folder.resolve("bill.csv");

    download(async, wxpay, target, (done, total) -> steps.add(done));

    assertThat(steps).isSorted().doesNotHaveDuplicates().endsWith(400_000L);
    assertThat(Files.readString(target)).isEqualTo("a,b\n".repeat(100_000));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void progressListenerThatThrowsEndsItsCallOnly(boolean async) throws Exception {
    Path file = Files.write(folder.resolve("logo.png"), new byte[400_000]);
    for (Throwable thrown :
        List.of(new IllegalStateException("mine"), new LinkageError("mine too"))) {
      Progress failing =
          (done, total) -> {
            if (thrown instanceof Error) {
              throw (Error) thrown;
            }
            throw (RuntimeException) thrown;
          };

      assertThat(catchThrowable(() -> upload(async, wxpay, file, failing)))
          .as("upload: %s", thrown)
          .hasStackTraceContaining("mine");
      assertThat(catchThrowable(() -> download(async, wxpay, folder.resolve("bill.csv"), failing)))
          .as("download: %s", thrown)
          .hasStackTraceContaining("mine");
    }

    assertThat(Clients.get(async, wxpay.chain("v3/a")).get("a")).isEqualTo("1");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  private Boolean note(String what) {
    ran.add(what);
    String thread = Thread.currentThread().getName();
    if (thread.startsWith("HttpClient-")) {
      wrong.add(what + " on " + thread);
    }
    return true;
  }

  private WxpayBuilder observed(WxpayBuilder builder) {
    return builder
        .hook(
            new Hook() {
              @Override
              public Outgoing request(Outgoing request) {
                note("hook of request");
                return request;
              }

              @Override
              public Incoming response(Incoming response) {
                note("hook of response");
                return response;
              }
            })
        .listener(
            new CallListener() {
              @Override
              public void start(Call call) {
                note("listener at start");
              }

              @Override
              public void attempt(Call call, Attempt attempt) {
                note("listener of attempt");
              }

              @Override
              public void end(Call call, CallEnd end) {
                note("listener at end");
              }
            });
  }

  private static void upload(boolean async, Wxpay client, Path file, Progress progress) {
    Multipart form = new Multipart().append("meta", Map.of("filename", "a")).append("file", file);
    var unused =
        Clients.call(async, client.chain(IMAGES), "POST", form, Options.none().progress(progress));
  }

  private static void download(boolean async, Wxpay client, Path target, Progress progress) {
    Options options = Options.none().progress(progress);
    var unused =
        async
            ? Clients.join(client.chain(FILE).downloadAsync(target, options))
            : client.chain(FILE).download(target, options);
  }

  private static void download(boolean async, Chain chain, Path target) {
    download(async, chain, target, 1 << 20);
  }

  private static void download(boolean async, Chain chain, Path target, long max) {
    Options options = Options.none().maxBytes(max);
    var unused =
        async
            ? Clients.join(chain.downloadAsync(target, options))
            : chain.download(target, options);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
