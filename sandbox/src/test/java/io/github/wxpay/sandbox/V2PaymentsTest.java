package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.sandbox.junit.WxpaySandbox;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Tests red packets, transfers and the endpoints for browsers. */
@WxpaySandbox(https = true, clock = MerchantClient.NOW)
class V2PaymentsTest {
  private static final String ROOT = "/mmpaymkttransfers/";
  private final Sandbox sandbox;

  V2PaymentsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  private V2SignedRequest merchant() {
    return V2SignedRequest.of(sandbox);
  }

  private V2SignedRequest packet(String number) {
    return merchant()
        .without("appid")
        .with("wxappid", "wx1", "mch_billno", number, "re_openid", "oReceiver")
        .with("total_amount", "100", "wishing", "新年好", "act_name", "game", "remark", "r");
  }

  private V2SignedRequest redpack(String number) {
    return packet(number).with("send_name", "n", "total_num", "1", "client_ip", "127.0.0.1");
  }

  private V2SignedRequest transfer(String number) {
    return merchant()
        .with("partner_trade_no", number, "openid", "oReceiver", "check_name", "NO_CHECK")
        .with("amount", "100", "desc", "d", "spbill_create_ip", "127.0.0.1");
  }

  private static void assertRefused(SandboxResponse reply, String message) throws IOException {
    assertThat(reply.get("return_code")).isEqualTo("FAIL");
    assertThat(reply.get("return_msg")).isEqualTo(message);
  }

  @Test
  void sendsAndFindsRedPacketWithUnsignedResponses() throws Exception {
    SandboxResponse sent = redpack("packet-1").post(ROOT + "sendredpack");
    assertThat(sent.get("result_code")).isEqualTo("SUCCESS");
    assertThat(sent.get("send_listid")).matches("100020260304130607[0-9]{14}");
    assertThat(sent.get("wxappid")).isEqualTo("wx1");
    assertThat(sent.fields()).doesNotContainKey("sign");
    assertThat(redpack("packet-1").post(ROOT + "sendredpack").get("send_listid"))
        .isEqualTo(sent.get("send_listid"));
    SandboxResponse other =
        redpack("packet-1").with("total_amount", "101").post(ROOT + "sendredpack");
    assertThat(other.get("err_code")).isEqualTo("FATAL_ERROR");
    assertThat(other.get("err_code_des"))
        .isEqualTo("同一个商户单号存在参数不一致: mch_billno was used with other parameters");

    SandboxResponse found =
        merchant().with("mch_billno", "packet-1", "bill_type", "MCHT").post(ROOT + "gethbinfo");
    assertThat(found.get("status")).isEqualTo("RECEIVED");
    assertThat(found.get("wishing")).isEqualTo("新年好");
    assertThat(found.text())
        .contains("<hblist><hbinfo><openid><![CDATA[oReceiver]]></openid>")
        .doesNotContain("<sign>");
    SandboxResponse none =
        merchant().with("mch_billno", "none", "bill_type", "MCHT").post(ROOT + "gethbinfo");
    assertThat(none.get("err_code")).isEqualTo("NOT_FOUND");
    assertThat(none.get("err_code_des")).isEqualTo("指定单号数据不存在: there is no red packet none");
  }

  @Test
  void checksFieldsOfRedPacket() throws Exception {
    assertRefused(
        redpack("packet-2").with("total_amount", "99").post(ROOT + "sendredpack"),
        "参数错误: total_amount must be 100 to 20000");
    assertRefused(
        redpack("packet-2").with("total_num", "2").post(ROOT + "sendredpack"),
        "参数错误: total_num must be 1 to 1");
    assertRefused(
        redpack("packet-2").without("send_name").post(ROOT + "sendredpack"),
        "缺少参数: send_name is required");
  }

  @Test
  void transferRequiresMchidAndMchAppid() throws Exception {
    V2SignedRequest merchant =
        transfer("transfer-1")
            .without("appid", "mch_id")
            .with("mch_appid", "wx1", "mchid", "1900000109");
    SandboxResponse reply = merchant.post(ROOT + "promotion/transfers");
    assertThat(reply.get("result_code")).isEqualTo("SUCCESS");
    assertThat(reply.get("mchid")).isEqualTo("1900000109");
    assertThat(reply.get("mch_appid")).isEqualTo("wx1");
    assertThat(reply.get("payment_time")).isEqualTo("2026-03-04 13:06:07");
    assertThat(reply.get("nonce_str")).hasSize(32);
    assertThat(reply.fields()).doesNotContainKey("sign");
    assertRefused(
        transfer("transfer-2").post(ROOT + "promotion/transfers"), "缺少参数: mchid is required");
    assertRefused(
        transfer("transfer-2")
            .with("mch_appid", "wx1", "mchid", "1900000109", "check_name", "FORCE_CHECK")
            .post(ROOT + "promotion/transfers"),
        "缺少参数: re_user_name is required");
    SandboxResponse other =
        transfer("transfer-1")
            .without("appid", "mch_id")
            .with("mch_appid", "wx1", "mchid", "1900000109", "amount", "7")
            .post(ROOT + "promotion/transfers");
    assertThat(other.get("err_code")).isEqualTo("PARAM_ERROR");
  }

