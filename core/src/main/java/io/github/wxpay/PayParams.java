package io.github.wxpay;

import io.github.wxpay.crypto.Hash;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Call-up parameters: the signed maps that a merchant's page or app passes to WeChat to open
 * payment and other views. The front end passes them on unchanged. Immutable and safe for use by
 * many threads.
 *
 * <pre>{@code
 * Map<String, String> params = wxpay.payParams().jsapi("wx8888…", prepayId);
 * }</pre>
 */
public final class PayParams {
  private final ClientSettings settings;
  private final ClientCore core;
  private final boolean v2;

  PayParams(ClientSettings settings, ClientCore core) {
    this(settings, core, false);
  }

  private PayParams(ClientSettings settings, ClientCore core, boolean v2) {
    this.settings = settings;
    this.core = core;
    this.v2 = v2;
  }

  /**
   * Returns call-up parameters for orders of APIv2, signed with its key (MD5, or the configured
   * {@code signType}).
   */
  public PayParams v2() {
    return new PayParams(settings, core, true);
  }

  /**
   * Returns the parameters of {@code WeixinJSBridge.invoke('getBrandWCPayRequest')} and {@code
   * wx.chooseWXPay}.
   */
  public Map<String, String> jsapi(String appId, String prepayId) {
    Map<String, String> params = new LinkedHashMap<>();
    params.put("appId", given("appId", appId));
    params.put("timeStamp", timestamp());
    params.put("nonceStr", settings.nonce.get());
    params.put("package", "prepay_id=" + given("prepayId", prepayId));
    params.put("signType", v2 ? settings.signType : core.merchant.suite().signType());
    params.put(
        "paySign",
        v2 ? hashed(params) : signed(params, "appId", "timeStamp", "nonceStr", "package"));
    return params;
  }

  /**
   * Returns the parameters of {@code wx.requestPayment} in mini programs, which equal those of
   * {@link #jsapi}.
   */
  public Map<String, String> miniProgram(String appId, String prepayId) {
    return jsapi(appId, prepayId);
  }

  /** Returns the parameters of the app SDKs' {@code PayReq}. */
  public Map<String, String> app(String appId, String prepayId) {
    Map<String, String> params = new LinkedHashMap<>();
    params.put("appid", given("appId", appId));
    params.put("partnerid", mchid());
    params.put("prepayid", given("prepayId", prepayId));
    params.put("package", "Sign=WXPay");
    params.put("noncestr", settings.nonce.get());
    params.put("timestamp", timestamp());
    params.put(
        "sign", v2 ? hashed(params) : signed(params, "appid", "timestamp", "noncestr", "prepayid"));
    return params;
  }

  /**
   * Returns the URL of an order's H5 page with the page to return to. The URL contains a token, so
   * it is not signed.
   */
  public String h5(String h5Url, String redirectUrl) {
    String mark = given("h5Url", h5Url).indexOf('?') < 0 ? "?" : "&";
    return h5Url
        + mark
        + "redirect_url="
        + URLEncoder.encode(given("redirectUrl", redirectUrl), StandardCharsets.UTF_8);
  }

  /**
   * Returns the parameters of payscore's {@code openBusinessView}: {@code wxpayScoreUse} with
   * {@code package}, {@code wxpayScoreDetail} with {@code service_id} and {@code out_order_no};
   * signed with the APIv2 key.
   *
   * @return {@code businessType}, {@code extraData} (mini programs) and {@code queryString} (pages)
   */
  public Map<String, Object> openBusinessView(String businessType, Map<String, String> fields) {
    Map<String, String> extra = new LinkedHashMap<>();
    if (businessType.equals("wxpayScoreEnable")) {
      extra.putAll(fields); // its token is enough
    } else {
      extra.put("mch_id", mchid());
      extra.putAll(fields);
      extra.put("timestamp", timestamp());
      extra.put("nonce_str", settings.nonce.get());
      extra.put("sign_type", Hash.ALGO_HMAC_SHA256);
      extra.put("sign", core.v2.callUpSign(Hash.ALGO_HMAC_SHA256, extra));
    }
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("businessType", given("businessType", businessType));
    view.put("extraData", extra);
    view.put("queryString", query(extra));
    return view;
  }

  /**
   * Returns the parameters of {@code requestMerchantTransfer}, with which a user confirms a
   * transfer. They are not signed.
   */
  public Map<String, String> merchantTransfer(String appId, String packageInfo) {
    Map<String, String> params = new LinkedHashMap<>();
    params.put("mchId", mchid());
    params.put("appId", given("appId", appId));
    params.put("package", given("packageInfo", packageInfo));
    return params;
  }

  /**
   * Returns the parameters of the mini-program plug-in that issues merchant coupons (busifavor).
   * The APIv2 key signs every coupon's fields, each name followed by the coupon's index.
   *
   * @param coupons each with {@code stock_id}, {@code out_request_no}, and further fields of the
   *     plug-in
   */
  public Map<String, Object> busifavor(String merchant, List<Map<String, String>> coupons) {
    Map<String, String> flat = new LinkedHashMap<>();
    flat.put("send_coupon_merchant", given("merchant", merchant));
    for (int i = 0; i < coupons.size(); i++) {
      int index = i;
      coupons.get(i).forEach((name, value) -> flat.put(name + index, value));
    }
    Map<String, Object> params = new LinkedHashMap<>();
    params.put("send_coupon_params", coupons);
    params.put("send_coupon_merchant", merchant);
    params.put("sign", core.v2.callUpSign(Hash.ALGO_HMAC_SHA256, flat));
    return params;
  }

  private String mchid() {
    String mchid = core.merchant.mchid();
    if (mchid.isEmpty()) {
      throw new IllegalStateException(
          "These parameters contain the merchant's number, and this client has no `mchid`. Set"
              + " mchid(…).");
    }
    return mchid;
  }

  private String signed(Map<String, String> params, String... names) {
    return core.timed(core.signer.callUpSignature(params, names)).run();
  }

  private String hashed(Map<String, String> params) {
    return core.v2.callUpSign(settings.signType, params);
  }

  private String timestamp() {
    return Long.toString(settings.clock.instant().getEpochSecond());
  }

  private static String query(Map<String, String> fields) {
    StringBuilder out = new StringBuilder();
    fields.forEach(
        (name, value) ->
            out.append(out.length() == 0 ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return out.toString();
  }

  private static String given(String name, String value) {
    if (Objects.requireNonNull(value, name + " == null").isEmpty()) {
      throw new IllegalArgumentException("`" + name + "` is empty.");
    }
    return value;
  }

  /** Returns the merchant and the ids of the platform's keys, without keys and secrets. */
  @Override
  public String toString() {
    return "PayParams[" + core + "]";
  }
}
