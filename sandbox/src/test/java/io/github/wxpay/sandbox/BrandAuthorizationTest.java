package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests requests of brands, which sign with a separate scheme. */
@WxpaySandbox
class BrandAuthorizationTest {
  private static final String CONFIGS = "/brand/marketing/product-coupon/notify-configs";
  private static final String BODY = "{\"notify_url\":\"https://example.com/hook\"}";
  private final Sandbox sandbox;

  BrandAuthorizationTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Test
  void acceptsBrandRequestAndSignsResponseWithBrandScheme() throws Exception {
    SandboxResponse set = SignedRequest.ofBrand(sandbox).post(CONFIGS, BODY);
    assertThat(set.status()).isEqualTo(200);
    assertThat(set.header("Wechatpay-Signature-Type")).isEqualTo("WECHATPAY-BRAND-SHA256-RSA2048");
    Map<?, ?> certs = (Map<?, ?>) sandbox.brandConfig().get("certs");
    assertThat(set.isSignedBy((String) certs.get(set.header("Wechatpay-Serial")))).isTrue();
    assertThat(SignedRequest.ofBrand(sandbox).get(CONFIGS).get("/notify_url"))
        .isEqualTo("https://example.com/hook");
  }

  @Test
  void refusesMerchantSchemeBelowBrand() throws Exception {
    SandboxResponse reply = SignedRequest.of(sandbox).get(CONFIGS);
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.get("/detail/issue"))
        .isEqualTo("the scheme must be WECHATPAY-BRAND-SHA256-RSA2048");
  }

  @Test
  void acceptsBothSchemesBelowV3BrandAndOnlyMerchantElsewhere() throws Exception {
    SignedRequest.ofBrand(sandbox).get("/v3/brand/none");
    assertThat(last().verified()).isTrue();
    SignedRequest.of(sandbox).get("/v3/brand/none");
    assertThat(last().verified()).isTrue();
    SandboxResponse elsewhere = SignedRequest.ofBrand(sandbox).get("/v3/certificates");
    assertThat(elsewhere.get("/detail/issue"))
        .isEqualTo("the scheme must be WECHATPAY2-SHA256-RSA2048");
  }

  private Recorded last() {
    return sandbox.requests().get(sandbox.requests().size() - 1);
  }

  @Test
  void refusesOtherBrandSerialSignatureAndField() throws Exception {
    String id = (String) sandbox.brandConfig().get("brandId");
    assertThat(
            SignedRequest.ofBrand(sandbox).field("brand_id", "1").get(CONFIGS).get("/detail/issue"))
        .isEqualTo("the sandbox's brand is " + id + ", not 1");
    String merchantSerial = (String) sandbox.config().get("serial");
    assertThat(
            SignedRequest.ofBrand(sandbox)
                .field("serial_no", merchantSerial)
                .get(CONFIGS)
                .get("/detail/issue"))
        .isEqualTo(
            "the brand's certificate is "
                + sandbox.brandConfig().get("serial")
                + ", not "
                + merchantSerial);
    assertThat(SignedRequest.ofBrand(sandbox).signingBody("x").get(CONFIGS).get("/detail/issue"))
        .startsWith("sign not match");
    assertThat(SignedRequest.ofBrand(sandbox).field("mchid", "1").get(CONFIGS).get("/detail/issue"))
        .isEqualTo("mchid is not one of brand_id, nonce_str, signature, timestamp, serial_no");
  }
}
