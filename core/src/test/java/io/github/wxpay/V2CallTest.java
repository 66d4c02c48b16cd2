package io.github.wxpay;

import static io.github.wxpay.testing.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.codec.Formatter;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.ResultException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.http.Options;
import io.github.wxpay.sandbox.ClientCertificate;
import io.github.wxpay.sandbox.Recorded;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.RawServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** APIv2 against the sandbox, which reckons every sign by its own implementation. */
@Timeout(60)
class V2CallTest {
  private static final String MCHID = "1900000109";
  private static final String APPID = "wx8888888888888888";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T04:05:06Z"), ZoneOffset.UTC);

  /** The day of the clock in Beijing. */
  private static final String DAY = "20260102";

  /** As the files before 2023 are: 3DES for the key, RC2 for the certificates. */
  private static final String OLD_KEY_CIPHER = "2a864886f70d010c0103";

  // Orders

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void placesOrderAndFindsItByEitherNumber(boolean async) {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      Response placed = Clients.post(async, wxpay.v2().chain("pay/unifiedorder"), order("o-1"));
      Chain query = wxpay.v2().chain("pay/orderquery");
      Response before = Clients.post(async, query, asked("out_trade_no", "o-1"));
      sandbox.pay("o-1");
      Response after = Clients.post(async, query, asked("out_trade_no", "o-1"));
      String id = after.get("transaction_id");
      Response byId = Clients.post(async, query, asked("transaction_id", id));

      assertThat(placed.status()).isEqualTo(200);
      assertThat(placed.get("trade_type")).isEqualTo("NATIVE");
      assertThat(placed.get("code_url")).startsWith("weixin://wxpay/bizpayurl?pr=");
      assertThat(placed.get("prepay_id")).isNotEmpty();
      assertThat(before.get("trade_state")).isEqualTo("NOTPAY");
      assertThat(after.get("trade_state")).isEqualTo("SUCCESS");
      assertThat(id).isNotEmpty();
      assertThat(byId.get("out_trade_no")).isEqualTo("o-1");
      assertThat(byId.get("total_fee")).isEqualTo("101");
      assertThat(byId.get("attach")).isEqualTo("a<b>&\"c\" ]]> é 中文 😀");
      assertVerified(sandbox, 4);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void paysWithPaymentCode(boolean async) {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      Map<String, Object> body = order("o-2");
      body.keySet().removeAll(List.of("trade_type", "notify_url", "product_id"));
      body.put("auth_code", "134567890123456789");

      Response paid = Clients.post(async, wxpay.v2().chain("pay/micropay"), body);

      assertThat(paid.get("trade_type")).isEqualTo("MICROPAY");
      assertThat(paid.get("result_code")).isEqualTo("SUCCESS");
      assertThat(paid.get("cash_fee")).isEqualTo("101");
      assertThat(paid.get("transaction_id")).isNotEmpty();
      assertVerified(sandbox, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closesOrder(boolean async) {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      Clients.post(async, wxpay.v2().chain("pay/unifiedorder"), order("o-3"));

      Response closed =
          Clients.post(async, wxpay.v2().chain("pay/closeorder"), asked("out_trade_no", "o-3"));
      Response found =
          Clients.post(async, wxpay.v2().chain("pay/orderquery"), asked("out_trade_no", "o-3"));

      assertThat(closed.get("result_msg")).isEqualTo("OK");
      assertThat(found.get("trade_state")).isEqualTo("CLOSED");
      assertVerified(sandbox, 3);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsSignedBusinessError(boolean async) {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      Throwable thrown =
          catchThrowable(
              () ->
                  Clients.post(
                      async, wxpay.v2().chain("pay/orderquery"), asked("out_trade_no", "nobodys")));

      assertThat(thrown)
          .isExactlyInstanceOf(ResultException.class)
          .hasMessageStartingWith(
              "POST pay/orderquery was answered with result_code FAIL: ORDERNOTEXIST 此交易订单号不存在")
          .hasMessageNotContaining("unsigned");
      ResultException refusal = (ResultException) thrown;
      assertThat(refusal.code()).isEqualTo("EV2_RES_STATUS_CODE_NOT_SUCESS");
      assertThat(refusal.verified()).isTrue();
      assertThat(refusal.errCode()).isEqualTo("ORDERNOTEXIST");
      assertThat(refusal.errCodeDes()).startsWith("此交易订单号不存在");
      assertThat(refusal.get("return_code")).isEqualTo("SUCCESS");
      assertThat(refusal.get("no_such_field")).isEmpty();
      assertVerified(sandbox, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsWrongSecret(boolean async) {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay =
            Wxpay.of(with(sandbox.config(), "secret", "another_key_of_the_length_needed"))) {
      Throwable thrown =
          catchThrowable(
              () -> Clients.post(async, wxpay.v2().chain("pay/unifiedorder"), order("o")));

      assertThat(thrown)
          .isExactlyInstanceOf(ResultException.class)
          .hasMessage(
              "POST pay/unifiedorder was answered with return_code FAIL: 签名错误 (unsigned, as such"
                  + " responses are: query the state before you act on it)");
      assertThat(((ResultException) thrown).verified()).isFalse();
      assertThat(sandbox.requests()).hasSize(1).noneMatch(Recorded::verified);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void findsOrderOfOneApiWithTheOther(boolean async) {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      Clients.post(async, wxpay.v2().chain("pay/unifiedorder"), order("both-1"));
      sandbox.pay("both-1");

      Response second =
          Clients.post(async, wxpay.v2().chain("pay/orderquery"), asked("out_trade_no", "both-1"));
      Response third =
          Clients.call(
              async,
              wxpay.v3().chain("pay/transactions/out-trade-no/{out_trade_no}"),
              "GET",
              null,
              Options.of("out_trade_no", "both-1").query("mchid", MCHID));

      assertThat(third.get("transaction_id")).isEqualTo(second.get("transaction_id")).isNotEmpty();
      assertThat(third.get("/amount/total")).isEqualTo(second.get("total_fee")).isEqualTo("101");
      assertThat(third.get("trade_state")).isEqualTo(second.get("trade_state"));
      assertVerified(sandbox, 3);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsPlainObjectAsBody(boolean async) {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      Clients.post(async, wxpay.v2().chain("pay/unifiedorder"), new Order("pojo-1"));

      Response found =
          Clients.post(async, wxpay.v2().chain("pay/orderquery"), asked("out_trade_no", "pojo-1"));

      assertThat(found.get("total_fee")).isEqualTo("20000000");
      assertThat(sandbox.requests().get(0).text())
          .contains("<total_fee>20000000</total_fee>")
          .doesNotContain("attach");
      assertThat(found.as(Found.class).total_fee).isEqualTo(20_000_000L);
      assertVerified(sandbox, 2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsCallToAnotherHost(boolean async) {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(with(sandbox.config(), "baseURL", RawServer.deadUrl()))) {
      Response placed =
          Clients.call(
              async,
              wxpay.v2().chain("pay/unifiedorder"),
              "POST",
              order("away-1"),
              Options.none().baseUrl(sandbox.uri().toString()));

      assertThat(placed.get("code_url")).isNotEmpty();
      assertVerified(sandbox, 1);
    }
  }

  @Test
  void doesNotChangeMapOfTheCaller() {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      Map<String, Object> body = order("kept-1");
      Map<String, Object> copy = new LinkedHashMap<>(body);

      wxpay.v2().chain("pay/unifiedorder").post(body);

      assertThat(body).isEqualTo(copy).doesNotContainKeys("sign", "nonce_str");
    }
  }

  // HMAC-SHA256

  @ParameterizedTest
  @CsvSource({"false, setting", "true, setting", "false, field", "true, field"})
  void signsWithHmacBySettingOrField(boolean async, String by) {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay =
            Wxpay.of(
                by.equals("setting")
                    ? with(sandbox.config(), "signType", "HMAC-SHA256")
                    : sandbox.config())) {
      Map<String, Object> body = order("h-1");
      if (by.equals("field")) {
        body.put("sign_type", "HMAC-SHA256");
      }

      Response placed = Clients.post(async, wxpay.v2().chain("pay/unifiedorder"), body);

      assertThat(placed.get("sign")).matches("[0-9A-F]{64}");
      assertThat(sandbox.requests().get(0).text())
          .contains("<sign_type>HMAC-SHA256</sign_type>")
          .containsPattern("<sign>[0-9A-F]{64}</sign>");
      assertVerified(sandbox, 1);
    }
  }

  @Test
  void signsWithMd5ByDefaultAndByFieldDespiteHmacSetting() {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(with(sandbox.config(), "signType", "HMAC-SHA256"));
        Wxpay plain = Wxpay.of(sandbox.config())) {
      Map<String, Object> body = order("m-1");
      body.put("sign_type", "MD5");

      Response asked = wxpay.v2().chain("pay/unifiedorder").post(body);
      Response ruled = plain.v2().chain("pay/unifiedorder").post(order("m-2"));

      assertThat(asked.get("sign")).matches("[0-9A-F]{32}");
      assertThat(ruled.get("sign")).matches("[0-9A-F]{32}");
      assertThat(sandbox.requests().get(1).text()).doesNotContain("sign_type");
      assertVerified(sandbox, 2);
    }
  }

  // The merchant's certificate

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void presentsCertificateForRefundAndFindsIt(boolean async) {
    try (Sandbox sandbox = secure();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      Clients.post(async, wxpay.v2().chain("pay/unifiedorder"), order("r-1"));
      sandbox.pay("r-1");

      Response refund = refund(async, wxpay, "r-1");
      Response found =
          Clients.post(async, wxpay.v2().chain("pay/refundquery"), asked("out_trade_no", "r-1"));

      assertThat(refund.get("refund_fee")).isEqualTo("1");
      assertThat(found.get("refund_count")).isEqualTo("1");
      assertThat(found.get("out_refund_no_0")).isEqualTo("r-1-r");
      assertThat(found.get("refund_id_0")).isEqualTo(refund.get("refund_id"));
      assertVerified(sandbox, 3);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, old", "true, old", "false, new", "true, new"})
  void presentsCertificateOfOldAndNewPkcs12(boolean async, String kind, @TempDir Path folder)
      throws GeneralSecurityException, IOException {
    try (Sandbox sandbox = secure()) {
      Map<?, ?> merchant = (Map<?, ?>) sandbox.config().get("merchant");
      byte[] store = pkcs12(kind, merchant, MCHID);
      Path file = Files.write(folder.resolve("apiclient_cert.p12"), store);
      Path ca = Files.writeString(folder.resolve("ca.pem"), String.valueOf(merchant.get("ca")));
      try (Wxpay wxpay =
          Clients.once()
              .mchid(MCHID)
              .secret(String.valueOf(sandbox.config().get("secret")))
              .baseUrl(sandbox.uri().toString())
              .certificateAuthority(ca)
              .merchantCertificate(file, MCHID)
              .build()) {
        wxpay.v2().chain("pay/unifiedorder").post(order("p-1"));
        sandbox.pay("p-1");

        Response refund = refund(async, wxpay, "p-1");

        assertThat(refund.get("out_refund_no")).isEqualTo("p-1-r");
        assertThat(hex(store).contains(OLD_KEY_CIPHER)).isEqualTo(kind.equals("old"));
        assertVerified(sandbox, 2);
      }
    }
  }

  @Test
  void readsPkcs12OfDictionaryWithMchidAsPassphrase(@TempDir Path folder)
      throws GeneralSecurityException, IOException {
    try (Sandbox sandbox = secure()) {
      Map<?, ?> merchant = (Map<?, ?>) sandbox.config().get("merchant");
      Path file = Files.write(folder.resolve("apiclient_cert.p12"), pkcs12("old", merchant, MCHID));
      try (Wxpay wxpay =
          Wxpay.of(
              with(
                  sandbox.config(),
                  "merchant",
                  Map.of("pfx", file, "ca", String.valueOf(merchant.get("ca")))))) {
        wxpay.v2().chain("pay/unifiedorder").post(order("d-1"));
        sandbox.pay("d-1");

        assertThat(refund(false, wxpay, "d-1").get("refund_id")).isNotEmpty();
        assertVerified(sandbox, 2);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsMissingCertificateWithoutSecurity(boolean async) {
    try (Sandbox sandbox = secure();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      Throwable thrown =
          catchThrowable(
              () ->
                  Clients.post(
                      async, wxpay.v2().chain("secapi/pay/refund"), asked("out_trade_no", "x")));

      assertThat(thrown)
          .isExactlyInstanceOf(StatusException.class)
          .hasMessageStartingWith(
              "POST secapi/pay/refund was answered 400: an HTML page titled '400 No required SSL"
                  + " certificate was sent'; the endpoint requires the merchant's certificate: set"
                  + " merchantCertificate(…) and call it with security(true) (response");
      assertThat(((StatusException) thrown).text())
          .contains("No required SSL certificate was sent");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsRedPacketWithUnsignedResponses(boolean async) {
    try (Sandbox sandbox = secure();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      Map<String, Object> packet = new LinkedHashMap<>();
      packet.put("mch_billno", "19000001092026010200000001");
      packet.put("mch_id", MCHID);
      packet.put("wxappid", APPID);
      packet.put("send_name", "天虹百货");
      packet.put("re_openid", "oxTWIuGaIt6gTKsQRLau2M0yL16E");
      packet.put("total_amount", 1000);
      packet.put("total_num", 1);
      packet.put("wishing", "感谢您参加猜灯谜活动");
      packet.put("client_ip", "127.0.0.1");
      packet.put("act_name", "猜灯谜抢红包活动");
      packet.put("remark", "快来抢！");
      Response sent = secured(async, wxpay, "mmpaymkttransfers/sendredpack", packet);
      Map<String, Object> query = asked("mch_billno", "19000001092026010200000001");
      query.put("bill_type", "MCHT");

      Response found = secured(async, wxpay, "mmpaymkttransfers/gethbinfo", query);

      assertThat(sent.get("send_listid")).isNotEmpty();
      assertThat(sent.get("sign")).isNull();
      assertThat(found.get("status")).isEqualTo("RECEIVED");
      assertThat(found.get("sign")).isNull();
      assertThat(found.get("/hblist/hbinfo/amount")).isEqualTo("1000");
      assertVerified(sandbox, 2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsTransferWithMchid(boolean async) {
    try (Sandbox sandbox = secure();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      Map<String, Object> transfer = new LinkedHashMap<>();
      transfer.put("mch_appid", APPID);
      transfer.put("mchid", MCHID);
      transfer.put("partner_trade_no", "t-1");
      transfer.put("openid", "oxTWIuGaIt6gTKsQRLau2M0yL16E");
      transfer.put("check_name", "NO_CHECK");
      transfer.put("amount", 10099L);
      transfer.put("desc", "理赔");
      transfer.put("spbill_create_ip", "192.168.0.1");

      Response paid = secured(async, wxpay, "mmpaymkttransfers/promotion/transfers", transfer);

      assertThat(paid.get("partner_trade_no")).isEqualTo("t-1");
      assertThat(paid.get("payment_no")).isNotEmpty();
      assertVerified(sandbox, 1);
    }
  }

  // Files

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void downloadsBillPlainOrGzipped(boolean async) throws IOException {
    try (Sandbox sandbox = Sandbox.builder().clock(CLOCK).start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      wxpay.v2().chain("pay/unifiedorder").post(order("bill-1"));
      sandbox.pay("bill-1");
      Map<String, Object> wanted = asked("bill_date", DAY);
      wanted.put("bill_type", "ALL");
      Response plain = Clients.post(async, wxpay.v2().chain("pay/downloadbill"), wanted);
      wanted.put("tar_type", "GZIP");

      Response packed = Clients.post(async, wxpay.v2().chain("pay/downloadbill"), wanted);

      assertThat(plain.bytes()).startsWith(0xef, 0xbb, 0xbf);
      Map<?, ?> row =
          (Map<?, ?>) ((List<?>) Formatter.castCsvBill(plain.bytes()).get("rows")).get(0);
      assertThat(row.get("交易时间")).isEqualTo("2026-01-02 12:05:06");
      assertThat(row.get("商户订单号")).isEqualTo("bill-1");
      assertThat(packed.bytes()).startsWith(0x1f, 0x8b);
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.bytes()))) {
        assertThat(in.readAllBytes()).isEqualTo(plain.bytes());
      }
      assertVerified(sandbox, 3);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsXmlErrorForDayWithoutBill(boolean async) {
    try (Sandbox sandbox = Sandbox.builder().clock(CLOCK).start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      Throwable thrown =
          catchThrowable(
              () ->
                  Clients.post(
                      async, wxpay.v2().chain("pay/downloadbill"), asked("bill_date", "20200101")));

      assertThat(thrown)
          .isExactlyInstanceOf(ResultException.class)
          .hasMessage(
              "POST pay/downloadbill was answered with return_code FAIL: No Bill Exist (unsigned,"
                  + " as such responses are: query the state before you act on it)");
      assertThat(((ResultException) thrown).get("error_code")).isEqualTo("20002");
      assertVerified(sandbox, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void downloadsFundFlowSignedWithHmac(boolean async) {
    try (Sandbox sandbox = Sandbox.builder().https(true).clock(CLOCK).start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      wxpay.v2().chain("pay/unifiedorder").post(order("flow-1"));
      sandbox.pay("flow-1");
      Map<String, Object> wanted = asked("bill_date", DAY);
      wanted.put("account_type", "Basic");
      wanted.put("sign_type", Hash.ALGO_HMAC_SHA256);
      Response flow = secured(async, wxpay, "pay/downloadfundflow", wanted);
      wanted.put("bill_date", "20200101");

      Throwable thrown =
          catchThrowable(() -> secured(async, wxpay, "pay/downloadfundflow", wanted));

      assertThat(flow.text()).startsWith("\ufeff记账时间,").contains("`1.01,");
      assertThat(thrown)
          .isInstanceOfSatisfying(
              ResultException.class, e -> assertThat(e.errCode()).isEqualTo("NO_BILL_EXIST"));
      assertVerified(sandbox, 3);
    }
  }

  // The other shapes

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void requestsTokenByQueryAndReadsItsJson(boolean async) {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      Chain token = wxpay.v2().chain("appauth/getaccesstoken");
      Options options =
          Options.none()
              .query("appid", APPID)
              .query("mch_id", MCHID)
              .query("sign_type", "HMAC-SHA256")
              .query("openid", "o p+e/n=&ï😀")
              .query("grant_type", "authorization_code")
              .query("scope", "pay_identity")
              .query("code", "code-1");
      Response first = Clients.call(async, token, "GET", null, options);

      Throwable thrown = catchThrowable(() -> Clients.call(async, token, "GET", null, options));

      assertThat(first.get("access_token")).hasSize(64);
      assertThat(first.data().get("access_token_expire_in").longValue()).isEqualTo(7200);
      assertThat(thrown)
          .isExactlyInstanceOf(ResultException.class)
          .hasMessage(
              "GET appauth/getaccesstoken was answered with retcode -1: 授权码已使用: code can be"
                  + " used only once");
      ResultException refusal = (ResultException) thrown;
      assertThat(refusal.code()).isEqualTo("EV2_RES_RESULT_CODE_NOT_MATCHED");
      assertThat(refusal.verified()).isFalse();
      assertThat(refusal.get("retcode")).isEqualTo("-1");
      assertVerified(sandbox, 2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callsCustomsWithoutNonce(boolean async) {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      wxpay.v2().chain("pay/unifiedorder").post(order("c-1"));
      sandbox.pay("c-1");
      Response found = wxpay.v2().chain("pay/orderquery").post(asked("out_trade_no", "c-1"));
      Map<String, Object> body = asked("out_trade_no", "c-1");
      body.put("transaction_id", found.get("transaction_id"));
      body.put("customs", "GUANGZHOU_ZS");
      body.put("mch_customs_no", "D00411");
      Chain customs = wxpay.v2().chain("cgi-bin/mch/customs/customdeclareorder");

      Response declared =
          Clients.call(async, customs, "POST", body, Options.none().nonceless(true));
      Throwable thrown = catchThrowable(() -> Clients.post(async, customs, body));

      assertThat(declared.get("state")).isEqualTo("PROCESSING");
      assertThat(sandbox.requests().get(2).text()).doesNotContain("nonce_str");
      assertThat(thrown)
          .isExactlyInstanceOf(ResultException.class)
          .hasMessageContaining("this endpoint must not have nonce_str");
      assertVerified(List.of(sandbox.requests().get(2)), 1);
    }
  }

  @Test
  void ignoresNoncelessOnOtherEndpoints() {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      wxpay.v2().chain("pay/unifiedorder").post(order("n-1"), Map.of("nonceless", true));

      assertThat(sandbox.requests().get(0).text()).contains("<nonce_str>");
      assertVerified(sandbox, 1);
    }
  }

  @Test
  void returnsUrlOfContractPageAndSendsNothing() throws IOException, InterruptedException {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      String url = wxpay.v2().chain("papay/entrustweb").url(contract());
      int sent = sandbox.requests().size();

      HttpResponse<Void> page =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(url)).build(),
                  HttpResponse.BodyHandlers.discarding());

      assertThat(sent).isZero();
      assertThat(url)
          .startsWith(sandbox.uri() + "papay/entrustweb?appid=" + APPID + "&mch_id=" + MCHID)
          .contains("&notify_url=https%3A%2F%2Fexample.com%2Fn%2F1%3Fb%3D%E4%B8%AD%2B%7E*-._%27")
          .matches(".*&nonce_str=[0-9A-Za-z]{32}&sign=[0-9A-F]{32}#wechat_redirect");
      assertThat(page.statusCode()).isEqualTo(302);
      assertThat(page.headers().firstValue("Location").orElse(""))
          .startsWith("weixin://wxpay/entrust?pre_entrustweb_id=");
      assertVerified(sandbox, 1);
    }
  }

  @Test
  void signsPageWithHmacAndAnotherBase() throws IOException, InterruptedException {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay =
            Wxpay.of(
                with(
                    with(sandbox.config(), "signType", "HMAC-SHA256"),
                    "baseURL",
                    RawServer.deadUrl()))) {
      String url =
          wxpay
              .v2()
              .chain("papay/entrustweb")
              .url(Options.none().query(contract()).baseUrl(sandbox.uri().toString()));

      HttpResponse<Void> page =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(url)).build(),
                  HttpResponse.BodyHandlers.discarding());

      assertThat(url).contains("&sign_type=HMAC-SHA256&sign=");
      assertThat(page.statusCode()).isEqualTo(302);
      assertVerified(sandbox, 1);
    }
  }

  @Test
  void returnsAuthorizationPageAtAnotherHost() {
    Wxpay wxpay = Clients.once().mchid(MCHID).secret("exposed_your_key_here_have_risks").build();
    try (wxpay) {
      String own = wxpay.v2().chain("appauth/authindex").url(Map.of("mch_id", MCHID));
      String api = wxpay.v2().chain("papay/entrustweb").url(Map.of("mch_id", MCHID));

      assertThat(own)
          .startsWith(
              "https://payapp.weixin.qq.com/appauth/authindex?mch_id=" + MCHID + "&nonce_str=")
          .endsWith("#wechat_redirect");
      assertThat(api).startsWith("https://api.mch.weixin.qq.com/papay/entrustweb?mch_id=" + MCHID);
    }
  }

  // Helpers

  private static Sandbox secure() {
    return Sandbox.builder().https(true).clientCertificate(ClientCertificate.WANTED).start();
  }

  private static Map<String, Object> order(String number) {
    Map<String, Object> body = asked("out_trade_no", number);
    body.put("body", "腾讯充值中心-QQ会员充值");
    body.put("attach", "a<b>&\"c\" ]]> é 中文 😀");
    body.put("total_fee", new BigDecimal("1.01E+2"));
    body.put("spbill_create_ip", "123.12.12.123");
    body.put("notify_url", "https://www.weixin.qq.com/wxpay/pay.php");
    body.put("trade_type", "NATIVE");
    body.put("product_id", 12235413214070356L);
    body.put("device_info", null);
    body.put("goods_tag", "");
    return body;
  }

  private static Map<String, Object> asked(String name, String value) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("appid", APPID);
    body.put("mch_id", MCHID);
    body.put(name, value);
    return body;
  }

  private static Map<String, Object> contract() {
    Map<String, Object> params = new LinkedHashMap<>();
    params.put("appid", APPID);
    params.put("mch_id", MCHID);
    params.put("plan_id", 12535);
    params.put("contract_code", "100001256");
    params.put("request_serial", 1000L);
    params.put("contract_display_account", "微信代扣 <é>");
    params.put("notify_url", "https://example.com/n/1?b=中+~*-._'");
    params.put("version", "1.0");
    params.put("timestamp", 1414488825);
    return params;
  }

  private static Response refund(boolean async, Wxpay wxpay, String number) {
    Map<String, Object> body = asked("out_trade_no", number);
    body.put("out_refund_no", number + "-r");
    body.put("total_fee", 101);
    body.put("refund_fee", 1);
    return secured(async, wxpay, "secapi/pay/refund", body);
  }

  private static Response secured(boolean async, Wxpay wxpay, String path, Object body) {
    return Clients.call(async, wxpay.v2().chain(path), "POST", body, Options.none().security(true));
  }

  private static Map<String, Object> with(Map<String, Object> config, String key, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>(config);
    copy.put(key, value);
    return copy;
  }

  private static void assertVerified(Sandbox sandbox, int count) {
    assertVerified(sandbox.requests(), count);
  }

  private static void assertVerified(List<Recorded> requests, int count) {
    assertThat(requests).hasSize(count).allMatch(Recorded::verified);
  }

  /** Writes a PKCS#12 file with the JDK's current ciphers (AES) or the former ones (3DES, RC2). */
  private static byte[] pkcs12(String kind, Map<?, ?> merchant, String password)
      throws GeneralSecurityException, IOException {
    KeyStore store =
        kind.equals("old")
            ? KeyStore.getInstance("PKCS12-3DES-40RC2", new BouncyCastleProvider())
            : KeyStore.getInstance("PKCS12");
    store.load(null, null);
    PrivateKey key =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(der(String.valueOf(merchant.get("key")))));
    Certificate certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(
                    String.valueOf(merchant.get("cert")).getBytes(StandardCharsets.US_ASCII)));
    store.setKeyEntry("tenpay", key, password.toCharArray(), new Certificate[] {certificate});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, password.toCharArray());
    return out.toByteArray();
  }

  private static byte[] der(String pem) {
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
  }

  /** A body as programs have it. */
  static final class Order {
    public final String appid = APPID;
    public final String mch_id = MCHID;
    public final String out_trade_no;
    public final String body = "商品";
    public final String attach = null;
    public final double total_fee = 2.0E7;
    public final String spbill_create_ip = "123.12.12.123";
    public final String notify_url = "https://www.weixin.qq.com/wxpay/pay.php";
    public final String trade_type = "NATIVE";
    public final int product_id = 7;

    Order(String number) {
      this.out_trade_no = number;
    }
  }

  /** Returns the fields of a response. */
  static final class Found {
    public long total_fee;
  }
}
