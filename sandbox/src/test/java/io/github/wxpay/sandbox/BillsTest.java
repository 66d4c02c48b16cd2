package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.ManualClock;
import io.github.wxpay.sandbox.testing.OrderJson;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests requests and downloads of bills and statements over APIv3 against the ledger. */
@WxpaySandbox(perTest = true, clock = MerchantClient.NOW)
class BillsTest {
  private static final String DAY = "bill_date=2026-03-04";
  private final Sandbox sandbox;

  BillsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @BeforeEach
  void start() throws Exception {
    trade(sandbox);
  }

  private static void trade(Sandbox sandbox) throws Exception {
    for (int i = 1; i <= 3; i++) {
      SignedRequest.of(sandbox)
          .post(
              "/v3/pay/transactions/native",
              OrderJson.of("order-" + i, i * 111L).put("description", "茶, 热").toString());
    }
    sandbox.pay("order-1");
    sandbox.pay("order-2");
    SignedRequest.of(sandbox)
        .post(
            "/v3/refund/domestic/refunds",
            OrderJson.refund("order-2", "back-1", 22, 222).toString());
  }

  private SignedRequest merchant() {
    return SignedRequest.of(sandbox);
  }

  private static String relative(Sandbox sandbox, String address) {
    assertThat(address).startsWith(sandbox.uri().toString());
    return address.substring(sandbox.uri().toString().length() - 1);
  }

  private SandboxResponse fetch(JsonNode response) throws Exception {
    return merchant().get(relative(sandbox, response.path("download_url").asText()));
  }

