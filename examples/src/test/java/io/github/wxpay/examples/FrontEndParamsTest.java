package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.Wxpay;
import io.github.wxpay.sandbox.Sandbox;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Verifies the printed signatures with the JDK only, as WeChat would. */
class FrontEndParamsTest {
  private static final Pattern VALUE = Pattern.compile(" {9,}(\\w+) +(.+)");

  private Sandbox sandbox;
  private PublicKey merchant;
  private List<Map<String, String>> steps;
  private List<String> titles;

  @BeforeEach
  void runExample() throws GeneralSecurityException {
    sandbox = Sandbox.start();
    Map<String, Object> config = sandbox.config();
    String certificate = (String) ((Map<?, ?>) config.get("merchant")).get("cert");
    merchant =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)))
            .getPublicKey();
    try (Wxpay wxpay = Wxpay.of(config)) {
      read(Printed.of(out -> FrontEndParams.run(wxpay, out)).lines());
    }
  }

  @AfterEach
  void closeSandbox() {
    sandbox.close();
  }

  @Test
  void printsParametersOfEveryDialog() {
    assertThat(titles)
        .containsExactly(
            "1. JSAPI: WeixinJSBridge.invoke('getBrandWCPayRequest', …), wx.chooseWXPay(…)",
            "2. Mini program: wx.requestPayment(…)",
            "3. App: PayReq",
            "4. H5: location.href = …",
            "5. JSAPI and mini program for an order of APIv2",
            "6. App for an order of APIv2",
            "7. H5 for an order of APIv2",
            "8. Payscore: wx.openBusinessView(…), to confirm an order that was created",
            "9. Merchant transfer: wx.requestMerchantTransfer(…), to confirm receipt",
            "10. Coupons (busifavor): the send-coupon plug-in",
            "Done, 10 steps.");
  }

  @Test
  void signsParametersOfV3WithMerchantKey() throws GeneralSecurityException {
    for (int step : new int[] {1, 2}) {
      // Not containsOnlyKeys: AssertJ would load a class of Spring 6, which Java 11 cannot.
      assertThat(step(step).keySet())
          .containsExactlyInAnyOrder(
              "appId", "timeStamp", "nonceStr", "package", "signType", "paySign");
      assertThat(step(step)).containsEntry("signType", "RSA");
      assertThat(step(step).get("package")).startsWith("prepay_id=wx");
      assertSigned(step, "paySign", "appId", "timeStamp", "nonceStr", "package");
    }
    assertThat(step(3).keySet())
        .containsExactlyInAnyOrder(
            "appid", "partnerid", "prepayid", "package", "noncestr", "timestamp", "sign");
    assertThat(step(3))
        .containsEntry("partnerid", "1900000109")
        .containsEntry("package", "Sign=WXPay");
    assertSigned(3, "sign", "appid", "timestamp", "noncestr", "prepayid");
    assertThat(step(4).get("url"))
        .startsWith("https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx")
        .endsWith("&redirect_url=https%3A%2F%2Fexample.com%2Fpaid%3Fno%3Dfront-0003");
  }

  @Test
  void signsParametersOfV2WithApiV2Key() throws GeneralSecurityException {
    assertThat(step(5)).containsEntry("signType", "MD5");
    assertHashed(step(5), "paySign", "MD5");
    assertHashed(step(6), "sign", "MD5");
    assertThat(step(7).get("url")).endsWith("&redirect_url=https%3A%2F%2Fexample.com%2Fpaid");
  }

  @Test
  void signsOtherDialogsWithHmac() throws GeneralSecurityException {
    Map<String, String> extra = new LinkedHashMap<>(step(8));
    assertThat(extra.remove("businessType")).isEqualTo("wxpayScoreUse");
    assertThat(extra).containsEntry("mch_id", "1900000109");
    assertHashed(extra, "sign", "HMAC-SHA256");
    assertThat(step(9))
        .containsExactly(
            Map.entry("mchId", "1900000109"),
            Map.entry("appId", "wxd678efh567hg6787"),
            Map.entry("package", "affffddafdfafddffda=="));
    assertHashed(
        Map.of(
            "out_request_no0", "front-coupon-01",
            "send_coupon_merchant", "1900000109",
            "stock_id0", "1212900000000009",
            "sign", step(10).get("sign")),
        "sign",
        "HMAC-SHA256");
  }

  private void assertSigned(int step, String sign, String... names)
      throws GeneralSecurityException {
    StringBuilder message = new StringBuilder();
    for (String name : names) {
      message.append(step(step).get(name)).append('\n');
    }
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(merchant);
    signature.update(message.toString().getBytes(StandardCharsets.UTF_8));

    assertThat(signature.verify(Base64.getDecoder().decode(step(step).get(sign)))).isTrue();
  }

  private void assertHashed(Map<String, String> fields, String sign, String type)
      throws GeneralSecurityException {
    TreeMap<String, String> signed = new TreeMap<>(fields);
    signed.remove(sign);
    String key = (String) sandbox.config().get("secret");
    String text =
        signed.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("&"))
            + "&key="
            + key;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] digest;
    if (type.equals("MD5")) {
      digest = MessageDigest.getInstance("MD5").digest(bytes);
    } else {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      digest = mac.doFinal(bytes);
    }
    StringBuilder hex = new StringBuilder();
    for (byte b : digest) {
      hex.append(String.format(Locale.ROOT, "%02x", b));
    }

    assertThat(fields.get(sign)).isEqualTo(hex.toString().toUpperCase(Locale.ROOT));
  }

  private Map<String, String> step(int number) {
    return steps.get(number);
  }

  private void read(List<String> lines) {
    steps = new ArrayList<>();
    titles = new ArrayList<>();
    steps.add(Map.of());
    for (String line : lines.subList(1, lines.size())) {
      Matcher value = VALUE.matcher(line);
      if (value.matches()) {
        steps.get(steps.size() - 1).put(value.group(1), value.group(2));
      } else if (line.startsWith("         https://")) {
        steps.get(steps.size() - 1).put("url", line.strip());
      } else if (!line.isBlank()) {
        titles.add(line);
        steps.add(new LinkedHashMap<>());
      }
    }
  }
}
