package io.github.wxpay.examples;

import io.github.wxpay.codec.Formatter;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Outgoing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Adds the second signature of calls through WeCom (企业微信): {@code workwx_sign}, computed over some
 * of the fields with the secret of the payment application. The client computes {@code sign}
 * afterwards, over all fields. Requests with other paths are not changed.
 *
 * <pre>{@code
 * Wxpay wxpay = Wxpay.builder()….hook(new WeComSign(secret)).build();
 * }</pre>
 */
final class WeComSign implements Hook {
  /** The signed fields by path, from the documentation of WeCom's red packets and payments. */
  private static final Map<String, List<String>> SIGNED =
      Map.of(
          "mmpaymkttransfers/sendworkwxredpack",
          List.of(
              "act_name",
              "mch_billno",
              "mch_id",
              "nonce_str",
              "re_openid",
              "total_amount",
              "wxappid"),
          "mmpaymkttransfers/promotion/paywwsptrans2pocket",
          List.of(
              "amount",
              "appid",
              "desc",
              "mch_id",
              "nonce_str",
              "openid",
              "partner_trade_no",
              "ww_msg_type"));

  /** Any agent ID: with one, the text ends with {@code &secret=} instead of {@code &key=}. */
  private static final String AGENT = "0";

  private final String secret;

  WeComSign(String secret) {
    this.secret = secret;
  }

  @Override
  public Outgoing request(Outgoing request) {
    List<String> names = SIGNED.get(request.template());
    if (names == null) {
      return request;
    }
    Map<?, ?> given = (Map<?, ?>) Objects.requireNonNull(request.data(), "a body of fields");
    Map<String, Object> fields = new LinkedHashMap<>();
    given.forEach((name, value) -> fields.put(String.valueOf(name), value));
    // The signature covers the nonce, which the client would add only after the hooks.
    fields.putIfAbsent("nonce_str", Formatter.nonce());
    Map<String, Object> signed = new LinkedHashMap<>(fields);
    signed.keySet().retainAll(names);
    String text = Formatter.queryStringLike(Formatter.ksort(signed));
    fields.put("workwx_sign", Hash.md5(text, secret, AGENT).toUpperCase(Locale.ROOT));
    return request.withData(fields);
  }
}
