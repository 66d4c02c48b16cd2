package io.github.wxpay.sandbox.v2;

import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.ledger.Draft;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.Numbers;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.TradeType;
import io.github.wxpay.sandbox.state.OrderFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Orders: {@code pay/unifiedorder}, {@code micropay}, {@code orderquery}, {@code closeorder}. */
final class Orders {
  private static final Pattern NUMBER = Pattern.compile("[0-9A-Za-z_\\-|*]{1,32}");
  private static final String NUMBER_RULE = "1 to 32 of the characters 0-9 A-Z a-z _ - | *";
  private static final Pattern CALLBACK = Pattern.compile("https?://[^?#\\s]{1,248}");

  private final Ledger ledger;

  Orders(Ledger ledger) {
    this.ledger = ledger;
  }

  void register(Endpoints endpoints) {
    endpoints.on("POST", "pay/unifiedorder", this::place);
    endpoints.on("POST", "pay/micropay", this::payByCode);
    endpoints.on("POST", "pay/orderquery", this::query);
    endpoints.on("POST", "pay/closeorder", this::close);
    endpoints.on("POST", "tools/shorturl", this::shorten);
  }

  private Answer place(V2Request request) {
    Form form = request.form();
    TradeType type = TradeType.valueOf(form.oneOf("trade_type", "JSAPI", "NATIVE", "APP", "MWEB"));
    form.matching("notify_url", CALLBACK, "an http or https URL without a query");
    if (type == TradeType.JSAPI) {
      form.text("openid", 128);
    }
    if (type == TradeType.NATIVE) {
      form.text("product_id", 32);
    }
    Order order = ledger.place(draft(form, type));
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("trade_type", type.name());
    fields.put("prepay_id", order.prepayId());
    String codeUrl = order.codeUrl();
    if (codeUrl != null) {
      fields.put("code_url", codeUrl);
    }
    if (type == TradeType.MWEB) {
      fields.put("mweb_url", OrderFields.page(order));
    }
    return request.ok(fields);
  }

  /** Pays an order immediately with the payer's code, which can be used once. */
  private Answer payByCode(V2Request request) {
    Form form = request.form();
    String code = form.text("auth_code", 128);
    if (!Numbers.PAYMENT_CODE.matcher(code).matches()) {
      throw Failure.business(
          "AUTH_CODE_INVALID", "授权码检验错误: auth_code must be 18 digits that begin with 10 to 15");
    }
    Order order = ledger.place(draft(form, TradeType.MICROPAY));
    return respond(request, ledger.pay(order.outTradeNo()));
  }

  private Answer query(V2Request request) {
    return respond(request, requested(request.form(), ledger));
  }

  private Answer close(V2Request request) {
    request.form().text("appid", 32);
    ledger.close(number(request.form()));
    return request.ok(Map.of("result_msg", "OK"));
  }

  private Answer shorten(V2Request request) {
    request.form().text("appid", 32);
    request.form().text("long_url", 512);
    return request.ok(Map.of("short_url", "weixin://wxpay/s/" + Randoms.alphanumeric(6)));
  }

  /** Returns the order with {@code transaction_id} or, if that is absent, {@code out_trade_no}. */
  static Order requested(Form form, Ledger ledger) {
    String id = form.optional("transaction_id");
    return ledger.byEither(id, id == null ? number(form) : null);
  }

  private static String number(Form form) {
    return form.matching("out_trade_no", NUMBER, NUMBER_RULE);
  }

  private static Draft draft(Form form, TradeType type) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("appid", form.text("appid", 32));
    texts.put("description", form.text("body", 128));
    form.text("spbill_create_ip", 64);
    if (form.optional("fee_type") != null) {
      form.oneOf("fee_type", "CNY");
    }
    for (String name : new String[] {"attach", "device_info", "notify_url", "openid"}) {
      String text = form.optional(name);
      if (text != null) {
        texts.put(name, text);
      }
    }
    if ("Y".equals(form.optional("profit_sharing"))) {
      texts.put("profit_sharing", "true");
    }
    long total = form.integer("total_fee", 1, Integer.MAX_VALUE);
    return new Draft(2, type, number(form), total, texts, form.parameters());
  }

  private static Answer respond(V2Request request, Order order) {
    Map<String, String> fields = OrderFields.v2(order);
    fields.putIfAbsent("attach", "");
    return request.documented(fields);
  }
}
