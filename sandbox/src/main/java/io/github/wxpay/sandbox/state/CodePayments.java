package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Numbers;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.TradeType;
import java.util.Objects;

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
  public void register(OperationRegistry desk) {
    for (String owner : new String[] {"", "partner/"}) {
      String root = "v3/pay/" + owner + "transactions/";
      desk.on("POST", root + "codepay", this::pay);
      desk.on("POST", root + "out-trade-no/{out_trade_no}/reverse", this::reverse);
    }
  }

  private ObjectNode pay(CheckedRequest asked) {
    asked.mustBeOurs("mchid");
    asked.mustBeOurs("sp_mchid");
    if (!Numbers.PAYMENT_CODE.matcher(asked.at("/payer/auth_code").asText()).matches()) {
      throw asked.wrong("payer/auth_code", "must be 18 digits that begin with 10 to 15");
    }
    String number = asked.matching("out_trade_no", Numbers.ORDER, Numbers.ORDER_RULE);
    long total = asked.fen("amount/total", 1);
    ObjectNode texts =
        Node.pick(
            asked.body(), "appid", "sp_mchid", "sub_appid", "sub_mchid", "attach", "description");
    if (texts.has("sp_mchid")) {
      texts.put("appid", asked.text("sp_appid"));
    }
    if (asked.at("/settle_info/profit_sharing").asBoolean()) {
      texts.put("profit_sharing", "true");
    }
    Order order =
        ledger.payAtOnce(
            OrderMapping.draft(TradeType.MICROPAY, number, total, texts, asked.body()));
    return view(asked, order);
  }

  /** Closes what is not paid, gives back what is. */
  private ObjectNode reverse(CheckedRequest asked) {
    asked.mustBeOurs("mchid");
    asked.mustBeOurs("sp_mchid");
    String number = asked.text("out_trade_no");
    try {
      ledger.close(number);
    } catch (LedgerException trouble) {
      if (trouble.kind() == LedgerException.Kind.ORDER_PAID) {
        ledger.giveBackRest(number);
      } else if (trouble.kind() != LedgerException.Kind.ORDER_CLOSED) {
        throw trouble;
      }
    }
    return Node.pick(asked.fields(), "out_trade_no", "appid", "mchid", "sp_mchid", "sub_mchid");
  }

  private static ObjectNode view(CheckedRequest asked, Order order) {
    Order.Payment payment = Objects.requireNonNull(order.payment(), "payment == null");
    ObjectNode view = OrderMapping.view(order);
    view.setAll(Node.pick(asked.body(), "appid", "mchid", "sp_appid", "sp_mchid", "sub_mchid"));
    view.putObject("amount")
        .put("total", order.total())
        .put("payer_total", order.total())
        .put("currency", "CNY")
        .put("payer_currency", "CNY");
    view.putObject("payer").put("openid", payment.openid()).put("sp_openid", payment.openid());
    return view;
  }
}
