package io.github.wxpay;

import static io.github.wxpay.testing.Bytes.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.DeflaterOutputStream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures and limits of connections, and the exceptions that report them. */
@Timeout(60)
class TransportTest {
  /** Long enough for a loaded machine, short enough to wait for. */
  private static final Duration SHORT = Duration.ofMillis(200);

  private static final String UNKNOWN =
      " The request may have been executed, and money may have moved. After a pause longer than a"
          + " request can be delayed, query the state by your own number; send it again only with"
          + " the same number and content.";

  // Failures before and after sending

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsNotSentWhenConnectionIsRefused(boolean async) {
    try (Wxpay wxpay = Clients.builder().baseUrl(RawServer.deadUrl()).build()) {
      Throwable thrown = catchThrowable(() -> Clients.post(async, wxpay.chain("v3/pay"), "{}"));

      assertThat(thrown)
          .isExactlyInstanceOf(TransportException.class)
          .hasMessageMatching( // Java 11 adds the words of the operating system
              "POST v3/pay did not reach 127\\.0\\.0\\.1: ConnectException( \\(.+\\))?\\. Nothing"
                  + " was sent; the call may be repeated\\.")
          .hasCauseInstanceOf(ConnectException.class);
      assertThat(((TransportException) thrown).sent()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsSentWhenServerClosesDuringPost(boolean async) {
    try (RawServer server = new RawServer((request, out) -> false);
        Wxpay wxpay = client(server)) {
      Throwable thrown = catchThrowable(() -> Clients.post(async, wxpay.chain("v3/pay"), "{}"));

      assertThat(thrown)
          .isExactlyInstanceOf(TransportException.class)
          .hasMessageStartingWith(
              "POST v3/pay was sent to 127.0.0.1, but no complete response arrived: ")
          .hasMessageEndingWith(UNKNOWN)
          .hasCauseInstanceOf(IOException.class);
      assertThat(((TransportException) thrown).sent()).isTrue();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void doesNotRepeatPostOnClosedKeptConnection() {
    Reply reply = Reply.signed("{}");
    AtomicInteger count = new AtomicInteger();
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  if (count.incrementAndGet() == 1) {
                    out.write(reply.wire());
                    return true;
                  }
                  return false;
                });
        Wxpay wxpay = client(server)) {
      wxpay.chain("v3/a").post("1");

      Throwable thrown = catchThrowable(() -> wxpay.chain("v3/b").post("2"));

      assertThat(thrown)
          .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.sent()).isTrue());
      assertThat(server.requests()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesTruncatedResponse(boolean async) {
    Reply reply = Reply.signed("{\"a\":1}");
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  out.write(reply.wire(100));
                  return false;
                });
        Wxpay wxpay = client(server)) {
      Throwable thrown = catchThrowable(() -> Clients.post(async, wxpay.chain("v3/pay"), "{}"));

      assertThat(thrown)
          .isExactlyInstanceOf(TransportException.class)
          .hasMessageContaining("was sent to 127.0.0.1, but no complete response arrived: ")
          .hasMessageEndingWith(UNKNOWN);
      assertThat(((TransportException) thrown).sent()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense\r\n\r\n", "HTTP/1.1 abc X\r\n\r\n", "\r\n\r\n\r\n"})
  void refusesResponseThatIsNotHttp(String text) {
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  out.write(text.getBytes(StandardCharsets.ISO_8859_1));
                  return false;
                });
        Wxpay wxpay = client(server)) {
      Throwable thrown = catchThrowable(() -> wxpay.chain("v3/pay").get());

      assertThat(thrown)
          .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.sent()).isTrue());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "java.net.ConnectException, false",
    "java.net.http.HttpConnectTimeoutException, false",
    "javax.net.ssl.SSLHandshakeException, true", // this client has read the body before
    "java.net.http.HttpTimeoutException, true",
    "java.io.IOException, true",
    "java.io.EOFException, true",
    "java.net.SocketException, true",
  })
  void reportsEveryFailureAsSentOrNotSent(Class<? extends IOException> type, boolean sent) {
    for (boolean async : new boolean[] {false, true}) {
      IOException failure = failure(type);
      FakeHttpClient http =
          new FakeHttpClient(
              request -> {
                throw new UncheckedIOException(failure);
              });

      Throwable thrown =
          catchThrowable(() -> Clients.post(async, Clients.over(http).chain("v3/pay"), "x"));

      assertThat(thrown).isExactlyInstanceOf(TransportException.class).hasCause(failure);
      assertThat(((TransportException) thrown).sent()).isEqualTo(sent);
      assertThat(http.sent()).hasSize(1);
    }
  }

  // Deadlines

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsAtTimeoutWhenResponseNeverBegins(boolean async) throws Exception {
    assertLate(async, (request, out) -> true);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsAtTimeoutWhenHeadOfResponseStalls(boolean async) throws Exception {
    assertLate(
        async,
        (request, out) -> {
          out.write("HTTP/1.1 200 OK\r\nContent-".getBytes(StandardCharsets.ISO_8859_1));
          return true;
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsAtTimeoutWhenBodyOfResponseStalls(boolean async) throws Exception {
    assertLate(
        async,
        (request, out) -> {
          out.write(Reply.signed("{\"a\":1}").wire(100));
          return true;
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsAtTimeoutWhenBodyOfResponseIsSlow(boolean async) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    assertLate(
        async,
        (request, out) -> {
          out.write(Reply.signed("").wire(1_000_000));
          while (!never.await(20, TimeUnit.MILLISECONDS)) {
            out.write(' ');
            out.flush();
          }
          return false;
        });
  }

  /** Returns the failure of a call that ends at its timeout, that of the client or its own. */
  private static Throwable late(boolean async, Wxpay wxpay, boolean ofTheCall, Duration time) {
    Wxpay client = ofTheCall ? wxpay : wxpay.newBuilder().timeout(time).build();
    Options options = ofTheCall ? Options.none().timeout(time) : Options.none();
    long start = System.nanoTime();
    Throwable thrown =
        catchThrowable(() -> Clients.call(async, client.chain("v3/pay"), "POST", "{}", options));
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(time.minusMillis(20), time.plusSeconds(10));
    assertThat(thrown).isExactlyInstanceOf(TransportException.class);
    return thrown;
  }

  private static void assertLate(boolean async, RawServer.Answer answer) throws Exception {
    try (RawServer server = new RawServer(answer);
        Wxpay wxpay = client(server)) {
      for (boolean ofTheCall : new boolean[] {false, true}) {
        Duration time = SHORT;
        Throwable thrown = late(async, wxpay, ofTheCall, time);
        // A busy machine may need more time to connect.
        while (!((TransportException) thrown).sent() && time.toSeconds() < 5) {
          time = time.multipliedBy(2);
          thrown = late(async, wxpay, ofTheCall, time);
        }

        assertThat(thrown)
            .hasMessage(
                "POST v3/pay was sent to 127.0.0.1, but no complete response arrived in time."
                    + UNKNOWN);
        assertThat(((TransportException) thrown).sent()).isTrue();
      }
      assertThat(server.awaitHangUp()).isTrue();
    }
  }

  // Cancelling

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsConnectionWhenFutureIsCancelled(boolean whileTheBodyComes) throws Exception {
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  if (whileTheBodyComes) {
                    out.write(Reply.signed("{\"a\":1}").wire(100));
                  }
                  return true;
                });
        Wxpay wxpay = Clients.builder().baseUrl(server.url()).timeout(untilHangUp()).build()) {
      CompletableFuture<Response> call = wxpay.chain("v3/pay").postAsync("{}");
      assertThat(server.awaitRequest()).isTrue();

      call.cancel(true);

      assertThat(server.awaitHangUp()).isTrue();
      assertThat(catchThrowable(call::join)).isInstanceOf(CancellationException.class);
    }
  }

  /** As {@code orTimeout} and {@code complete} of a future do. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsConnectionWhenFutureIsCompleted(boolean failing) throws Exception {
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  out.write(Reply.signed("{\"a\":1}").wire(100));
                  return true;
                });
        Wxpay wxpay = Clients.builder().baseUrl(server.url()).timeout(untilHangUp()).build()) {
      CompletableFuture<Response> call = wxpay.chain("v3/pay").postAsync("{}");
      assertThat(server.awaitRequest()).isTrue();

      boolean ended =
          failing ? call.completeExceptionally(new IOException("mine")) : call.complete(null);

      assertThat(ended).isTrue();
      assertThat(server.awaitHangUp()).isTrue();
    }
  }

  @Test
  void sendsNothingWhenCancelledWhileSigning() {
    CompletableFuture<byte[]> signature = new CompletableFuture<>();
    FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));
    Wxpay wxpay =
        Clients.over(http)
            .newBuilder()
            .privateKey(
                new RequestSigner() {
                  @Override
                  public byte[] sign(byte[] message) {
                    throw new AssertionError("asked to sign at once");
                  }

                  @Override
                  public CompletionStage<byte[]> signAsync(byte[] message) {
                    return signature;
                  }
                })
            .build();
    CompletableFuture<Response> call = wxpay.chain("v3/pay").postAsync("{}");

    call.cancel(true);
    signature.complete(new byte[256]);

    assertThat(call).isCancelled();
    assertThat(http.sent()).isEmpty();
  }

  @Test
  void endsBlockingCallAndConnectionWhenInterrupted() throws Exception {
    try (RawServer server = new RawServer((request, out) -> true);
        Wxpay wxpay = Clients.builder().baseUrl(server.url()).timeout(untilHangUp()).build()) {
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      AtomicReference<Boolean> flag = new AtomicReference<>();
      Thread caller =
          new Thread(
              () -> {
                thrown.set(catchThrowable(() -> wxpay.chain("v3/pay").post("{}")));
                flag.set(Thread.currentThread().isInterrupted());
              });
      caller.start();
      assertThat(server.awaitRequest()).isTrue();

      caller.interrupt();
      caller.join(20_000);

      assertThat(thrown.get())
          .isExactlyInstanceOf(TransportException.class)
          .hasMessage("POST v3/pay was sent to 127.0.0.1, but the call was interrupted." + UNKNOWN)
          .hasCauseInstanceOf(InterruptedException.class);
      assertThat(((TransportException) thrown.get()).sent()).isTrue();
      assertThat(flag.get()).isTrue();
      assertThat(server.awaitHangUp()).isTrue();
    }
  }

  // Sizes and encodings

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesResponseLargerThanTheLimit(boolean async) throws Exception {
    byte[] block = new byte[1 << 16];
    AtomicInteger blocks = new AtomicInteger();
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  out.write(Reply.signed("").wire(1L << 40));
                  while (true) { // until the client hangs up
                    out.write(block);
                    blocks.incrementAndGet();
                  }
                });
        Wxpay wxpay = client(server)) {
      Throwable thrown =
          catchThrowable(() -> Clients.get(async, wxpay.chain("v3/billdownload/file")));

      assertThat(thrown)
          .isExactlyInstanceOf(MalformedException.class)
          .hasMessage(
              "The response is larger than the limit of 8388608 bytes. Set"
                  + " maxResponseBytes(…) if a response of this size is expected.");
      assertThat(server.awaitHangUp()).isTrue();
      assertThat(blocks.get()).isLessThan(10_000);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip"})
  void verifiesDecompressedResponse(String encoding) {
    byte[] body = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    Reply reply = Reply.signed(200, body).withBody(gzip(body)).with("Content-Encoding", encoding);

    for (boolean async : new boolean[] {false, true}) {
      Response response = Clients.get(async, answering(reply).chain("v3/pay"));

      assertThat(response.bytes()).isEqualTo(body);
    }
  }

  @Test
  void acceptsEmptyResponseWithContentEncoding() {
    Reply reply = Reply.signed(204, new byte[0]).with("Content-Encoding", "gzip");

    assertThat(answering(reply).chain("v3/pay").get().bytes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void acceptsSignedChunked204(boolean async) {
    Reply reply = Reply.signed(204, new byte[0]);
    for (String end : List.of("0\r\n\r\n", "")) {
      try (RawServer server = chunked(reply, end);
          Wxpay wxpay = client(server)) {
        for (int i = 0; i < 3; i++) {
          Response response = Clients.post(async, wxpay.chain("v3/pay"), "{}");

          assertThat(response.status()).isEqualTo(204);
          assertThat(response.bytes()).isEmpty();
        }
        assertThat(server.requests()).hasSize(3);
      }
    }
  }

  @Test
  void keepsChunked204OfEqualCallsApart() {
    Reply right = Reply.signed(204, new byte[0]);
    AtomicInteger count = new AtomicInteger();
    CountDownLatch both = new CountDownLatch(2);
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  Reply reply =
                      request.contains("first") ? right : right.with("Wechatpay-Nonce", "other");
                  count.incrementAndGet();
                  both.countDown();
                  both.await();
                  out.write(chunked(reply));
                  return false;
                });
        Wxpay wxpay = client(server)) {
      CompletableFuture<Response> first = wxpay.chain("v3/pay").postAsync("first");
      CompletableFuture<Response> second = wxpay.chain("v3/pay").postAsync("second");

      assertThat(first.join().status()).isEqualTo(204);
      assertThat(catchThrowable(second::join)).hasCauseInstanceOf(VerificationException.class);
      assertThat(count).hasValue(2);
    }
  }

  @Test
  void refusesChunked204ThatIsNotVerified() {
    Reply reply = Reply.signed(204, new byte[0]);
    for (Reply wrong :
        List.of(
            Reply.bare(204, ""),
            reply.with("Wechatpay-Signature"),
            reply.with("Wechatpay-Nonce", "another"),
            Reply.signed(204, "{}".getBytes(StandardCharsets.UTF_8)),
            Reply.signed(204, new byte[0], Fixtures.NOW, "SHA256", Fixtures.otherKey()))) {
      try (RawServer server = chunked(wrong, "0\r\n\r\n");
          Wxpay wxpay = client(server)) {
        assertThat(catchThrowable(() -> wxpay.chain("v3/pay").post("{}")))
            .isExactlyInstanceOf(VerificationException.class);
      }
    }
  }

  @Test
  void refuses204WithContent() {
    Reply reply = Reply.signed(204, "{}".getBytes(StandardCharsets.UTF_8));
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  out.write(reply.wire());
                  return false;
                });
        Wxpay wxpay = client(server)) {
      assertThat(catchThrowable(() -> wxpay.chain("v3/pay").post("{}")))
          .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.sent()).isTrue());
    }
  }

  /** The handler that reads the headers of such a 204 is one for cookies. */
  @Test
  void storesAndSendsNoCookies() {
    Reply reply = Reply.signed("{}").with("Set-Cookie", "a=b");
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  out.write(reply.wire());
                  return true;
                });
        Wxpay wxpay = client(server)) {
      wxpay.chain("v3/a").get();
      wxpay.chain("v3/a").get();

      assertThat(server.requests()).hasSize(2);
      assertThat(server.requests().get(1)).doesNotContainIgnoringCase("cookie");
    }
  }

  private static RawServer chunked(Reply reply, String end) {
    byte[] head = chunked(reply);
    return new RawServer(
        (request, out) -> {
          out.write(head);
          out.write(end.getBytes(StandardCharsets.US_ASCII));
          return true;
        });
  }

  private static byte[] chunked(Reply reply) {
    String wire = new String(reply.withBody(new byte[0]).wire(), StandardCharsets.ISO_8859_1);
    return wire.replace("Content-Length: 0", "Transfer-Encoding: chunked")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsNoFormWhoseGivenBoundaryOccursInAValue(boolean async) {
    FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));
    Wxpay wxpay = Clients.builder().secret(Fixtures.SECRET).httpClient(http).build();
    for (String path : List.of("v3/merchant/media/upload", "v2/secapi/mch/uploadmedia")) {
      Multipart form =
          new Multipart("B1")
              .append("mch_id", Fixtures.MCHID)
              .append("file", "a\r\n--B1\r\nb".getBytes(StandardCharsets.UTF_8), "a.png");

      assertThat(catchThrowable(() -> Clients.post(async, wxpay.chain(path), form)))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("The boundary 'B1' occurs in the part 'file'");
      assertThat(http.sent()).isEmpty();
    }
    Multipart genuine =
        new Multipart("B1")
            .append("meta", "{}")
            .append("file", "a\r\n-B1\r\nb".getBytes(StandardCharsets.UTF_8), "a.png");
    assertThat(Clients.post(async, wxpay.chain("v3/a"), genuine).status()).isEqualTo(200);
    assertThat(http.sent()).hasSize(1);
  }

  @Test
  void refusesSignatureOverCompressedBytes() {
    byte[] packed = gzip("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    Reply reply = Reply.signed(200, packed).with("Content-Encoding", "gzip");

    assertThat(catchThrowable(() -> answering(reply).chain("v3/pay").get()))
        .isInstanceOf(VerificationException.class);
  }

  @Test
  void refusesResponseThatDecompressesBeyondTheLimit() {
    Reply reply =
        Reply.bare(200, "")
            .withBody(gzip(new byte[(8 << 20) + 1]))
            .with("Content-Encoding", "gzip");

    assertThat(catchThrowable(() -> answering(reply).chain("v3/billdownload/file").get()))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessage(
            "The response is larger than the limit of 8388608 bytes when decompressed. Set"
                + " maxResponseBytes(…) if a response of this size is expected.");
  }

  @Test
  void acceptsResponseOfExactlyTheLimit() {
    Reply reply =
        Reply.bare(200, "").withBody(gzip(new byte[8 << 20])).with("Content-Encoding", "gzip");

    assertThat(answering(reply).chain("v3/billdownload/file").get().bytes()).hasSize(8 << 20);
  }

  @Test
  void refusesUncompressedResponseWithContentEncoding() {
    Reply reply = Reply.signed("{\"a\":1}").with("Content-Encoding", "gzip");

    assertThat(catchThrowable(() -> answering(reply).chain("v3/pay").get()))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessage(
            "The response cannot be decompressed as its Content-Encoding requires, so it is"
                + " damaged. Query the state before you repeat the request.");
  }

  @Test
  void refusesTruncatedCompressedResponse() {
    byte[] packed = gzip(new byte[5000]);
    Reply reply =
        Reply.bare(200, "")
            .withBody(Arrays.copyOf(packed, packed.length - 9))
            .with("Content-Encoding", "gzip");

    assertThat(catchThrowable(() -> answering(reply).chain("v3/billdownload/file").get()))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessage(
            "The response cannot be decompressed as its Content-Encoding requires, so it is"
                + " damaged. Query the state before you repeat the request.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "compress", "gzip, br", "zstd"})
  void refusesEncodingThatWasNotAccepted(String encoding) {
    Reply reply = Reply.signed("{\"a\":1}").with("Content-Encoding", encoding);

    assertThat(catchThrowable(() -> answering(reply).chain("v3/pay").get()))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessage(
            "The response is encoded as '"
                + encoding
                + "', which the request does not accept. Check for a proxy that encodes"
                + " responses.");
  }

  @Test
  void keepsStatusOfErrorInUnknownEncoding() {
    Reply reply = Reply.bare(502, "").withBody(new byte[] {1, 2}).with("Content-Encoding", "br");

    assertThat(catchThrowable(() -> answering(reply).chain("v3/pay").get()))
        .isInstanceOf(StatusException.class)
        .hasMessageStartingWith("GET v3/pay was answered 502");
  }

  @Test
  void verifiesInflatedResponse() {
    Reply plain = Reply.signed("{\"a\":1}");
    Reply reply = plain.withBody(deflated("{\"a\":1}")).with("Content-Encoding", "deflate");

    assertThat(answering(reply).chain("v3/pay").get().get("a")).isEqualTo("1");
  }

  private static byte[] deflated(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Test
  void acceptsIdentityEncoding() {
    Reply reply = Reply.signed("{\"a\":1}").with("Content-Encoding", "identity");

    assertThat(answering(reply).chain("v3/pay").get().get("a")).isEqualTo("1");
  }

  @Test
  void readsCompressedErrorResponse() {
    byte[] body = "{\"code\":\"A\",\"message\":\"b\"}".getBytes(StandardCharsets.UTF_8);
    Reply reply = Reply.bare(400, "").withBody(gzip(body)).with("Content-Encoding", "gzip");

    assertThat(catchThrowable(() -> answering(reply).chain("v3/pay").get()))
        .isInstanceOf(StatusException.class)
        .hasMessage("GET v3/pay was answered 400 A: b (response not verified: no signature)");
  }

  // Hooks

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void runsHooksInOrderAndForResponsesInReverse(boolean async) {
    List<String> order = new ArrayList<>();
    FakeHttpClient http =
        new FakeHttpClient(
            request -> {
              order.add("sent");
              return Reply.signed("{}");
            });
    Wxpay wxpay =
        Clients.builder()
            .httpClient(http)
            .hook(noting("a", order))
            .hook(noting("b", order))
            .build();

    Clients.post(async, wxpay.chain("v3/pay"), Map.of());

    assertThat(order).containsExactly("a>", "b>", "sent", "<b", "<a");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void signsAndSendsRequestOfHook(boolean async) {
    FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));
    Wxpay wxpay =
        Clients.builder()
            .httpClient(http)
            .hook(
                request ->
                    request
                        .withData(Map.of("was", request.data()))
                        .withHeader("X-Trace", "t1")
                        .withQuery("a b", "c'd"))
            .hook(request -> request.withData(Map.of("then", request.data())))
            .build();

    Clients.post(async, wxpay.chain("v3/pay"), "x");

    assertThat(http.only().text()).isEqualTo("{\"then\":{\"was\":\"x\"}}");
    assertThat(http.only().header("X-Trace")).isEqualTo("t1");
    assertThat(http.only().target()).isEqualTo("/v3/pay?a+b=c%27d");
    assertThat(http.only().isSigned()).isTrue();
  }

  @Test
  void passesUnsignedRequestToHook() {
    AtomicReference<Outgoing> seen = new AtomicReference<>();
    Wxpay wxpay =
        Clients.builder()
            .httpClient(FakeHttpClient.answering(Reply.signed("{}")))
            .header("X-Client", "c")
            .hook(
                request -> {
                  seen.set(request);
                  return request;
                })
            .build();

    wxpay
        .chain("v3/pay/{id}")
        .post(Map.of("a", 1), Options.of("id", "x/y").query("q", 1).header("X-Call", "k"));

    assertThat(seen.get().method()).isEqualTo("POST");
    assertThat(seen.get().template()).isEqualTo("v3/pay/{id}");
    assertThat(seen.get().path()).isEqualTo("v3/pay/x%2Fy");
    assertThat(seen.get().query()).isEqualTo(Map.of("q", 1));
    assertThat(seen.get().data()).isEqualTo(Map.of("a", 1));
    assertThat(seen.get().headers().first("x-client")).contains("c");
    assertThat(seen.get().headers().first("x-call")).contains("k");
    assertThat(seen.get().headers().first("Authorization")).isEmpty();
    assertThat(seen.get().uri()).hasToString("https://api.mch.weixin.qq.com/v3/pay/x%2Fy?q=1");
    assertThat(seen.get()).hasToString("POST v3/pay/{id}");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void returnsResponseOfHook(boolean async) {
    Wxpay wxpay =
        Clients.builder()
            .httpClient(FakeHttpClient.answering(Reply.signed("{\"a\":1}")))
            .hook(
                new Hook() {
                  @Override
                  public Outgoing request(Outgoing request) {
                    return request;
                  }

                  @Override
                  public Incoming response(Incoming response) {
                    assertThat(response).hasToString("200, 7 bytes");
                    return response.withBytes("{\"b\":2}".getBytes(StandardCharsets.UTF_8));
                  }
                })
            .build();

    Response response = Clients.get(async, wxpay.chain("v3/pay"));

    assertThat(response.text()).isEqualTo("{\"b\":2}");
    assertThat(response.requestId()).isEqualTo("REQ-1");
  }

  @Test
  void doesNotPassForgedResponseToHook() {
    AtomicInteger seen = new AtomicInteger();
    Reply forged = Reply.signed("{\"a\":1}").withBody("{\"a\":2}".getBytes(StandardCharsets.UTF_8));
    Wxpay wxpay =
        Clients.builder()
            .httpClient(FakeHttpClient.answering(forged))
            .hook(
                new Hook() {
                  @Override
                  public Outgoing request(Outgoing request) {
                    return request;
                  }

                  @Override
                  public Incoming response(Incoming response) {
                    seen.incrementAndGet();
                    return response;
                  }
                })
            .build();

    assertThat(catchThrowable(() -> wxpay.chain("v3/pay").get()))
        .isInstanceOf(VerificationException.class);
    assertThat(seen).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsCallWithExceptionOfHook(boolean async) {
    FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));
    Wxpay wxpay =
        Clients.builder()
            .httpClient(http)
            .hook(
                request -> {
                  throw new UnsupportedOperationException("not on Sundays");
                })
            .build();

    Throwable thrown = catchThrowable(() -> Clients.get(async, wxpay.chain("v3/pay")));

    assertThat(thrown)
        .isExactlyInstanceOf(UnsupportedOperationException.class)
        .hasMessage("not on Sundays");
    assertThat(http.sent()).isEmpty();
  }

  @Test
  void namesHookThatReturnsNull() {
    Wxpay wxpay =
        Clients.builder()
            .httpClient(FakeHttpClient.answering(Reply.signed("{}")))
            .hook(
                new Hook() {
                  @Override
                  public Outgoing request(Outgoing request) {
                    return request;
                  }

                  @Override
                  public Incoming response(Incoming response) {
                    return null;
                  }
                })
            .build();

    assertThat(catchThrowable(() -> wxpay.chain("v3/pay").get()))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("A hook returned null for the response.");
  }

  // HttpClients

  @Test
  void derivedClientSharesConnectionsAndClosesNone() {
    Reply reply = Reply.signed("{}");
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  out.write(reply.wire());
                  return true;
                });
        Wxpay base = client(server)) {
      base.chain("v3/a").get();
      Wxpay derived = base.newBuilder().header("X-A", "1").build();
      derived.chain("v3/b").get();
      derived.close();
      base.chain("v3/c").get();

      assertThat(server.accepted()).isEqualTo(1);
      assertThat(server.requests()).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closedClientAndDerivedClientsRefuseCalls(boolean async) {
    try (RawServer server = new RawServer((request, out) -> false)) {
      Wxpay base = client(server);
      Wxpay derived = base.newBuilder().build();

      base.close();
      base.close();

      for (Wxpay wxpay : List.of(base, derived)) {
        Throwable thrown = catchThrowable(() -> Clients.get(async, wxpay.chain("v3/pay")));

        assertThat(thrown)
            .isExactlyInstanceOf(IllegalStateException.class)
            .hasMessage("This client was closed; nothing was sent.");
      }
      assertThat(server.accepted()).isZero();
    }
  }

  @Test
  void doesNotCloseGivenHttpClient() throws Exception {
    Reply reply = Reply.signed("{}");
    HttpClient http = HttpClient.newHttpClient();
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              out.write(reply.wire());
              return false;
            })) {
      Clients.builder().baseUrl(server.url()).httpClient(http).build().close();

      Wxpay other = Clients.builder().baseUrl(server.url()).httpClient(http).build();

      assertThat(other.chain("v3/pay").get().status()).isEqualTo(200);
    }
  }

  @Test
  void signsBytesThatAreSent() {
    Reply reply = Reply.signed("{}");
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  out.write(reply.wire());
                  return true;
                });
        Wxpay wxpay = client(server)) {
      wxpay
          .chain("v3/a/{x}/b c")
          .post(
              "{\"k\":\"\u5fae\"}",
              Options.of("x", "o'#?/%\u4fe1\ud83d\ude00").query("q", "a b'&=+%").query("e", ""));

      String request = server.requests().get(0);
      String[] lines = request.split("\r\n", -1);
      String target = "/v3/a/o%27%23%3F%2F%25%E4%BF%A1%F0%9F%98%80/b%20c?q=a+b%27%26%3D%2B%25&e=";
      assertThat(lines[0]).isEqualTo("POST " + target + " HTTP/1.1");
      assertThat(lines[lines.length - 1]).isEqualTo("{\"k\":\"\u5fae\"}");
      String authorization =
          Arrays.stream(lines)
              .filter(line -> line.startsWith("Authorization: "))
              .findFirst()
              .orElseThrow();
      String message =
          "POST\n"
              + target
              + "\n"
              + Fixtures.NOW
              + "\n"
              + between(authorization, "nonce_str=\"")
              + "\n{\"k\":\"\u5fae\"}\n";
      assertThat(
              Fixtures.verifies(
                  message.getBytes(StandardCharsets.UTF_8),
                  between(authorization, "signature=\""),
                  Fixtures.merchantPublicKey()))
          .isTrue();
    }
  }

  @Test
  void usesNewNonceForEveryRequest() throws Exception {
    FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));
    Wxpay wxpay = Clients.over(http);
    List<CompletableFuture<Response>> calls = new ArrayList<>();

    for (int i = 0; i < 50; i++) {
      calls.add(wxpay.chain("v3/pay").getAsync());
    }
    for (CompletableFuture<Response> call : calls) {
      call.get();
    }

    assertThat(http.sent()).extracting(sent -> sent.nonce()).doesNotHaveDuplicates().hasSize(50);
    assertThat(http.sent()).allMatch(sent -> sent.isSigned());
  }

  @Test
  void failsFutureWithExceptionOfBlockingCall() {
    FakeHttpClient http = FakeHttpClient.answering(Reply.bare(500, ""));

    Throwable thrown = catchThrowable(() -> Clients.over(http).chain("v3/a").getAsync().get());

    assertThat(thrown)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(StatusException.class);
  }

  /**
   * Returns a timeout that hides no failure to hang up: longer than the test waits, except on Java
   * 11, which does not notice that an exchange is cancelled before its headers come.
   */
  private static Duration untilHangUp() {
    return Duration.ofSeconds(Runtime.version().feature() < 17 ? 1 : 60);
  }

  private static Wxpay client(RawServer server) {
    return Clients.builder().baseUrl(server.url()).build();
  }

  private static Wxpay answering(Reply reply) {
    return Clients.over(FakeHttpClient.answering(reply));
  }

  private static Hook noting(String name, List<String> order) {
    return new Hook() {
      @Override
      public Outgoing request(Outgoing request) {
        order.add(name + ">");
        return request;
      }

      @Override
      public Incoming response(Incoming response) {
        order.add("<" + name);
        return response;
      }
    };
  }

  private static String between(String text, String mark) {
    int from = text.indexOf(mark) + mark.length();
    return text.substring(from, text.indexOf('"', from));
  }

  private static IOException failure(Class<? extends IOException> type) {
    if (type == HttpConnectTimeoutException.class) {
      return new HttpConnectTimeoutException("HTTP connect timed out");
    }
    if (type == HttpTimeoutException.class) {
      return new HttpTimeoutException("request timed out");
    }
    if (type == SSLHandshakeException.class) {
      return new SSLHandshakeException("no trust");
    }
    try {
      return type.getConstructor(String.class).newInstance("gone");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