  private static byte[] gunzip(byte[] bytes) throws Exception {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return gzip.readAllBytes();
    }
  }

  @Test
  void tradeBillMatchesLedgerAndHash() throws Exception {
    SandboxResponse response = merchant().get("/v3/bill/tradebill?" + DAY);
    assertThat(response.get("/hash_type")).isEqualTo("SHA1");
    SandboxResponse file = fetch(response.json());
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.header("Wechatpay-Signature")).isEmpty();
    assertThat(MultipartBody.digest("SHA-1", file.bytes())).isEqualTo(response.get("/hash_value"));

    String[] lines = file.text().split("\r\n", -1);
    assertThat(lines).hasSize(7);
    assertThat(lines[0]).startsWith("\ufeff交易时间,公众账号ID,商户号,特约商户号,").endsWith(",费率备注");
    assertThat(lines[0].split(",", -1)).hasSize(27);
    assertThat(lines[1]).startsWith("`2026-03-04 13:06:07,`wxd678efh567hg6787,`1900000109,`0,`,");
    assertThat(lines[1]).contains(",`order-1,`").contains(",`1.11,`").contains(",`茶, 热,`");
    assertThat(lines[3]).contains(",`REFUND,`").contains(",`back-1,`0.22,");
    for (int i = 1; i <= 3; i++) {
      assertThat(lines[i].split(",`", -1)).hasSize(27);
    }
    assertThat(lines[4]).startsWith("总交易单数,应结订单总金额,");
    assertThat(lines[5]).isEqualTo("`3,`3.33,`0.22,`0.00,`0.00000,`3.33,`0.22");
  }

  @ParameterizedTest
  @CsvSource({"ALL,27,3", "SUCCESS,20,2", "REFUND,29,1", "ALL_SPECIAL,27,3", "REF_SPECIAL,29,1"})
  void tradeBillHasColumnsAndRowsOfItsType(String type, int columns, int rows) throws Exception {
    SandboxResponse response = merchant().get("/v3/bill/tradebill?" + DAY + "&bill_type=" + type);
    String[] lines = fetch(response.json()).text().split("\r\n", -1);
    assertThat(lines[0].split(",", -1)).hasSize(columns);
    assertThat(lines[1].split(",`", -1)).hasSize(columns);
    assertThat(lines).hasSize(rows + 4);
  }

  @Test
  void hashOfCompressedBillCoversUncompressedBytes() throws Exception {
    SandboxResponse response = merchant().get("/v3/bill/tradebill?" + DAY + "&tar_type=GZIP");
    assertThat(response.get("/download_url")).endsWith("&tartype=gzip");
    SandboxResponse file = fetch(response.json());
    assertThat(file.header("Content-Type")).isEqualTo("application/x-gzip");
    assertThat(file.header("Content-Encoding")).isEmpty();
    assertThat(MultipartBody.digest("SHA-1", gunzip(file.bytes())))
        .isEqualTo(response.get("/hash_value"));
  }

  @Test
  void fundFlowBillHasBalanceAfterEachMovement() throws Exception {
    SandboxResponse response = merchant().get("/v3/bill/fundflowbill?" + DAY);
    String[] lines = fetch(response.json()).text().split("\r\n", -1);
    assertThat(lines[3]).contains(",`支出,`0.22,`3.11,");
    assertThat(lines[5]).isEqualTo("`3,`2,`3.33,`1,`0.22");
    SandboxResponse fees = merchant().get("/v3/bill/fundflowbill?" + DAY + "&account_type=FEES");
    assertThat(fees.get("/code")).isEqualTo("NO_STATEMENT_EXIST");
  }

  @ParameterizedTest
  @CsvSource({
    "bill/sub-merchant-fundflowbill?sub_mchid=1&account_type=BASIC,AEAD_AES_256_GCM,",
    "bill/sub-merchant-fundflowbill?sub_mchid=1&account_type=BASIC,SM4_GCM,&tar_type=GZIP",
    "ecommerce/bill/fundflowbill?account_type=ALL,AEAD_AES_256_GCM,&tar_type=GZIP"
  })
  void encryptsBillsOfSubMerchants(String path, String algorithm, String compression)
      throws Exception {
    String rest = compression == null ? "" : compression;
    SandboxResponse response =
        merchant().get("/v3/" + path + "&" + DAY + "&algorithm=" + algorithm + rest);
    assertThat(response.get("/download_bill_count")).as(response.text()).isEqualTo("1");
    JsonNode entry = response.json().path("download_bill_list").path(0);
    String privateKey = (String) sandbox.config().get("privateKey");
    String key =
        MerchantCrypto.oaep(
            entry.path("encrypt_key").asText(), new MerchantCrypto(false).privateKey(privateKey));
    boolean sm4 = algorithm.startsWith("SM4");
    Cipher cipher =
        sm4
            ? Cipher.getInstance("SM4/GCM/NoPadding", MerchantCrypto.SM)
            : Cipher.getInstance("AES/GCM/NoPadding");
    byte[] nonce = entry.path("nonce").asText().getBytes(StandardCharsets.UTF_8);
    SecretKeySpec spec =
        new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), sm4 ? "SM4" : "AES");
    cipher.init(Cipher.DECRYPT_MODE, spec, new GCMParameterSpec(128, nonce));
    byte[] decrypted = cipher.doFinal(fetch(entry).bytes());
    byte[] bill = rest.isEmpty() ? decrypted : gunzip(decrypted);
    assertThat(MultipartBody.digest("SHA-1", bill)).isEqualTo(entry.path("hash_value").asText());
    assertThat(new String(bill, StandardCharsets.UTF_8)).endsWith("\r\n`3,`2,`3.33,`1,`0.22\r\n");
  }

  @Test
  void refusesInvalidBillRequestAndDownload() throws Exception {
    assertThat(merchant().get("/v3/bill/tradebill?bill_date=20260304").get("/detail/issue"))
        .isEqualTo("must be a day such as 2019-06-11");
    assertThat(merchant().get("/v3/bill/tradebill?bill_date=2026-03-05").get("/code"))
        .isEqualTo("NO_STATEMENT_EXIST");
    assertThat(merchant().get("/v3/bill/tradebill?" + DAY + "&tar_type=ZIP").get("/detail/issue"))
        .isEqualTo("must be one of GZIP");
    assertThat(
            merchant()
                .get("/v3/bill/sub-merchant-fundflowbill?" + DAY + "&account_type=BASIC")
                .get("/detail/field"))
        .isEqualTo("/sub_mchid");

    SandboxResponse response = merchant().get("/v3/bill/tradebill?" + DAY);
    String target = relative(sandbox, response.get("/download_url"));
    assertThat(merchant().header("Authorization", "none").get(target).status()).isEqualTo(401);
    assertThat(merchant().get(target + "x").get("/message")).startsWith("下载地址无效");
  }

  @Test
  void refusesDownloadUrlAfterFiveMinutes() throws Exception {
    ManualClock clock = new ManualClock(MerchantClient.NOW);
    try (Sandbox own = Sandbox.builder().clock(clock).start()) {
      trade(own);
      String address = SignedRequest.of(own).get("/v3/bill/tradebill?" + DAY).get("/download_url");
      clock.advance(Duration.ofMinutes(5));
      assertThat(SignedRequest.of(own).get(relative(own, address)).status()).isEqualTo(200);
      clock.advance(Duration.ofSeconds(1));
      assertThat(SignedRequest.of(own).get(relative(own, address)).status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v3/global/statements", "/v3/statements", "/hk/v3/statements"})
  void signsDigestOfStatement(String path) throws Exception {
    String target = path + "?date=20260304&mchid=1900000109";
    SandboxResponse plain = merchant().get(target);
    String sha1 = MultipartBody.digest("SHA-1", plain.bytes());
    assertThat(plain.header("Wechatpay-Statement-Sha1")).isEqualTo(sha1);
    Map<String, String> headers =
        Map.of(
            "Wechatpay-Timestamp", plain.header("Wechatpay-Timestamp"),
            "Wechatpay-Nonce", plain.header("Wechatpay-Nonce"),
            "Wechatpay-Signature", plain.header("Wechatpay-Signature"));
    Map<?, ?> certs = (Map<?, ?>) sandbox.config().get("certs");
    String pem = (String) certs.get(plain.header("Wechatpay-Serial"));
    byte[] signed = ("{\"sha1\":\"" + sha1 + "\"}").getBytes(StandardCharsets.UTF_8);
    assertThat(new MerchantCrypto(false).verifies(headers, signed, pem)).isTrue();
    String[] lines = plain.text().split("\r\n", -1);
    assertThat(lines[0].split(",", -1)).hasSize(38);
    assertThat(lines[1].split(",`", -1)).hasSize(38);

    SandboxResponse compressed = merchant().header("Accept-Encoding", "br, gzip;q=0.5").get(target);
    assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(compressed.header("Wechatpay-Statement-Sha1")).isEqualTo(sha1);
    assertThat(gunzip(compressed.bytes())).isEqualTo(plain.bytes());
    SandboxResponse refused = merchant().header("Accept-Encoding", "gzip;q=0").get(target);
    assertThat(refused.header("Content-Encoding")).isEmpty();
    assertThat(merchant().get(path + "?date=20260304&mchid=1").status()).isEqualTo(400);
    assertThat(merchant().get(target.replace("0304", "0305")).get("/code"))
        .isEqualTo("NO_STATEMENT_EXIST");
  }
}
