package io.github.wxpay.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.Chain;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.codec.Bill;
import io.github.wxpay.exception.FileException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.Sent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads to a stream and bills give the same in both ways, and leave no file behind. */
class AsyncFilesTest {
  private static final String CSV = "a,b\n`1,`2\ntotal,rest\n`1,`0\n";
  private static final Map<String, ?> MERCHANT = Map.of("mch_id", Fixtures.MCHID);
  private static final Map<String, ?> CONFIG = Map.of("params", Map.of("bill_date", "2026-07-31"));

  @TempDir Path folder;

  private final String temporary = System.getProperty("java.io.tmpdir");
  private final FakeHttpClient http = new FakeHttpClient(this::reply);
  private final Wxpay wxpay = Clients.builder().secret(Fixtures.SECRET).httpClient(http).build();
  private volatile String host = "https://api.mch.weixin.qq.com";
  private volatile int links = 1;
  private volatile int missing = -1;

  @BeforeEach
  void start() {
    System.setProperty("java.io.tmpdir", folder.toString()); // where bills are downloaded to
  }

  @AfterEach
  void end() throws IOException {
    System.setProperty("java.io.tmpdir", temporary);
    wxpay.close();
    assertThat(files()).isEmpty();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.collect(Collectors.toList());
    }
  }

  private Reply reply(Sent request) {
    String path = request.uri().getPath();
    if (path.startsWith("/v3/bills/")) {
      return list();
    } else if (path.startsWith("/v3/bill/")) {
      return Reply.signed(link(0));
    }
    if (("token=" + missing).equals(request.uri().getQuery())) {
      return Reply.signed(
          404, "{\"code\":\"NO_STATEMENT_EXIST\"}".getBytes(StandardCharsets.UTF_8));
    }
    return Reply.signed(CSV).with("Content-Length", "" + CSV.length());
  }

  private Reply list() {
    return Reply.signed(
        IntStream.range(0, links)
            .mapToObj(this::link)
            .collect(
                Collectors.joining(
                    ",", "{\"download_bill_count\":" + links + ",\"download_bill_list\":[", "]}")));
  }

  private String link(int index) {
    return "{\"download_url\":\"" + host + "/v3/billdownload/file?token=" + index + "\"}";
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void downloadsToStream(boolean async) {
    Chain chain = wxpay.chain("v3/billdownload/file");
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Response response = async ? chain.downloadAsync(out).join() : chain.download(out);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.bytes()).isEmpty();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(CSV);
  }

  @Test
  void failsFutureOfStreamDownloadAndWritesNothing() {
    missing = 7;
    Chain chain = wxpay.chain("v3/billdownload/file").query("token", 7);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThat(failure(chain.downloadAsync(out))).isInstanceOf(StatusException.class);
    assertThat(failure(chain.downloadAsync(out, Options.none().maxBytes(3))))
        .isInstanceOf(WxpayException.class);
    assertThat(out.size()).isZero();
  }

  @Test
  void failsTheFutureWhenTheStreamFails() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space");
          }
        };

    assertThat(failure(wxpay.chain("v3/billdownload/file").downloadAsync(full)))
        .isExactlyInstanceOf(FileException.class);
  }

  @Test
  void downloadsOneBillInEveryForm() {
    Chain chain = wxpay.chain("v3/bill/tradebill");
    Chain v2 = wxpay.chain("v2/pay/downloadbill");
    List<Supplier<Bill>> forms =
        List.of(
            () -> chain.bill(CONFIG),
            () -> chain.billAsync(CONFIG).join(),
            () -> chain.bills(CONFIG).get(0),
            () -> chain.billsAsync(CONFIG).join().get(0),
            () -> v2.bill(MERCHANT, Options.none()),
            () -> v2.billAsync(MERCHANT, Options.none()).join());

    for (int i = 0; i < forms.size(); i++) {
      try (Bill bill = forms.get(i).get()) {
        assertThat(bill.names()).as("form " + i).containsExactly("a", "b");
      }
    }
    assertThat(
            http.sent().stream()
                .filter(sent -> sent.target().equals("/v3/bill/tradebill?bill_date=2026-07-31")))
        .hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 100})
  void downloadsAllBillsInTheirOrder(int count) {
    links = count;
    for (boolean async : new boolean[] {false, true}) {
      http.sent().clear();

      List<Bill> bills = bills(async);

      assertThat(bills).hasSize(count);
      assertThat(http.sent().subList(1, count + 1))
          .extracting(sent -> sent.uri().getQuery())
          .containsExactlyElementsOf(
              IntStream.range(0, count).mapToObj(i -> "token=" + i).collect(Collectors.toList()));
      bills.forEach(Bill::close);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closesBillsBeforeTheOneThatFails(boolean async) {
    links = 5;
    missing = 3;

    Throwable failure = catchThrowable(() -> bills(async));

    assertThat(failure instanceof CompletionException ? failure.getCause() : failure)
        .isExactlyInstanceOf(StatusException.class);
    assertThat(http.sent()).hasSize(5); // the list and four files; @AfterEach finds none left
  }

  @Test
  void closesBillsWhenTheFutureIsCancelled() throws Exception {
    links = 5;
    CountDownLatch third = new CountDownLatch(1);
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  if (request.contains("token=2")) {
                    third.countDown();
                  } else {
                    out.write((request.contains("/bills/") ? list() : Reply.signed(CSV)).wire());
                  }
                  return true;
                });
        Wxpay remote = Clients.builder().baseUrl(server.url()).build()) {
      host = server.url();
      CompletableFuture<List<Bill>> bills = remote.chain("v3/bills/tradebill").billsAsync();
      assertThat(third.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(files()).hasSizeGreaterThanOrEqualTo(2);

      bills.cancel(true);

      for (int i = 0; i < 400 && !files().isEmpty(); i++) {
        Thread.sleep(50);
      }
      assertThat(files()).isEmpty();
    }
  }

  @Test
  void failsTheFutureOfBillsForBadInput() {
    Chain chain = wxpay.chain("v3/bill/{id}");
    Map<String, ?> unknown = Map.of("parms", Map.of());

    for (Supplier<CompletableFuture<?>> call :
        List.<Supplier<CompletableFuture<?>>>of(
            () -> chain.billAsync(unknown),
            () -> chain.billsAsync(unknown),
            () -> chain.downloadAsync(folder.resolve("target"), unknown),
            () -> chain.downloadAsync(new ByteArrayOutputStream()),
            () -> wxpay.chain("v3/bill").with("id", 1).billsAsync())) {
      assertThat(failure(call.get())).isExactlyInstanceOf(IllegalArgumentException.class);
    }
    assertThat(http.sent()).isEmpty();
  }

  @Test
  void failsTheFutureWhenResponseHasNoLink() {
    assertThat(failure(wxpay.chain("v3/billdownload/file").billAsync()))
        .isInstanceOf(MalformedException.class);
    assertThat(failure(wxpay.chain("v3/billdownload/file").billsAsync()))
        .isInstanceOf(MalformedException.class);
  }

  private List<Bill> bills(boolean async) {
    Chain chain = wxpay.chain("v3/bills/tradebill");
    return async ? chain.billsAsync().join() : chain.bills();
  }

  private static Throwable failure(CompletableFuture<?> future) {
    Throwable thrown = catchThrowable(future::join);
    assertThat(thrown).isExactlyInstanceOf(CompletionException.class);
    return thrown.getCause();
  }
}
