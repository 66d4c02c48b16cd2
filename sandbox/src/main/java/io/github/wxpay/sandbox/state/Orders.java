package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.Draft;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Numbers;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.TradeType;
import java.util.regex.Pattern;

/**
 * Orders of merchants, {@code v3/pay/transactions}, and of service providers, {@code
 * v3/pay/partner/transactions}. An order with a payment code is paid immediately and can be
 * reversed.
 */
final class Orders implements StatefulApi {
  private static final String DIRECT = "v3/pay/transactions/";
  private static final String PARTNER = "v3/pay/partner/transactions/";

  // The platform rejects an address with a query.
  private static final Pattern CALLBACK = Pattern.compile("https?://[^?#\\s]+");
  private static final Pattern TIME =
      Pattern.compile(
          "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](Z|[+-][0-9]{2}:[0-9]{2})");
  private static final FieldRules SIGNER = FieldRules.NONE.signer("mchid").signer("sp_mchid");
  private static final FieldRules ORDER =
      SIGNER
          .matching("notify_url", CALLBACK, "an http or https URL without a query")
          .matching("time_expire", TIME, "a time such as 2018-06-08T10:34:56+08:00")
          .documented("amount/currency")
          .amount("amount/total", 1);
  private static final FieldRules CODE_PAYMENT =
      SIGNER
          .matching("payer/auth_code", Numbers.PAYMENT_CODE, "18 digits that begin with 10 to 15")
          .amount("amount/total", 1);
  private static final FieldRules QUERY =
      SIGNER.matching("transaction_id", Pattern.compile("[0-9]{28,32}"), "28 to 32 digits");

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
      registry.on("POST", root + "codepay", CODE_PAYMENT, this::payByCode);
      registry.on("GET", root + "id/{transaction_id}", QUERY, this::byTransaction);
      String number = root + "out-trade-no/{out_trade_no}";
      registry.on("GET", number, SIGNER, request -> OrderFields.of(byNumber(request)));
      registry.on("POST", number + "/close", SIGNER, this::close);
      registry.on("POST", number + "/reverse", SIGNER, this::reverse);
    }
    place(registry, PARTNER, "miniprogram");
  }

  private void place(OperationRegistry registry, String root, String way) {
    TradeType type = OrderFields.type(way);
    registry.on(
        "POST", root + way, ORDER, request -> OrderFields.ways(ledger.place(draft(type, request))));
  }

  private ObjectNode payByCode(CheckedRequest request) {
    return OrderFields.of(ledger.payAtOnce(draft(TradeType.MICROPAY, request)));
  }

  private static Draft draft(TradeType type, CheckedRequest request) {
    ObjectNode texts = Json.pick(request.body(), "attach", "description", "notify_url");
    JsonNode payer = request.at("/payer");
    if (isPartner(request)) {
      texts.setAll(Json.pick(request.body(), "sp_mchid", "sub_appid", "sub_mchid"));
      texts.setAll(Json.pick(payer, "sub_openid"));
      texts.put("appid", request.text("sp_appid"));
      if (payer.hasNonNull("sp_openid")) {
        texts.set("openid", payer.get("sp_openid"));
      }
    } else {
      texts.setAll(Json.pick(request.body(), "appid"));
      texts.setAll(Json.pick(payer, "openid"));
    }
    if (request.at("/settle_info/profit_sharing").asBoolean()) {
      texts.put("profit_sharing", "true");
    }
    String number = request.text("out_trade_no");
    return OrderFields.draft(type, number, request.number("amount/total"), texts, request.body());
  }

  private ObjectNode byTransaction(CheckedRequest request) {
    return OrderFields.of(
        requireOwner(request, ledger.byTransaction(request.text("transaction_id"))));
  }

  private ObjectNode close(CheckedRequest request) {
    return OrderFields.of(ledger.close(byNumber(request).outTradeNo()));
  }

  private Order byNumber(CheckedRequest request) {
    return requireOwner(request, ledger.byNumber(request.text("out_trade_no")));
  }

  /** Reverses an order: closes an unpaid one and refunds a paid one. */
  private ObjectNode reverse(CheckedRequest request) {
    String number = request.text("out_trade_no");
    try {
      ledger.close(number);
    } catch (LedgerException exception) {
      if (exception.kind() == LedgerException.Kind.ORDER_PAID) {
        ledger.refundRest(number);
      } else if (exception.kind() != LedgerException.Kind.ORDER_CLOSED) {
        throw exception;
      }
    }
    return request.fields();
  }

  private static boolean isPartner(CheckedRequest request) {
    return request.endpoint().path().startsWith(PARTNER);
  }

  /** Returns the order if it belongs to the sub-merchant that the request names. */
  private static Order requireOwner(CheckedRequest request, Order order) {
    if (isPartner(request) && !request.text("sub_mchid").equals(order.draft().text("sub_mchid"))) {
      throw new LedgerException(
          LedgerException.Kind.ORDER_UNKNOWN,
          "order "
              + order.outTradeNo()
              + " does not belong to sub_mchid "
              + request.text("sub_mchid"));
    }
    return order;
  }
}
