package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.ledger.Draft;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Times;
import io.github.wxpay.sandbox.ledger.TradeType;
import java.util.HashMap;
import java.util.Map;

/** From requests to orders of the ledger, and from these to answers. */
final class OrderMapping {

  private OrderMapping() {}

  /** Returns how payers meet the orders of a path that ends in that word. */
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

  /** Returns an order to be made; texts are those fields of the request that answers repeat. */
  static Draft draft(TradeType type, String number, long total, JsonNode texts, Object asked) {
    Map<String, String> kept = new HashMap<>();
    texts.fieldNames().forEachRemaining(name -> kept.put(name, texts.get(name).asText()));
    return new Draft(3, type, number, total, kept, asked);
  }

  /** Returns what the payer needs to pay an order, by all of its names. */
  static ObjectNode ways(Order order) {
    return Node.object()
        .put("prepay_id", order.prepayId())
        .put("code_url", "weixin://wxpay/bizpayurl?pr=" + order.token())
        .put(
            "h5_url",
            "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id="
                + order.prepayId()
                + "&package="
                + order.token());
  }

  /** Returns what answers say of an order, whichever kind it is. */
  static ObjectNode view(Order order) {
    ObjectNode view = Node.object().put("out_trade_no", order.outTradeNo());
    String[] texts = {"attach", "description", "notify_url", "mchid", "sub_mchid", "sub_appid"};
    for (String name : texts) {
      String text = order.draft().text(name);
      if (text != null) {
        view.put(name, text);
      }
    }
    view.put("trade_state", order.state().name());
    view.put("trade_state_desc", order.state().words());
    Order.Payment payment = order.payment();
    if (payment != null) {
      view.put("transaction_id", payment.transactionId());
      view.put("trade_type", order.draft().type().name());
      view.put("bank_type", "OTHERS");
      view.put("success_time", Times.rfc3339(payment.time()));
    }
    return view;
  }
}
