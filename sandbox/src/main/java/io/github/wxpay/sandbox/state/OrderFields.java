package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.Draft;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Times;
import io.github.wxpay.sandbox.ledger.TradeType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Converts orders to fields of the platform. The result has all documented names of each field, for
 * merchants, service providers and combined orders; a response uses those that it documents.
 */
public final class OrderFields {
  private static final String[] TEXTS = {
    "appid", "mchid", "sp_mchid", "sub_appid", "sub_mchid", "attach", "description", "notify_url"
  };

  private OrderFields() {}

  /** Returns the trade type of a path that ends with this segment. */
  static TradeType type(String word) {
    switch (word) {
      case "native":
        return TradeType.NATIVE;
      case "app":
        return TradeType.APP;
      case "h5":
        return TradeType.MWEB;
      default:
        return TradeType.JSAPI;
    }
  }

  /**
   * Returns the draft of an order; {@code texts} are the fields of the request that responses
   * repeat.
   */
  static Draft draft(TradeType type, String number, long total, JsonNode texts, Object request) {
    Map<String, String> kept = new HashMap<>();
    texts.fieldNames().forEachRemaining(name -> kept.put(name, texts.get(name).asText()));
    return new Draft(3, type, number, total, kept, request);
  }

  /** Returns the fields with which a payer can pay an order. */
  static ObjectNode ways(Order order) {
    return Json.object()
        .put("prepay_id", order.prepayId())
        .put("code_url", "weixin://wxpay/bizpayurl?pr=" + order.token())
        .put("h5_url", page(order));
  }

  /** Returns the address of the page on which the payer pays an order in a browser. */
  public static String page(Order order) {
    return "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id="
        + order.prepayId()
        + "&package="
        + order.token();
  }

  /** Returns the fields of an order in APIv3. */
  public static ObjectNode of(Order order) {
    Draft draft = order.draft();
    ObjectNode fields = Json.object().put("out_trade_no", order.outTradeNo());
    for (String name : TEXTS) {
      String text = draft.text(name);
      if (text != null) {
        fields.put(name, text);
      }
    }
    if (draft.text("sp_mchid") != null) {
      fields.put("sp_appid", draft.text("appid"));
    }
    fields.put("trade_state", order.state().name()).put("trade_state_desc", order.state().words());
    fields.putArray("promotion_detail");
    Order.Payment payment = order.payment();
    ObjectNode amount =
        fields
            .putObject("amount")
            .put("total", order.total())
            .put("total_amount", order.total())
            .put("payer_amount", payment == null ? 0 : order.total())
            .put("currency", "CNY")
            .put("payer_currency", "CNY");
    if (payment != null) {
      amount.put("payer_total", order.total());
      ObjectNode payer = fields.putObject("payer");
      payer.put("openid", payment.openid()).put("sp_openid", payment.openid());
      String subOpenid = draft.text("sub_openid");
      if (subOpenid != null) {
        payer.put("sub_openid", subOpenid);
      }
      fields
          .put("transaction_id", payment.transactionId())
          .put("trade_type", draft.type().name())
          .put("bank_type", "OTHERS")
          .put("success_time", Times.rfc3339(payment.time()));
    }
    return fields;
  }

  /** Returns the fields of an order in APIv2. */
  public static Map<String, String> v2(Order order) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String name : new String[] {"device_info", "attach"}) {
      String text = order.draft().text(name);
      if (text != null) {
        fields.put(name, text);
      }
    }
    fields.put("out_trade_no", order.outTradeNo());
    fields.put("total_fee", Long.toString(order.total()));
    fields.put("trade_state", order.state().name());
    fields.put("trade_state_desc", order.state().words());
    Order.Payment payment = order.payment();
    if (payment != null) {
      fields.put("openid", payment.openid());
      fields.put("is_subscribe", "N");
      fields.put("trade_type", order.draft().type().name());
      fields.put("bank_type", "OTHERS");
      fields.put("fee_type", "CNY");
      fields.put("cash_fee", Long.toString(order.total()));
      fields.put("cash_fee_type", "CNY");
      fields.put("transaction_id", payment.transactionId());
      fields.put("time_end", Times.compact(payment.time()));
    }
    return fields;
  }
}