  @Test
  void verifiesWorkwxSignOfTransfer() throws Exception {
    String path = ROOT + "promotion/paywwsptrans2pocket";
    V2SignedRequest merchant =
        transfer("wecom-1").with("ww_msg_type", "NORMAL_MSG", "agentid", "1");
    merchant.signWorkwx(
        "amount",
        "appid",
        "desc",
        "mch_id",
        "nonce_str",
        "openid",
        "partner_trade_no",
        "ww_msg_type");
    SandboxResponse reply = merchant.post(path);
    assertThat(reply.get("result_code")).isEqualTo("SUCCESS");
    assertThat(reply.fields()).doesNotContainKey("sign");

    SandboxResponse missing = transfer("wecom-2").with("nonce_str", "N").post(path);
    assertRefused(missing, "签名错误");
    assertThat(missing.get("sandbox_hint")).isEqualTo("workwx_sign is missing");
    assertThat(missing.get("sandbox_expected"))
        .isEqualTo(
            "amount=100&appid=wxd678efh567hg6787&desc=d&mch_id=1900000109&nonce_str=N"
                + "&openid=oReceiver&partner_trade_no=wecom-2&secret=<secret>");
  }

  @Test
  void verifiesWorkwxSignOfRedPacketAndSignsResponse() throws Exception {
    String path = ROOT + "sendworkwxredpack";
    V2SignedRequest merchant = packet("wecom-3").with("sender_name", "s", "agentid", "1");
    merchant.signWorkwx(
        "act_name", "mch_billno", "mch_id", "nonce_str", "re_openid", "total_amount", "wxappid");
    SandboxResponse reply = merchant.post(path);
    assertThat(reply.get("result_code")).isEqualTo("SUCCESS");
    assertThat(merchant.signed(reply, "MD5")).isTrue();

    SandboxResponse wrong =
        packet("wecom-4").with("sender_name", "s", "workwx_sign", "X").post(path);
    assertRefused(wrong, "签名错误");
    assertThat(wrong.get("sandbox_hint")).isEqualTo("workwx_sign is wrong, but sign is correct");
    assertThat(wrong.text()).doesNotContain(sandbox.workwxSecret());
  }

  @Test
  void returnsAccessTokenAsJson() throws Exception {
    V2SignedRequest merchant =
        merchant()
            .with("openid", "o1", "code", "c1", "grant_type", "authorization_code")
            .with("scope", "pay_identity", "sign_type", "HMAC-SHA256");
    SandboxResponse reply = merchant.get("/appauth/getaccesstoken");
    assertThat(reply.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
    JsonNode json = new ObjectMapper().readTree(reply.bytes());
    assertThat(json.get("retcode").intValue()).isZero();
    assertThat(json.get("access_token").asText()).hasSize(64);
    assertThat(json.get("access_token_expire_in").intValue()).isEqualTo(7200);

    JsonNode again = new ObjectMapper().readTree(merchant.get("/appauth/getaccesstoken").bytes());
    assertThat(again.get("retcode").intValue()).isEqualTo(-1);
    assertThat(again.get("retmsg").asText()).isEqualTo("授权码已使用: code can be used only once");
    JsonNode wrong =
        new ObjectMapper()
            .readTree(merchant.with("sign", "X").get("/appauth/getaccesstoken").bytes());
    assertThat(wrong.get("retmsg").asText()).isEqualTo("签名错误: no single field is the cause");
    JsonNode md5 =
        new ObjectMapper()
            .readTree(merchant.with("sign_type", "MD5").get("/appauth/getaccesstoken").bytes());
    assertThat(md5.get("retmsg").asText()).isEqualTo("参数错误: sign_type must be HMAC-SHA256");
  }

  @Test
  void redirectsBrowser() throws Exception {
    SandboxResponse code =
        merchant()
            .with("redirect_uri", "https://example.com/back?a=1", "response_type", "code")
            .with("scope", "pay_realname", "state", "x y")
            .get("/appauth/authindex");
    assertThat(code.status()).isEqualTo(302);
    assertThat(code.header("Location"))
        .matches("https://example.com/back\\?a=1&code=[0-9A-Za-z]{32}&state=x\\+y");

    V2SignedRequest entrust =
        merchant()
            .without("nonce_str")
            .with("plan_id", "12535", "contract_code", "100000", "request_serial", "1000")
            .with("contract_display_account", "微信代扣", "notify_url", "https://example.com/n")
            .with("version", "1.0", "timestamp", "1414488825");
    SandboxResponse contract = entrust.get("/papay/entrustweb");
    assertThat(contract.status()).isEqualTo(302);
    assertThat(contract.header("Location")).startsWith("weixin://wxpay/entrust?");
    SandboxResponse wrong = entrust.with("plan_id", "1").get("/papay/entrustweb");
    assertRefused(wrong, "签名错误");
    assertThat(wrong.get("sandbox_expected")).startsWith("appid=wxd678efh567hg6787&contract_code=");
  }

  @Test
  void fundFlowBillContainsRedPacketAndTransferOnce() throws Exception {
    SandboxResponse packet = redpack("billed-1").post(ROOT + "sendredpack");
    redpack("billed-1").post(ROOT + "sendredpack");
    SandboxResponse paid =
        transfer("billed-2")
            .without("mch_id")
            .with("mchid", "1900000109", "mch_appid", "wx1")
            .without("appid")
            .post(ROOT + "promotion/transfers");
    String bill =
        merchant()
            .with("bill_date", "20260304", "account_type", "Basic", "sign_type", "HMAC-SHA256")
            .post("/pay/downloadfundflow")
            .text();
    String id = packet.get("send_listid");
    assertThat(bill.lines().filter(line -> line.contains(id))).hasSize(1);
    assertThat(bill).contains("现金红包", "企业付款", paid.get("payment_no"));
  }
}
