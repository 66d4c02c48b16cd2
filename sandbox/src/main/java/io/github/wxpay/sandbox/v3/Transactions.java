package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Routes;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.ledger.Draft;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.Numbers;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Times;
import io.github.wxpay.sandbox.ledger.TradeType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Orders: {@code v3/pay/transactions/…}. */
final class Transactions {
  private static final Pattern TRANSACTION = Pattern.compile("[0-9]{28,32}");
  private static final Pattern TIME =
      Pattern.compile(
          "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](Z|[+-][0-9]{2}:[0-9]{2})");
  private static final Pattern CALLBACK = Pattern.compile("https?://[^?#\\s]{1,248}");
  private static final String ROOT = "v3/pay/transactions/";

  private final Ledger ledger;

  Transactions(Ledger ledger) {
    this.ledger = ledger;
  }

  void register(Routes<Handler> routes) {
    routes.add("POST", ROOT + "native", this::placeNative);
    routes.add("POST", ROOT + "jsapi", this::placeJsapi);
    routes.add("POST", ROOT + "app", this::placeApp);
    routes.add("POST", ROOT + "h5", this::placeH5);
    routes.add("GET", ROOT + "id/{transaction_id}", this::byTransaction);
    routes.add("GET", ROOT + "out-trade-no/{out_trade_no}", this::byNumber);
    routes.add("POST", ROOT + "out-trade-no/{out_trade_no}/close", this::close);
  }

  private Answer placeNative(V3Request call) {
    Order order = place(call, call.body(), TradeType.NATIVE);
    return one("code_url", String.valueOf(order.codeUrl()));
  }

  private Answer placeJsapi(V3Request call) {
    Fields body = call.body();
    body.object("payer").text("openid", 1, 128);
    return one("prepay_id", place(call, body, TradeType.JSAPI).prepayId());
  }

  private Answer placeApp(V3Request call) {
    return one("prepay_id", place(call, call.body(), TradeType.APP).prepayId());
  }

  private Answer placeH5(V3Request call) {
    Fields body = call.body();
    Fields scene = body.object("scene_info");
    scene.text("payer_client_ip", 1, 45);
    Fields h5 = scene.optionalObject("h5_info");
    if (h5 != null) {
      h5.text("type", 1, 32);
    }
    Order order = place(call, body, TradeType.MWEB);
    return one(
        "h5_url",
        "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id="
            + order.prepayId()
            + "&package="
            + order.token());
  }

  private Order place(V3Request call, Fields body, TradeType type) {
    call.mustBeOurs(body);
    Map<String, String> texts = new LinkedHashMap<>();
    keep(texts, "appid", body.text("appid", 1, 32));
    keep(texts, "description", body.text("description", 1, 127));
    String number = body.matching("out_trade_no", Numbers.ORDER, Numbers.ORDER_RULE);
    keep(
        texts,
        "notify_url",
        body.matching("notify_url", CALLBACK, "an http(s) address without a query"));
    keep(texts, "attach", body.optionalText("attach", 0, 128));
    body.optionalText("goods_tag", 1, 32);
    if (body.optionalText("time_expire", 1, 64) != null) {
      body.matching("time_expire", TIME, "a time like 2018-06-08T10:34:56+08:00");
    }
    Fields settle = body.optionalObject("settle_info");
    boolean shared = settle != null && settle.node().path("profit_sharing").asBoolean();
    keep(texts, "profit_sharing", shared ? "true" : null);
    Fields payer = body.optionalObject("payer");
    keep(texts, "openid", payer == null ? null : payer.optionalText("openid", 1, 128));
    Fields amount = body.object("amount");
    amount.optionalOneOf("currency", "CNY");
    long total = amount.integer("total", 1, Integer.MAX_VALUE);
    return ledger.place(new Draft(3, type, number, total, texts, body.node()));
  }

  private Answer byTransaction(V3Request call) {
    call.mustBeOurs(call.query());
    String id = call.path("transaction_id", TRANSACTION, "28 to 32 digits");
    return Json.answer(200, view(call, ledger.byTransaction(id)));
  }

  private Answer byNumber(V3Request call) {
    call.mustBeOurs(call.query());
    String number = call.path("out_trade_no", Numbers.ORDER, Numbers.ORDER_RULE);
    return Json.answer(200, view(call, ledger.byNumber(number)));
  }

  private Answer close(V3Request call) {
    call.mustBeOurs(call.body());
    ledger.close(call.path("out_trade_no", Numbers.ORDER, Numbers.ORDER_RULE));
    return Answer.empty(204);
  }

  private static ObjectNode view(V3Request call, Order order) {
    ObjectNode view = Json.object();
    ObjectNode amount = view.putObject("amount");
    amount.put("currency", "CNY");
    amount.put("payer_currency", "CNY");
    Order.Payment payment = order.payment();
    if (payment != null) {
      amount.put("payer_total", order.total());
    }
    amount.put("total", order.total());
    for (String name : new String[] {"appid", "attach", "description", "notify_url"}) {
      String text = order.draft().text(name);
      if (text != null) {
        view.put(name, text);
      }
    }
    view.put("mchid", call.mchid());
    view.put("out_trade_no", order.outTradeNo());
    if (payment != null) {
      view.put("bank_type", "OTHERS");
      view.putObject("payer").put("openid", payment.openid());
      view.put("success_time", Times.rfc3339(payment.time()));
      view.put("trade_type", order.draft().type().name());
      view.put("transaction_id", payment.transactionId());
    }
    view.putArray("promotion_detail");
    view.put("trade_state", order.state().name());
    view.put("trade_state_desc", order.state().words());
    return view;
  }

  private static Answer one(String name, String value) {
    return Json.answer(200, Json.object().put(name, value));
  }

  private static void keep(Map<String, String> texts, String name, @Nullable String text) {
    if (text != null) {
      texts.put(name, text);
    }
  }
}
