package io.github.wxpay.sandbox.v2;

import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.ledger.BoundedMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Redirects for browsers, with all fields in the query, and the access token for the code of a
 * redirect.
 */
final class Browser {
  private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");

  private final Set<String> used =
      Collections.newSetFromMap(Collections.synchronizedMap(new BoundedMap<>()));

  void register(Endpoints endpoints) {
    endpoints.on("GET", "appauth/authindex", this::authorize);
    endpoints.on("GET", "papay/entrustweb", this::entrust);
    endpoints.on("GET", "appauth/getaccesstoken", this::token);
  }

  private Answer authorize(V2Request request) {
    Form form = request.form();
    form.text("appid", 32);
    form.oneOf("response_type", "code");
    form.oneOf("scope", "pay_identity", "pay_realname");
    String back = form.matching("redirect_uri", ADDRESS, "an http or https URL");
    String state = URLEncoder.encode(form.text("state", 128), StandardCharsets.UTF_8);
    String code = Randoms.alphanumeric(32);
    return redirect(back + (back.contains("?") ? "&" : "?") + "code=" + code + "&state=" + state);
  }

  private Answer entrust(V2Request request) {
    Form form = request.form();
    form.text("appid", 32);
    form.integer("plan_id", 1, Integer.MAX_VALUE);
    form.text("contract_code", 32);
    form.integer("request_serial", 1, Long.MAX_VALUE);
    form.text("contract_display_account", 32);
    form.matching("notify_url", ADDRESS, "an http or https URL");
    form.oneOf("version", "1.0");
    form.integer("timestamp", 1, Long.MAX_VALUE);
    return redirect("weixin://wxpay/entrust?pre_entrustweb_id=" + Randoms.alphanumeric(28));
  }

  /**
   * Returns a token for a code. A code can be used once; whether the sandbox issued it is not
   * checked.
   */
  private Answer token(V2Request request) {
    Form form = request.form();
    form.text("appid", 32);
    form.text("openid", 128);
    form.oneOf("grant_type", "authorization_code");
    form.oneOf("scope", "pay_identity", "pay_realname");
    if (!used.add(form.text("code", 128))) {
      throw Failure.business("CODE_USED", "授权码已使用: code can be used only once");
    }
    String tokens =
        ",\"access_token\":\""
            + Randoms.alphanumeric(64)
            + "\",\"access_token_expire_in\":7200,\"refresh_token\":\""
            + Randoms.alphanumeric(64)
            + "\",\"refresh_token_expire_in\":2592000";
    return V2Request.json(0, "ok", tokens);
  }

  private static Answer redirect(String location) {
    return Answer.empty(302).with("Location", location);
  }
}
