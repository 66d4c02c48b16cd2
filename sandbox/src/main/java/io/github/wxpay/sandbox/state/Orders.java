package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.TradeType;

/**
 * Orders of merchants, {@code v3/pay/transactions}, and of service providers for others, {@code
 * v3/pay/partner/transactions}.
 */
final class Orders implements StatefulApi {
  private static final String DIRECT = "v3/pay/transactions/";
  private static final String PARTNER = "v3/pay/partner/transactions/";

  private final Ledger ledger;

  Orders(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void register(OperationRegistry registry) {
    for (String root : new String[] {DIRECT, PARTNER}) {
      for (String way : new String[] {"native", "jsapi", "app", "h5"}) {
        place(registry, root, way);
      }
      String number = root + "out-trade-no/{out_trade_no}";
      registry.on("GET", number, FieldLimits.ORDER_QUERY, r -> OrderFields.of(byNumber(r)));
      registry.on("POST", number + "/close", FieldLimits.ORDER_QUERY, this::close);
      registry.on(
          "GET", root + "id/{transaction_id}", FieldLimits.ORDER_QUERY, this::byTransaction);
    }
    place(registry, PARTNER, "miniprogram");
  }

  private void place(OperationRegistry registry, String root, String way) {
    TradeType type = OrderFields.type(way);
    FieldRules rules = type == TradeType.MWEB ? FieldLimits.H5_ORDER : FieldLimits.ORDER;
    registry.on("POST", root + way, rules, request -> place(request, type));
  }

  private ObjectNode place(CheckedRequest request, TradeType type) {
    ObjectNode texts =
        Json.pick(
            request.body(),
            "appid",
            "sp_mchid",
            "sub_appid",
            "sub_mchid",
            "attach",
            "description",
            "notify_url");
    texts.setAll(Json.pick(request.at("/payer"), "openid", "sub_openid"));
    if (request.endpoint().path().startsWith(PARTNER)) {
      texts.put("appid", request.text("sp_appid"));
      String openid = request.at("/payer/sp_openid").asText();
      if (!openid.isEmpty()) {
        texts.put("openid", openid);
      }
    }
    if (request.at("/settle_info/profit_sharing").asBoolean()) {
      texts.put("profit_sharing", "true");
    }
    String number = request.text("out_trade_no");
    return OrderFields.ways(
        ledger.place(
            OrderFields.draft(
                type, number, request.number("amount/total"), texts, request.body())));
  }

  private ObjectNode byTransaction(CheckedRequest request) {
    return OrderFields.of(own(request, ledger.byTransaction(request.text("transaction_id"))));
  }

  private ObjectNode close(CheckedRequest request) {
    return OrderFields.of(ledger.close(byNumber(request).outTradeNo()));
  }

  private Order byNumber(CheckedRequest request) {
    return own(request, ledger.byNumber(request.text("out_trade_no")));
  }

  /** Returns the order if it was made for the merchant whom a service provider names. */
  private static Order own(CheckedRequest request, Order order) {
    boolean partner = request.endpoint().path().startsWith(PARTNER);
    if (partner && !request.text("sub_mchid").equals(order.draft().text("sub_mchid"))) {
      throw new LedgerException(
          LedgerException.Kind.ORDER_UNKNOWN,
          "order " + order.outTradeNo() + " is not of " + request.text("sub_mchid"));
    }
    return order;
  }
}
