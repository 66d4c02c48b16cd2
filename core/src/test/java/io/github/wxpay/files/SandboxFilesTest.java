package io.github.wxpay.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.Chain;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.codec.Bill;
import io.github.wxpay.codec.BillRow;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Options;
import io.github.wxpay.sandbox.Fault;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.testing.OrderJson;
import io.github.wxpay.testing.Clients;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every upload and download of the catalogue, and bills, with one call each against the sandbox.
 */
class SandboxFilesTest {
  private static final byte[] IMAGE = {'B', 'M', 0, 1, 2, 3, '\r', '\n', (byte) 0xff};
  private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");

  private static Sandbox sandbox;
  private static Wxpay wxpay;
  private static Wxpay brand;
  private static String day;

  @TempDir Path folder;

  @BeforeAll
  static void start(@TempDir Path trust) throws IOException {
    sandbox = Sandbox.builder().https(true).start();
    wxpay = Clients.of(sandbox.config());
    Path root =
        Files.writeString(
            trust.resolve("root.pem"),
            (String) ((Map<?, ?>) sandbox.config().get("merchant")).get("ca"));
    brand = Clients.of(sandbox.brandConfig()).newBuilder().certificateAuthority(root).build();
    order("1217752501201407033233368018");
    order("1217752501201407033233368019");
    day = LocalDate.now(BEIJING).toString();
  }

  @AfterAll
  static void stop() {
    wxpay.close();
    brand.close();
    sandbox.close();
  }

  static Stream<Upload> uploads() {
    return Stream.of(
        new Upload("v3/merchant/media/upload", "图片 \"1\".png"),
        new Upload("v3/merchant/media/video_upload", "a.mp4"),
        new Upload("v3/merchant-service/images/upload", "a.jpg"),
        new Upload("v3/ecommerce/account/cancel-applications/media", "a.bmp"),
        new Upload("v3/marketing/favor/media/image-upload", "a.jpeg"),
        new Upload("v3/marketing/partner/product-coupon/media/upload-image", "a.png"),
        new Upload("brand/marketing/product-coupon/media/upload-image", "a.png"),
        new Upload("v3/global/merchant-storage/file/upload", "a.pdf"),
        new Upload("v3/mch-manage/submission-files/sub-mchid/{sub_mchid}/upload", "a.pdf")
            .meta("item_id", 1)
            .value("sub_mchid", "1900000109"),
        new Upload(
                "v3/mch-operation-manage/enhanced-due-diligence/{due_diligence_id}/upload", "a.pdf")
            .meta("item_id", 1)
            .meta("sub_mchid", "1900000109")
            .value("due_diligence_id", "DD1"),
        new Upload("v3/new-tax-control-fapiao/fapiao-applications/upload-fapiao-file", "a.pdf")
            .meta("file_type", "PDF"),
        new Upload("v3/taxi-invoice/cards/upload-file", "a.pdf")
            .meta("company_mchid", "1900000109")
            .meta("region_id", 1),
        new Upload("v3/marketing/bank/packages/{package_id}/tasks", "a.txt")
            .meta("bank_type", "CMB_CREDIT")
            .value("package_id", "pack1"),
        new Upload("v3/marketing/shopping-receipt/shoppingreceipts", "a.png")
            .meta("transaction_id", "4200000000")
            .meta("openid", "o1")
            .meta(
                "merchant_contact_information",
                Map.of("consultation_phone_number", Wxpay.secret("13800000000"))),
        new Upload("v2/secapi/mch/uploadmedia", "a.png").secure());
  }

  @ParameterizedTest
  @MethodSource("uploads")
  void uploadsEveryFileWithOneCall(Upload upload) throws IOException {
    byte[] content =
        upload.name.endsWith(".txt")
            ? (wxpay.encrypt("6225888888888888") + "\n").getBytes(StandardCharsets.UTF_8)
            : IMAGE;
    Path file = Files.write(folder.resolve(upload.name), content);
    List<Long> done = new ArrayList<>();
    Options options = upload.options.progress((moved, total) -> done.add(moved));
    Chain chain = client(upload.path).chain(upload.path);

    Response response = chain.upload(file, upload.meta, options);
    Response later = chain.uploadAsync(file, upload.meta, options).join();

    assertThat(response.status()).isEqualTo(200);
    assertThat(later.status()).isEqualTo(200);
    assertThat(done.get(done.size() - 1)).isGreaterThan(content.length);
    String id = id(response);
    assertThat(sandbox.media(id)).isEqualTo(content);
  }

