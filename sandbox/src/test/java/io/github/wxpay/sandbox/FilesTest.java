package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.ManualClock;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests unsigned images and documents, and uploads and comments over APIv2. */
@WxpaySandbox(https = true)
class FilesTest {
  private static final byte[] BYTES = {'B', 'M', 0, 1, 2, '\r', '\n'};
  private final Sandbox sandbox;

  FilesTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  private SignedRequest merchant() {
    return SignedRequest.of(sandbox)
        .through(HttpClient.newBuilder().sslContext(sandbox.sslContext()).build());
  }

  private V2SignedRequest v2() {
    return V2SignedRequest.of(sandbox).without("appid", "nonce_str");
  }

  @Test
  void returnsUploadedImageUnchanged() throws Exception {
    String meta =
        "{\"filename\":\"a.bmp\",\"sha256\":\"" + MultipartBody.digest("SHA-256", BYTES) + "\"}";
    byte[] body =
        new MultipartBody().text("meta", meta).file("file", "a.bmp", "image/bmp", BYTES).bytes();
    String id =
        merchant()
            .header("Content-Type", MultipartBody.TYPE)
            .signingBody(meta)
            .send("POST", "/v3/merchant-service/images/upload", body)
            .get("/media_id");

    SandboxResponse image = merchant().get("/v3/merchant-service/images/" + id);
    assertThat(image.bytes()).isEqualTo(BYTES);
    assertThat(image.header("Content-Type")).isEqualTo("image/bmp");
    assertThat(image.header("Wechatpay-Signature")).isEmpty();
    String global = "/v3/global/merchant-service/images/" + id;
    assertThat(merchant().get(global + "?complaint_id=1").bytes()).isEqualTo(BYTES);
    assertThat(merchant().get(global).get("/detail/field")).isEqualTo("/complaint_id");
    assertThat(merchant().get("/v3/merchant-service/images/none").status()).isEqualTo(404);
    SandboxResponse unsigned = merchant().signingBody("x").get("/v3/merchant-service/images/" + id);
    assertThat(unsigned.status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"elecvoucherfile?source=elecsign&token=tok_1", "signfile?token=tok_1"})
  void documentRequiresAuthorizationAndIsUnsigned(String path) throws Exception {
    SandboxResponse reply = merchant().get("/v3/transferdownload/" + path);
    assertThat(reply.header("Content-Type")).isEqualTo("application/pdf");
    assertThat(reply.text()).startsWith("%PDF-1.4").contains("tok_1").endsWith("%%EOF\n");
    assertThat(reply.header("Wechatpay-Signature")).isEmpty();
    SandboxResponse refused =
        merchant().header("Authorization", "x").get("/v3/transferdownload/" + path);
    assertThat(refused.status()).isEqualTo(401);
  }

  @Test
  void invoiceRequiresNoAuthorization() throws Exception {
    String path = "/v3/new-tax-control-fapiao/download?token=t1&mchid=1900000109&openid=o";
    try (Sandbox plain = Sandbox.start()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
                  plain.uri().resolve(path + "&invoice_code=1&invoice_no=2&fapiao_id=3"))
              .header("Accept", "*/*");
      SandboxResponse reply = SignedRequest.send(request.build());
      assertThat(reply.text()).startsWith("%PDF-1.4").contains("invoice t1");
      assertThat(reply.header("Wechatpay-Signature")).isEmpty();
    }
  }

  @Test
  void signsResponseToApiV2ImageUpload() throws Exception {
    for (String type : new String[] {"MD5", "HMAC-SHA256"}) {
      V2SignedRequest merchant =
          v2().with("sign_type", type, "media_hash", MultipartBody.digest("MD5", BYTES)).sign();
      SandboxResponse reply =
          merchant.upload(new MultipartBody().file("media", "图.bmp", "image/bmp", BYTES));
      assertThat(reply.get("result_code")).as(reply.text()).isEqualTo("SUCCESS");
      assertThat(merchant.signed(reply, type)).isTrue();
      assertThat(sandbox.media(reply.get("media_id"))).isEqualTo(BYTES);
    }
  }

  @Test
  void refusesInvalidApiV2ImageUpload() throws Exception {
    MultipartBody parts = new MultipartBody().file("media", "a.bmp", "image/bmp", BYTES);
    assertThat(v2().with("sign_type", "MD5", "media_hash", "0").sign().upload(parts).text())
        .contains("参数错误: media_hash differs: the MD5 of the 7 bytes received is ");
    assertThat(v2().with("sign", "X").upload(new MultipartBody()).get("return_msg"))
        .isEqualTo("签名错误");
    assertThat(v2().sign().upload(new MultipartBody()).get("return_msg"))
        .isEqualTo("缺少参数: media is required");
    assertThat(v2().sign().upload(new MultipartBody().text("x", "y")).get("return_msg"))
        .isEqualTo("参数错误: x is not a part of this upload");
    MultipartBody named = new MultipartBody().file("media", "a.gif", "image/gif", BYTES);
    assertThat(v2().sign().upload(named).get("return_msg"))
        .isEqualTo("参数错误: media must end with one of .jpg .jpeg .bmp .png");
    assertThat(v2().post("/secapi/mch/uploadmedia").get("return_msg"))
        .isEqualTo("参数错误: Content-Type must be multipart/form-data");
  }

  static Sandbox withPaid(int orders) throws Exception {
    Sandbox own = Sandbox.builder().https(true).clock(new ManualClock(MerchantClient.NOW)).start();
    for (int i = 1; i <= orders; i++) {
      V2SignedRequest.of(own)
          .with("body", "b", "out_trade_no", "said-" + i, "total_fee", "1")
          .with("spbill_create_ip", "::1", "auth_code", "101234567890123456")
          .post("/pay/micropay");
    }
    return own;
  }

  static SandboxResponse comments(Sandbox from, String offset, String end) throws Exception {
    return V2SignedRequest.of(from)
        .with("begin_time", "20170724000000", "end_time", end, "offset", offset)
        .with("limit", "100", "sign_type", "HMAC-SHA256")
        .post("/billcommentsp/batchquerycomment");
  }

  @Test
  void returnsCommentsInPages() throws Exception {
    try (Sandbox own = withPaid(2)) {
      String text = comments(own, "0", "20991231235959").text();
      assertThat(text).startsWith("2\n`20").contains(",`420000").contains(",`5,`");
      assertThat(text.split("\n", -1)).hasSize(4);
      assertThat(comments(own, "1", "20991231235959").text().split("\n", -1)).hasSize(3);
      assertThat(comments(own, "0", "20200101000000").get("err_code")).isEqualTo("NO_COMMENT");
    }
  }

  @Test
  void appliesFaultToApiV2File() throws Exception {
    try (Sandbox own = withPaid(1)) {
      own.fault("POST billcommentsp/**", Fault.TRUNCATED.atByte(3));
      assertThat(comments(own, "0", "20991231235959").text()).isEqualTo("1\n`");
    }
  }

  @Test
  void sandboxnewPathReturnsSameBill() throws Exception {
    try (Sandbox own = withPaid(1)) {
      String day = "20260304";
      String bill = V2SignedRequest.of(own).with("bill_date", day).post("/pay/downloadbill").text();
      assertThat(
              V2SignedRequest.of(own)
                  .with("bill_date", day)
                  .post("/sandboxnew/pay/downloadbill")
                  .text())
          .isEqualTo(bill)
          .contains("said-1");
    }
  }
}
