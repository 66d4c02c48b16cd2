package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import org.junit.jupiter.api.Test;

/** Tests authorizations of payscore. */
@WxpaySandbox(clock = MerchantClient.NOW)
class PermissionsTest {
  private static final String ROOT = "/v3/payscore/permissions";
  private final Sandbox sandbox;

  PermissionsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  private SignedRequest merchant() {
    return SignedRequest.of(sandbox);
  }

  @Test
  void unknownCodeIsAvailableUntilTerminated() throws Exception {
    String code = ROOT + "/authorization-code/first";
    SandboxResponse before = merchant().get(code + "?service_id=500001");
    assertThat(before.status()).isEqualTo(200);
    assertThat(before.get("/authorization_state")).isEqualTo("AVAILABLE");
    assertThat(before.get("/authorization_code")).isEqualTo("first");
    assertThat(before.get("/authorization_success_time")).isEqualTo("2026-03-04T13:06:07+08:00");

    String body = "{\"service_id\":\"500001\",\"reason\":\"不再需要\"}";
    assertThat(merchant().post(code + "/terminate", body).status()).isEqualTo(204);

    SandboxResponse after = merchant().get(code + "?service_id=500001");
    assertThat(after.get("/authorization_state")).isEqualTo("UNAVAILABLE");
    assertThat(after.get("/cancel_authorization_time")).isEqualTo("2026-03-04T13:06:07+08:00");
    assertThat(after.get("/openid")).isEqualTo(before.get("/openid"));
    SandboxResponse second = merchant().post(code + "/terminate", body);
    assertThat(second.status()).isEqualTo(400);
    assertThat(second.get("/code")).isEqualTo("INVALID_REQUEST");
    assertThat(second.get("/message"))
        .isEqualTo("授权已解除: the authorization first is already terminated");
  }

  @Test
  void findsAuthorizationByCodeAndByPayer() throws Exception {
    String body = "{\"service_id\":\"5\",\"appid\":\"wx1\",\"authorization_code\":\"opened\"}";
    SandboxResponse created = merchant().post(ROOT, body);
    assertThat(created.status()).isEqualTo(200);
    assertThat(created.get("/apply_permissions_token")).hasSize(64);
    assertThat(merchant().post(ROOT, body).text()).isEqualTo(created.text());

    SandboxResponse byCode = merchant().get(ROOT + "/authorization-code/opened?service_id=5");
    assertThat(byCode.get("/appid")).isEqualTo("wx1");
    String payer = ROOT + "/openid/" + byCode.get("/openid");
    SandboxResponse byPayer = merchant().get(payer + "?service_id=5&appid=wx1");
    assertThat(byPayer.text()).isEqualTo(byCode.text());
    String end = "{\"service_id\":\"5\",\"appid\":\"wx1\",\"reason\":\"x\"}";
    assertThat(merchant().post(payer + "/terminate", end).status()).isEqualTo(204);
    assertThat(
            merchant()
                .get(ROOT + "/authorization-code/opened?service_id=5")
                .get("/authorization_state"))
        .isEqualTo("UNAVAILABLE");
  }

  @Test
  void unknownPayerIsAuthorized() throws Exception {
    String target = ROOT + "/openid/oUnseen?service_id=5&appid=wx1";
    SandboxResponse first = merchant().get(target);
    assertThat(first.get("/openid")).isEqualTo("oUnseen");
    assertThat(first.get("/authorization_state")).isEqualTo("AVAILABLE");
    assertThat(merchant().get(target).text()).isEqualTo(first.text());
  }

  @Test
  void namesMissingAndInvalidFields() throws Exception {
    String code = ROOT + "/authorization-code/c";
    assertThat(merchant().get(code).get("/message"))
        .isEqualTo("参数错误: query /service_id is required");
    assertThat(merchant().post(code + "/terminate", "{\"service_id\":\"5\"}").get("/message"))
        .isEqualTo("参数错误: body /reason is required");
    assertThat(merchant().get(ROOT + "/authorization-code/%20?service_id=5").get("/message"))
        .isEqualTo(
            "参数错误: path /authorization_code must be 1 to 64 of the characters 0-9 A-Z a-z _ -");
    assertThat(merchant().post(ROOT, "{\"service_id\":\"5\",\"appid\":\"1\"}").get("/message"))
        .isEqualTo("参数错误: body /authorization_code is required");
    assertThat(merchant().get(ROOT + "/openid/o?service_id=5").get("/message"))
        .isEqualTo("参数错误: query /appid is required");
  }
}