  @Test
  void doesNotSendFilesThatAreNotAccepted() throws IOException {
    Chain chain = wxpay.chain("v3/merchant/media/upload");
    Path empty = Files.createFile(folder.resolve("empty.png"));
    Path gif = Files.write(folder.resolve("a.gif"), IMAGE);
    Path hidden = Files.write(folder.resolve(".png"), IMAGE);
    Path bare = Files.write(folder.resolve("png"), IMAGE);
    Path large = Files.write(folder.resolve("a.png"), new byte[(2 << 20) + 1]);
    assertThat(catchThrowable(() -> chain.upload(empty))).hasMessageContaining("is empty");
    for (Path other : List.of(gif, hidden, bare)) {
      assertThat(catchThrowable(() -> chain.upload(other)))
          .as(other.toString())
          .hasMessageContaining("has a type that this endpoint does not accept");
    }
    assertThat(catchThrowable(() -> chain.upload(large))).hasMessageContaining("at most 2 MB");
    assertThat(catchThrowable(() -> chain.upload(folder.resolve("none.png"))))
        .hasMessageContaining("cannot be read");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void downloadsEveryFile(boolean async) throws IOException {
    Path image = Files.write(folder.resolve("a.bmp"), IMAGE);
    String id = wxpay.chain("v3/merchant-service/images/upload").upload(image).get("media_id");
    Options media = Options.of("media_id", id);
    assertThat(got("v3/merchant-service/images/{media_id}", media, async)).isEqualTo(IMAGE);
    assertThat(
            got(
                "v3/global/merchant-service/images/{media_id}",
                media.query("complaint_id", "1"),
                async))
        .isEqualTo(IMAGE);
    Options token = Options.none().query("token", "abc");
    assertThat(got("v3/transferdownload/signfile", token, async)).startsWith('%', 'P', 'D', 'F');
    assertThat(got("v3/transferdownload/elecvoucherfile", token.query("source", "elecsign"), async))
        .startsWith('%', 'P', 'D', 'F');
    Options invoice =
        token
            .query("mchid", wxpay.mchid())
            .query("openid", "o")
            .query("invoice_code", "1")
            .query("invoice_no", "1")
            .query("fapiao_id", "1");
    assertThat(got("v3/new-tax-control-fapiao/download", invoice, async))
        .startsWith('%', 'P', 'D', 'F');
    Options statement =
        Options.none().query("date", day.replace("-", "")).query("mchid", wxpay.mchid());
    for (String path : List.of("v3/global/statements", "v3/statements", "hk/v3/statements")) {
      assertThat(got(path, statement, async)).isNotEmpty();
      assertThat(got(path, statement.header("Accept-Encoding", "gzip"), async))
          .isEqualTo(got(path, statement, async));
    }
    Response asked = wxpay.chain("v3/bill/tradebill").get(Options.none().query("bill_date", day));
    Path bill = folder.resolve("bill.csv");
    asked.download(bill);
    assertThat(Bill.of(bill).check()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void downloadsFilesOfApiV2(boolean packed) throws IOException {
    Map<String, Object> fields = new HashMap<>();
    fields.put("appid", "wx8888888888888888");
    fields.put("mch_id", wxpay.mchid());
    fields.put("bill_date", day.replace("-", ""));
    if (packed) {
      fields.put("tar_type", "GZIP");
    }
    Path target = folder.resolve("bill");
    for (String path : List.of("v2/pay/downloadbill", "v2/sandboxnew/pay/downloadbill")) {
      wxpay.chain(path).download(target, fields, Options.none());
      assertThat(rows(Bill.of(target))).hasSize(2);
      wxpay.chain(path).downloadAsync(target, fields, Options.none()).join();
      assertThat(rows(Bill.of(target))).hasSize(2);
      try (Bill bill = wxpay.chain(path).bill(fields, Options.none())) {
        assertThat(rows(bill)).hasSize(2);
      }
    }
    fields.put("account_type", "Basic");
    fields.put("sign_type", "HMAC-SHA256");
    try (Bill bill =
        wxpay.chain("v2/pay/downloadfundflow").bill(fields, Options.none().security(true))) {
      assertThat(bill.check()).isEqualTo(2);
    }
    Map<String, Object> comments = new HashMap<>();
    comments.put("appid", "wx8888888888888888");
    comments.put("mch_id", wxpay.mchid());
    comments.put("begin_time", day.replace("-", "") + "000000");
    comments.put("end_time", day.replace("-", "") + "235959");
    comments.put("offset", 0);
    comments.put("sign_type", "HMAC-SHA256");
    Chain asked = wxpay.chain("v2/billcommentsp/batchquerycomment");
    asked.download(target, comments, Options.none().security(true));
    assertThat(Files.readString(target)).startsWith("2\n`");
    asked.downloadAsync(target, comments, Options.none().security(true)).join();
    assertThat(Files.readString(target)).startsWith("2\n`");
    Chain flow = wxpay.chain("v2/pay/downloadfundflow");
    flow.downloadAsync(target, fields, Options.none().security(true)).join();
    assertThat(Bill.of(target).check()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void downloadsBillsWithOneCall(boolean packed) {
    Options options =
        Options.none().query("bill_date", day).query("tar_type", packed ? "GZIP" : null);
    try (Bill bill = wxpay.chain("v3/bill/tradebill").bill(options)) {
      assertThat(bill.check()).isEqualTo(2);
      assertThat(rows(bill)).extracting(row -> row.get("商户订单号")).hasSize(2);
    }
    try (Bill bill = wxpay.chain("v3/bill/fundflowbill").billAsync(options).join()) {
      assertThat(bill.check()).isEqualTo(2);
    }
    for (String algorithm : List.of("AEAD_AES_256_GCM", "SM4_GCM")) {
      Options sealed = options.query("algorithm", algorithm);
      Options one = sealed.query("sub_mchid", "1900000110").query("account_type", "BASIC");
      try (Bill bill = wxpay.chain("v3/bill/sub-merchant-fundflowbill").bill(one)) {
        assertThat(bill.check()).isEqualTo(2);
      }
      for (Bill bill :
          wxpay
              .chain("v3/ecommerce/bill/fundflowbill")
              .bills(sealed.query("account_type", "ALL"))) {
        assertThat(bill.check()).isEqualTo(2);
        bill.close();
      }
    }
  }

  @Test
  void leavesNothingAfterFailure() throws IOException {
    Options options = Options.none().query("bill_date", day);
    Chain chain = wxpay.chain("v3/bill/tradebill");
    Path target = folder.resolve("bill.csv");
    for (Fault fault :
        List.of(
            Fault.WRONG_HASH,
            Fault.FLIPPED_BYTE,
            Fault.TRUNCATED,
            Fault.HANG_UP,
            Fault.REDIRECTED,
            Fault.NOT_FOUND,
            Fault.BAD_GATEWAY)) {
      for (boolean packed : new boolean[] {false, true}) {
        Response asked = chain.get(options.query("tar_type", packed ? "GZIP" : null));
        sandbox.fault("GET v3/billdownload/file", fault);

        Throwable thrown = catchThrowable(() -> asked.download(target));

        assertThat(thrown).as(fault + " packed " + packed).isNotNull();
        if (fault == Fault.WRONG_HASH) {
          assertThat(thrown)
              .isInstanceOfSatisfying(
                  VerificationException.class,
                  e -> assertThat(e.reason()).isEqualTo(Reason.BAD_DIGEST));
        }
        try (Stream<Path> left = Files.list(folder)) {
          assertThat(left).as(fault + " packed " + packed).isEmpty();
        }
      }
    }
    sandbox.fault("GET v3/billdownload/file", Fault.PAUSED.lasting(Duration.ofSeconds(30)));
    Response asked = chain.get(options);
    assertThat(
            catchThrowable(
                () ->
                    asked
                        .downloadAsync("", target, Options.none().timeout(Duration.ofMillis(400)))
                        .join()))
        .isNotNull();
    assertThat(target).doesNotExist();
  }

  private byte[] got(String path, Options options, boolean async) throws IOException {
    Path target = folder.resolve("got");
    Response response =
        async
            ? wxpay.chain(path).downloadAsync(target, options).join()
            : wxpay.chain(path).download(target, options);
    assertThat(response.status()).isEqualTo(200);
    return Files.readAllBytes(target);
  }

  private static List<BillRow> rows(Bill bill) {
    try (Stream<BillRow> rows = bill.rows()) {
      return rows.collect(Collectors.toList());
    }
  }

  private static Wxpay client(String path) {
    return path.startsWith("brand/") ? brand : wxpay;
  }

  private static String id(Response response) {
    for (String name :
        List.of(
            "media_id",
            "media_url",
            "image_url",
            "file_id",
            "fapiao_media_id",
            "task_id",
            "/receipt/receipt_id")) {
      if (response.get(name) != null) {
        return response.get(name);
      }
    }
    throw new AssertionError(response.toString());
  }

  private static void order(String number) {
    wxpay
        .chain("v3/pay/transactions/native")
        .post(OrderJson.of(number, 101).put("description", "tea, green"));
    sandbox.pay(number);
  }

  /** One upload: its path, the file's name, and further fields. */
  static final class Upload {
    final String path;
    final String name;
    final Map<String, Object> meta = new HashMap<>();
    Options options = Options.none();

    Upload(String path, String name) {
      this.path = path;
      this.name = name;
    }

    Upload meta(String key, Object value) {
      meta.put(key, value);
      return this;
    }

    Upload value(String key, String value) {
      options = options.with(key, value);
      return this;
    }

    Upload secure() {
      options = options.security(true);
      return this;
    }

    @Override
    public String toString() {
      return path;
    }
  }
}
