package io.github.wxpay.files;

import static io.github.wxpay.testing.Bytes.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A download is complete and verified at its target, or is not there at all. */
class DownloadTest {
  private static final String FILE = "v3/billdownload/file";

  @TempDir Path folder;
  private final byte[] content = content(300_000);
  private volatile RawServer.Answer reply = (request, out) -> false;
  private volatile String told = "";
  private final RawServer server =
      new RawServer(
          (request, out) -> {
            if (request.startsWith("GET /v3/bill/")) {
              out.write(Reply.signed(told).wire());
              return true;
            }
            return reply.to(request, out);
          });
  private final Wxpay wxpay = Clients.builder().baseUrl(server.url()).build();

  @AfterEach
  void end() {
    wxpay.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void streamsFileToTarget(boolean async) throws IOException {
    answering(content);
    Path target = Files.writeString(folder.resolve("bill.csv"), "old");
    List<Long> moved = new ArrayList<>();
    Options options =
        Options.none()
            .query("token", "t")
            .progress((done, total) -> moved.add(done * 1000 + total));

    Response response =
        async
            ? wxpay.chain(FILE).downloadAsync(target, options).join()
            : wxpay.chain(FILE).download(target, options);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.bytes()).isEmpty();
    assertThat(Files.readAllBytes(target)).isEqualTo(content);
    assertThat(moved.get(moved.size() - 1)).isEqualTo(content.length * 1000L + content.length);
    assertThat(left()).containsExactly("bill.csv");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void downloadsWithoutOptions(boolean async) throws IOException {
    answering(content);
    Path target = folder.resolve("bill.csv");

    Response response =
        async ? wxpay.chain(FILE).downloadAsync(target).join() : wxpay.chain(FILE).download(target);

    assertThat(response.status()).isEqualTo(200);
    assertThat(Files.readAllBytes(target)).isEqualTo(content);
  }

  @Test
  void followsADownloadLinkInEveryForm() throws IOException {
    answering(content);
    tell(Hash.sha1(content));
    Response link = wxpay.chain("v3/bill/tradebill").get();
    Path target = folder.resolve("bill.csv");
    List<Long> totals = new ArrayList<>();
    Options options = Options.none().progress((done, total) -> totals.add(total));
    List<Supplier<Response>> forms =
        List.of(
            () -> link.download(target),
            () -> link.download("", target),
            () -> link.downloadAsync(target).join(),
            () -> link.downloadAsync("", target).join(),
            () -> link.download(target, options),
            () -> link.download("", target, options),
            () -> link.downloadAsync(target, options).join(),
            () -> link.downloadAsync("", target, options).join());

    for (int i = 0; i < forms.size(); i++) {
      totals.clear();
      assertThat(forms.get(i).get().status()).as("form " + i).isEqualTo(200);
      assertThat(Files.readAllBytes(target)).as("form " + i).isEqualTo(content);
      assertThat(totals.isEmpty()).as("form " + i).isEqualTo(i < 4);
      Files.delete(target);
    }
  }

  @Test
  void appliesTheLimitOfTheOptionsToADownloadLink() {
    answering(content);
    tell(Hash.sha1(content));
    Response link = wxpay.chain("v3/bill/tradebill").get();
    Path target = folder.resolve("bill.csv");
    Options options = Options.none().maxBytes(content.length - 1);

    assertThat(catchThrowable(() -> link.download(target, options)))
        .isInstanceOf(MalformedException.class);
    assertThat(link.downloadAsync(target, options))
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(MalformedException.class);
    assertThat(target).doesNotExist();
  }

  @Test
  void failsTheFutureIfThereIsNoDownloadLink() {
    tell(Hash.sha1(content));
    Response link = wxpay.chain("v3/bill/tradebill").get();
    Path target = folder.resolve("bill.csv");

    assertThat(catchThrowable(() -> link.download("/list/0", target)))
        .isInstanceOf(MalformedException.class);
    assertThat(link.downloadAsync("/list/0", target))
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(MalformedException.class);
  }

  @Test
  void decompressesGzip() throws IOException {
    answering(gzip(content));
    Path target = folder.resolve("bill.csv");

    wxpay.chain(FILE).download(target, Map.of("params", Map.of("token", "t")));

    assertThat(Files.readAllBytes(target)).isEqualTo(content);
    assertThat(left()).containsExactly("bill.csv");
  }

  @Test
  void writesCompleteFileOrNothingToStream() {
    answering(gzip(content));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    wxpay.chain(FILE).download(all);
    assertThat(all.toByteArray()).isEqualTo(content);

    ByteArrayOutputStream nothing = new ByteArrayOutputStream();
    reply = (request, out) -> cut(out, content, 1000);
    assertThat(catchThrowable(() -> wxpay.chain(FILE).download(nothing)))
        .isInstanceOf(TransportException.class);
    assertThat(nothing.size()).isZero();
  }

  @Test
  void comparesDigestWithDecompressedFile() throws IOException {
    answering(gzip(content));
    Path target = folder.resolve("bill.csv");

    tell(Hash.sha1(content));
    wxpay.chain("v3/bill/tradebill").get().download(target);
    assertThat(Files.readAllBytes(target)).isEqualTo(content);

    Files.delete(target);
    tell(Hash.sha1("another"));
    Response answer = wxpay.chain("v3/bill/tradebill").get();
    assertThat(catchThrowable(() -> answer.download(target)))
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_DIGEST));
    assertThat(left()).isEmpty();
  }

  @Test
  void leavesNothingWhenTruncatedAtAnyOfFiftyPoints() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] packed = gzip(content);
    Path target = folder.resolve("bill.csv");
    tell(Hash.sha1(content));
    for (int i = 0; i < 50; i++) {
      byte[] sent = i % 2 == 0 ? content : packed;
      int at = random.nextInt(sent.length);
      boolean chunked = i % 3 == 0;
      reply = (request, out) -> chunked ? chunks(out, sent, at) : cut(out, sent, at);
      Response answer = wxpay.chain("v3/bill/tradebill").get();

      Throwable thrown = catchThrowable(() -> answer.download(target));

      assertThat(thrown).as("seed %s, cut at %s of %s", seed, at, sent.length).isNotNull();
      assertThat(left()).as("seed %s, cut at %s of %s", seed, at, sent.length).isEmpty();
    }
  }

  @Test
  void refusesBodyWithoutLength() throws IOException {
    reply =
        (request, out) -> {
          out.write(
              "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhalf a f"
                  .getBytes(StandardCharsets.US_ASCII));
          return false;
        };
    assertThat(catchThrowable(() -> wxpay.chain(FILE).download(folder.resolve("x"))))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("neither Content-Length nor Transfer-Encoding");
    assertThat(left()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 206})
  void refusesPartialContent(int status) throws IOException {
    Path target = Files.writeString(folder.resolve("x"), "old");
    reply =
        (request, out) -> {
          out.write(Reply.bare(status, status == 204 ? "" : "part").wire());
          return false;
        };
    assertThat(catchThrowable(() -> wxpay.chain(FILE).download(target)))
        .isInstanceOf(MalformedException.class);
    assertThat(Files.readString(target)).isEqualTo("old");
    assertThat(left()).containsExactly("x");
  }

  @Test
  void refusesEncodingThatWasNotAccepted() throws IOException {
    reply =
        (request, out) -> {
          out.write(Reply.bare(200, "x").with("Content-Encoding", "br").wire());
          return true;
        };
    assertThat(catchThrowable(() -> wxpay.chain(FILE).download(folder.resolve("x"))))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("'br'");
    assertThat(left()).isEmpty();
  }

  @Test
  void letsOnlyOwnerReadDecompressedFile() throws IOException {
    answering(gzip(content));
    Path target = folder.resolve("bill.csv");
    wxpay.chain(FILE).download(target);
    assumeTrue(
        target.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "Skipped: this file system has no POSIX permissions.");
    assertThat(Files.getPosixFilePermissions(target))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }

  @Test
  void refusesDamagedGzip() throws IOException {
    byte[] packed = gzip(content);
    packed[packed.length / 2] ^= 1;
    answering(packed);
    assertThat(catchThrowable(() -> wxpay.chain(FILE).download(folder.resolve("x"))))
        .isInstanceOf(MalformedException.class);
    assertThat(left()).isEmpty();
  }

  @Test
  void reportsErrorResponse() throws IOException {
    reply =
        (request, out) -> {
          out.write(
              Reply.bare(404, "{\"code\":\"NO_STATEMENT_EXIST\",\"message\":\"none\"}").wire());
          return true;
        };
    assertThat(catchThrowable(() -> wxpay.chain(FILE).download(folder.resolve("x"))))
        .isInstanceOfSatisfying(
            StatusException.class, e -> assertThat(e.code()).isEqualTo("NO_STATEMENT_EXIST"));
    assertThat(left()).isEmpty();
  }

  @Test
  void doesNotFollowRedirect() throws IOException {
    reply =
        (request, out) -> {
          out.write(Reply.bare(302, "").with("Location", server.url() + "/v3/bill/x").wire());
          return true;
        };
    assertThat(catchThrowable(() -> wxpay.chain(FILE).download(folder.resolve("x"))))
        .isInstanceOf(StatusException.class);
    assertThat(server.requests()).hasSize(1);
    assertThat(left()).isEmpty();
  }

  @Test
  void endsStalledDownload() throws IOException {
    reply =
        (request, out) -> {
          out.write(Arrays.copyOf(Reply.bare(200, "").wire(1000), 120));
          return true; // waits for another request
        };
    Options options = Options.none().timeout(Duration.ofMillis(300));
    assertThat(catchThrowable(() -> wxpay.chain(FILE).download(folder.resolve("x"), options)))
        .isInstanceOf(TransportException.class);
    assertThat(left()).isEmpty();
  }

  @Test
  void leavesNothingWhenCancelled() throws Exception {
    reply =
        (request, out) -> {
          out.write(Reply.bare(200, "half").wire(1000));
          return true;
        };
    CountDownLatch begun = new CountDownLatch(1);
    Options options = Options.none().progress((done, total) -> begun.countDown());
    CompletableFuture<Response> call =
        wxpay.chain(FILE).downloadAsync(folder.resolve("x"), options);
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

    call.cancel(true);

    assertThat(server.awaitHangUp()).isTrue();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!left().isEmpty() && System.nanoTime() < end) { // the last step may be on another thread
      Thread.onSpinWait();
    }
    assertThat(left()).isEmpty();
  }

  /** On Java 11 the exchange continues until the headers arrive or the timeout ends it. */
  @Test
  void leavesNothingWhenCancelledBeforeTheHeaders() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    reply =
        (request, out) -> {
          assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
          out.write(Reply.bare(200, "half").wire(1000));
          return true;
        };
    Options options = Options.none().timeout(Duration.ofSeconds(30));
    CompletableFuture<Response> call =
        wxpay.chain(FILE).downloadAsync(folder.resolve("x"), options);
    assertThat(server.awaitRequest()).isTrue();

    call.cancel(true);
    cancelled.countDown();

    assertThat(server.awaitHangUp()).isTrue();
    assertThat(ForkJoinPool.commonPool().awaitQuiescence(20, TimeUnit.SECONDS)).isTrue();
    assertThat(left()).isEmpty();
  }

  @Test
  void refusesInvalidTargetBeforeSending() {
    assertThat(catchThrowable(() -> wxpay.chain(FILE).download(folder)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is a directory");
    assertThat(catchThrowable(() -> wxpay.chain(FILE).download(folder.resolve("no/x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not exist");
    assertThat(server.requests()).isEmpty();
  }

  private void answering(byte[] body) {
    reply =
        (request, out) -> {
          out.write(Reply.bare(200, "").withBody(body).wire());
          return true;
        };
  }

  private void tell(String sha1) {
    told =
        String.format(
            Locale.ROOT,
            "{\"hash_type\":\"SHA1\",\"hash_value\":\"%s\",\"download_url\":\"%s/%s?token=t\"}",
            sha1,
            server.url(),
            FILE);
  }

  private static boolean cut(OutputStream out, byte[] body, int at) throws IOException {
    out.write(Reply.bare(200, "").withBody(Arrays.copyOf(body, at)).wire(body.length));
    return false;
  }

  private static boolean chunks(OutputStream out, byte[] body, int at) throws IOException {
    out.write(
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(body.length)
                + "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.write(body, 0, at);
    return false;
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = new ArrayList<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    }
  }

  private static byte[] content(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }
}
