package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Numbers;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.TradeType;

/** Orders a service provider makes for others: {@code v3/pay/partner/transactions}. */
final class PartnerOrders implements StatefulApi {
  private static final String ROOT = "v3/pay/partner/transactions/";
  private static final String BY_NUMBER = ROOT + "out-trade-no/{out_trade_no}";

  private final Ledger ledger;

  PartnerOrders(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void register(OperationRegistry desk) {
    for (String way : new String[] {"native", "jsapi", "app", "h5", "miniprogram"}) {
      desk.on("POST", ROOT + way, asked -> place(asked, OrderMapping.type(way)));
    }
    desk.on("GET", BY_NUMBER, asked -> view(byNumber(asked)));
    desk.on(
        "GET",
        ROOT + "id/{transaction_id}",
        asked -> view(own(asked, ledger.byTransaction(asked.text("transaction_id")))));
    desk.on(
        "POST", BY_NUMBER + "/close", asked -> view(ledger.close(byNumber(asked).outTradeNo())));
  }

  private ObjectNode place(CheckedRequest asked, TradeType type) {
    asked.mustBeOurs("sp_mchid");
    String number = asked.matching("out_trade_no", Numbers.ORDER, Numbers.ORDER_RULE);
    long total = asked.fen("amount/total", 1);
    ObjectNode texts =
        Node.pick(asked.body(), "sub_appid", "sub_mchid", "attach", "description", "notify_url")
            .put("appid", asked.text("sp_appid"))
            .put("sp_mchid", asked.text("sp_mchid"));
    String openid = asked.at("/payer/sp_openid").asText();
    String subOpenid = asked.at("/payer/sub_openid").asText();
    if (!openid.isEmpty()) {
      texts.put("openid", openid);
    }
    if (!subOpenid.isEmpty()) {
      texts.put("sub_openid", subOpenid);
    }
    if (asked.at("/settle_info/profit_sharing").asBoolean()) {
      texts.put("profit_sharing", "true");
    }
    return OrderMapping.ways(
        ledger.place(OrderMapping.draft(type, number, total, texts, asked.body())));
  }

  private Order byNumber(CheckedRequest asked) {
    return own(asked, ledger.byNumber(asked.text("out_trade_no")));
  }

  /** Returns the order if it was made for that merchant. */
  private static Order own(CheckedRequest asked, Order order) {
    asked.mustBeOurs("sp_mchid");
    if (!asked.text("sub_mchid").equals(order.draft().text("sub_mchid"))) {
      throw new LedgerException(
          LedgerException.Kind.ORDER_UNKNOWN,
          "order " + order.outTradeNo() + " is not of " + asked.text("sub_mchid"));
    }
    return order;
  }

  private static ObjectNode view(Order order) {
    ObjectNode view = OrderMapping.view(order);
    view.put("sp_appid", order.draft().text("appid"));
    view.put("sp_mchid", order.draft().text("sp_mchid"));
    ObjectNode amount = view.putObject("amount").put("total", order.total());
    amount.put("currency", "CNY").put("payer_currency", "CNY");
    Order.Payment payment = order.payment();
    if (payment != null) {
      amount.put("payer_total", order.total());
      ObjectNode payer = view.putObject("payer").put("sp_openid", payment.openid());
      String sub = order.draft().text("sub_openid");
      if (sub != null) {
        payer.put("sub_openid", sub);
      }
    }
    return view;
  }
}
