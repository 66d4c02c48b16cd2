package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.TradeType;

/**
 * Payments by the payer's code, which happen at once, and how they are undone: {@code codepay} and
 * {@code reverse}, of merchants and of service providers.
 */
final class CodePayments implements StatefulApi {

  private final Ledger ledger;

  CodePayments(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void register(OperationRegistry registry) {
    for (String owner : new String[] {"", "partner/"}) {
      String root = "v3/pay/" + owner + "transactions/";
      registry.on("POST", root + "codepay", FieldLimits.CODE_PAYMENT, this::pay);
      registry.on(
          "POST",
          root + "out-trade-no/{out_trade_no}/reverse",
          FieldLimits.REVERSAL,
          this::reverse);
    }
  }

  private ObjectNode pay(CheckedRequest request) {
    ObjectNode texts =
        Json.pick(
            request.body(), "appid", "sp_mchid", "sub_appid", "sub_mchid", "attach", "description");
    if (texts.has("sp_mchid")) {
      texts.put("appid", request.text("sp_appid"));
    }
    if (request.at("/settle_info/profit_sharing").asBoolean()) {
      texts.put("profit_sharing", "true");
    }
    String number = request.text("out_trade_no");
    return OrderFields.of(
        ledger.payAtOnce(
            OrderFields.draft(
                TradeType.MICROPAY,
                number,
                request.number("amount/total"),
                texts,
                request.body())));
  }

  /** Closes what is not paid, gives back what is. */
  private ObjectNode reverse(CheckedRequest request) {
    String number = request.text("out_trade_no");
    try {
      ledger.close(number);
    } catch (LedgerException exception) {
      if (exception.kind() == LedgerException.Kind.ORDER_PAID) {
        ledger.giveBackRest(number);
      } else if (exception.kind() != LedgerException.Kind.ORDER_CLOSED) {
        throw exception;
      }
    }
    return Json.pick(request.fields(), "out_trade_no", "appid", "mchid", "sp_mchid", "sub_mchid");
  }
}
