package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which uploads over APIv3 are accepted and how others are refused. */
@WxpaySandbox
class UploadsTest {
  private static final byte[] BYTES =
      "\u0089PNG\r\n--b2\r\n\u0000".getBytes(StandardCharsets.UTF_8);
  private static final String MEDIA = "/v3/merchant/media/upload";
  private final Sandbox sandbox;

  UploadsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  private SandboxResponse upload(String path, String meta, MultipartBody parts) throws Exception {
    SignedRequest merchant =
        path.startsWith("/brand/") ? SignedRequest.ofBrand(sandbox) : SignedRequest.of(sandbox);
    Map<?, ?> certs = (Map<?, ?>) sandbox.config().get("certs");
    return merchant
        .header("Content-Type", MultipartBody.TYPE)
        .header("Wechatpay-Serial", (String) certs.keySet().iterator().next())
        .signingBody(meta)
        .send("POST", path, parts.text("meta", meta).bytes());
  }

  private static String sha256() throws Exception {
    return MultipartBody.digest("SHA-256", BYTES);
  }

  private static String meta() throws Exception {
    return "{\"filename\":\"a.png\",\"sha256\":\"" + sha256() + "\"}";
  }

  private static MultipartBody png() {
    return new MultipartBody().file("file", "a.png", "image/png", BYTES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/v3/merchant/media/upload|file|a.png|'filename':'a.png','sha256':'#'|/media_id",
        "/v3/merchant/media/video_upload|file|a.mp4|'filename':'a.mp4','sha256':'#'|/media_id",
        "/v3/merchant-service/images/upload|file|a.bmp|'filename':'a.bmp','sha256':'#'|/media_id",
        "/v3/marketing/favor/media/image-upload|file|a.JPG|'filename':'a.JPG','sha256':'#'"
            + "|/media_url",
        "/v3/marketing/partner/product-coupon/media/upload-image|file|a.png"
            + "|'filename':'a.png','sha256':'#'|/media_url",
        "/brand/marketing/product-coupon/media/upload-image|file|a.png"
            + "|'filename':'a.png','sha256':'#'|/image_url",
        "/v3/ecommerce/account/cancel-applications/media|file|a.png"
            + "|'file_name':'a.png','file_digest':'#'|/media_id",
        "/v3/global/merchant-storage/file/upload|file|a.pdf|'filename':'a.pdf','digest':'#'"
            + "|/file_id",
        "/v3/mch-manage/submission-files/sub-mchid/1230/upload|submission_file|a.png"
            + "|'file_name':'a.png','file_digest':'#','item_id':56|/file_id",
        "/v3/mch-operation-manage/enhanced-due-diligence/77/upload|due_diligence_file|a.png"
            + "|'file_name':'a.png','file_digest':'#','item_id':56,'sub_mchid':'1230'|/file_id",
        "/v3/new-tax-control-fapiao/fapiao-applications/upload-fapiao-file|file|a.pdf"
            + "|'file_type':'PDF','digest_alogrithm':'SM3','digest':'%'|/fapiao_media_id",
        "/v3/taxi-invoice/cards/upload-file|file|a.pdf|'company_mchid':'1','region_id':4,"
            + "'digest_algorithm':'DIGEST_ALGORITHM_SM3','digest':'%'|/fapiao_media_id",
        "/v3/marketing/shopping-receipt/shoppingreceipts|file|a.png"
            + "|'transaction_id':'4200','openid':'o1','sha256':'#'|/receipt/receipt_id"
      })
  void acceptsUploadOfEachEndpoint(
      String path, String part, String name, String fields, String pointer) throws Exception {
    String meta =
        ("{" + fields + "}")
            .replace('\'', '"')
            .replace("#", sha256())
            .replace("%", MultipartBody.digest("SM3", BYTES));
    String type = name.endsWith("mp4") ? "video/mp4" : "image/png";

    SandboxResponse reply = upload(path, meta, new MultipartBody().file(part, name, type, BYTES));

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(sandbox.media(reply.get(pointer))).isEqualTo(BYTES);
    Map<?, ?> certs = (Map<?, ?>) sandbox.config().get("certs");
    assertThat(reply.isSignedBy((String) certs.get(reply.header("Wechatpay-Serial")))).isTrue();

    SandboxResponse wrong =
        upload(path, meta, new MultipartBody().file(part, name, type, new byte[] {1}));
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.get("/code")).isEqualTo("PARAM_ERROR");
    assertThat(wrong.get("/detail/issue")).startsWith("differs: the S").contains(" of the 1 bytes");
  }

  @Test
  void requiresEncryptedLines() throws Exception {
    Map<?, ?> certs = (Map<?, ?>) sandbox.config().get("certs");
    String pem = (String) certs.values().iterator().next();
    MerchantCrypto verifier = new MerchantCrypto(false);
    String line =
        MerchantCrypto.rsa("62220", verifier.publicKey(pem), "OAEPWithSHA-1AndMGF1Padding") + "\n";
    assertThat(lines(line + line).get("/status")).isEqualTo("PROCESSING");
    assertThat(lines(line + "62220\n").get("/detail/issue"))
        .isEqualTo("line 2 is not encrypted for the platform");
    assertThat(lines("a\r\n").get("/detail/issue"))
        .isEqualTo("must end its lines with \\n, without \\r");
  }

  private SandboxResponse lines(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String meta =
        "{\"bank_type\":\"ICBC\",\"filename\":\"a.csv\",\"sha256\":\""
            + MultipartBody.digest("SHA-256", bytes)
            + "\"}";
    return upload(
        "/v3/marketing/bank/packages/8473295/tasks",
        meta,
        new MultipartBody().file("file", "a.csv", "text/csv", bytes));
  }

  @Test
  void encryptsPhoneNumberOfReceiptForMerchant() throws Exception {
    String path = "/v3/marketing/shopping-receipt/shoppingreceipts";
    Map<?, ?> certs = (Map<?, ?>) sandbox.config().get("certs");
    String pem = (String) certs.values().iterator().next();
    MerchantCrypto verifier = new MerchantCrypto(false);
    String ciphertext =
        MerchantCrypto.rsa("4001234", verifier.publicKey(pem), "OAEPWithSHA-1AndMGF1Padding");
    String meta =
        "{\"transaction_id\":\"4200\",\"openid\":\"o1\",\"sha256\":\""
            + sha256()
            + "\",\"merchant_contact_information\":{\"consultation_phone_number\":\""
            + ciphertext
            + "\"}}";
    SandboxResponse reply = upload(path, meta, png());
    String phone = "/receipt/merchant_contact_information/consultation_phone_number";
    String key = (String) sandbox.config().get("privateKey");
    assertThat(MerchantCrypto.oaep(reply.get(phone), verifier.privateKey(key)))
        .isEqualTo("4001234");

    SandboxResponse unnamed =
        SignedRequest.of(sandbox)
            .header("Content-Type", MultipartBody.TYPE)
            .signingBody(meta)
            .send("POST", path, png().text("meta", meta).bytes());
    assertThat(unnamed.get("/message")).isEqualTo("参数错误: header Wechatpay-Serial is required");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "name=\"pic\"; filename=\"a.png\"|image/png|/file|is required; the parts are pic, meta",
        "name=\"file\"|image/png|/file|must have a filename=\"…\" in its Content-Disposition",
        "name=\"file\"; filename=\"../a.png\"|image/png|/file"
            + "|its filename must not contain a slash or a control character",
        "name=\"file\"; filename=\"a.gif\"|image/gif|/file"
            + "|its filename must end with one of .jpg .jpeg .bmp .png",
        "name=\"file\"; filename=\"a.png\"|~~|/file|must have a Content-Type image/…, not none",
        "name=\"file\"; filename=\"a.png\"|text/plain|/file"
            + "|must have a Content-Type image/…, not text/plain"
      })
  void refusesInvalidFilePart(String disposition, String type, String field, String issue)
      throws Exception {
    SandboxResponse reply =
        upload(MEDIA, meta(), new MultipartBody().part(disposition, type, BYTES));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.get("/detail/field")).isEqualTo("/" + field.substring(1));
    assertThat(reply.get("/detail/issue")).isEqualTo(issue);
  }

  @Test
  void namesInvalidFieldOfMeta() throws Exception {
    assertIssue("{\"filename\":\"a.png\"}", "/meta/sha256", "is required");
    assertIssue("{\"sha256\":\"" + sha256() + "\"}", "/meta/filename", "is required");
    assertIssue("[]", "/meta", "must be a JSON object");
    assertIssue("{", "/meta", "is not well-formed JSON");
    assertIssue(
        "{\"filename\":\"a.png\",\"sha256\":\"abc\"}",
        "/meta/sha256",
        "must be 64 hexadecimal digits");
    String sm3 = MultipartBody.digest("SM3", BYTES);
    assertIssue(
        "{\"filename\":\"a.png\",\"sha256\":\"" + sm3 + "\"}",
        "/meta/sha256",
        "differs: the SHA256 of the "
            + BYTES.length
            + " bytes received is "
            + sha256()
            + ", and the value is the SM3");
  }

  private void assertIssue(String meta, String field, String issue) throws Exception {
    SandboxResponse reply = upload(MEDIA, meta, png());
    assertThat(reply.get("/code")).isEqualTo("PARAM_ERROR");
    assertThat(reply.get("/detail/field")).isEqualTo(field);
    assertThat(reply.get("/detail/issue")).isEqualTo(issue);
  }

  @Test
  void limitsSizeAndParts() throws Exception {
    byte[] large = new byte[(2 << 20) + 1];
    String meta =
        "{\"filename\":\"a.png\",\"sha256\":\"" + MultipartBody.digest("SHA-256", large) + "\"}";
    SandboxResponse reply =
        upload(MEDIA, meta, new MultipartBody().file("file", "a.png", "image/png", large));
    assertThat(reply.get("/detail/issue")).isEqualTo("must have 1 to 2097152 bytes, not 2097153");
    SandboxResponse more = upload(MEDIA, meta(), png().text("x", "y"));
    assertThat(more.get("/detail/issue"))
        .isEqualTo("is not a part of this upload; its parts are meta and file");
    SandboxResponse json = SignedRequest.of(sandbox).post(MEDIA, meta());
    assertThat(json.status()).isEqualTo(415);
  }

  @Test
  void acceptsUnicodeFilenamesAndUpperCaseDigests() throws Exception {
    String meta =
        "{\"filename\":\"图 片 é.png\",\"sha256\":\"" + sha256().toUpperCase(Locale.ROOT) + "\"}";
    MultipartBody parts =
        new MultipartBody().file("file", "图 片 é.png", "application/octet-stream", BYTES);
    assertThat(upload(MEDIA, meta, parts).status()).isEqualTo(200);
  }

  @Test
  void throwsForUnknownMediaId() {
    assertThatThrownBy(() -> sandbox.media("none"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no upload with the ID or address 'none'");
  }
}
