package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.sandbox.Recorded;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.testing.Clients;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A brand signs for itself, with a different scheme. */
class BrandTest {
  private static final String CONFIGS = "brand/marketing/product-coupon/notify-configs";

  private static Sandbox sandbox;
  private static Map<String, Object> config;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
    config = sandbox.brandConfig();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void signsWithNumberOfBrand(boolean async) {
    try (Wxpay brand = brand().build()) {
      Response set =
          Clients.post(
              async, brand.chain(CONFIGS), Map.of("notify_url", "https://example.com/brand"));
      Response asked = Clients.get(async, brand.chain(CONFIGS));

      assertThat(set.status()).isEqualTo(200);
      assertThat(asked.get("notify_url")).isEqualTo("https://example.com/brand");
      assertThat(last().verified()).isTrue();
      assertThat(last().header("Authorization").orElse(""))
          .startsWith("WECHATPAY-BRAND-SHA256-RSA2048 brand_id=\"" + config.get("brandId") + "\"")
          .doesNotContain("mchid");
      assertThat(brand.mchid()).isEmpty();
      assertThat(brand).asString().contains("brandId=" + config.get("brandId"));
    }
  }

  @Test
  void signsByPathForMerchantWithBrand() {
    try (Wxpay both = brand().mchid("1900000109").build()) {
      both.chain(CONFIGS).get();
      assertThat(last().header("Authorization").orElse("")).startsWith("WECHATPAY-BRAND-");

      assertThatThrownBy(() -> both.chain("v3/pay/transactions/native").post(Map.of()))
          .as("the brand's key does not sign for the merchant")
          .isInstanceOf(StatusException.class);
      assertThat(last().header("Authorization").orElse(""))
          .startsWith("WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\"");
    }
  }

  @Test
  void refusesBrandPathWithoutBrand() {
    try (Wxpay merchant = Accounts.of(sandbox, true).build()) {
      assertThatThrownBy(() -> merchant.chain(CONFIGS).get())
          .isInstanceOfSatisfying(StatusException.class, e -> assertThat(e.status()).isEqualTo(401))
          .hasMessageContaining("SIGN_ERROR");
    }
  }

  private static WxpayBuilder brand() {
    WxpayBuilder builder =
        Clients.once()
            .brandId(Accounts.text(config, "brandId"))
            .serial(Accounts.text(config, "serial"))
            .privateKey(Accounts.text(config, "privateKey"))
            .apiV3Key(Accounts.text(config, "apiV3Key"))
            .baseUrl(Accounts.text(config, "baseURL"));
    ((Map<?, ?>) config.get("certs"))
        .forEach((id, pem) -> builder.platformKey((String) id, (String) pem));
    return builder;
  }

  private static Recorded last() {
    List<Recorded> requests = sandbox.requests();
    return requests.get(requests.size() - 1);
  }
}
