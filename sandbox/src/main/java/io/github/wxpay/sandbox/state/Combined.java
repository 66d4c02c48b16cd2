package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.ledger.Draft;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Numbers;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Times;
import io.github.wxpay.sandbox.ledger.TradeType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Combined orders: {@code v3/combine-transactions}; their parts are orders of the ledger. */
final class Combined implements StatefulApi {
  private static final String ROOT = "v3/combine-transactions/";
  private static final String NUMBER = "combine_out_trade_no";
  private static final int MOST = 50;
  // A merchant's own orders have none.
  private static final Set<String> OTHERS = Set.of("/sub_orders/*/sub_mchid");

  private final Ledger ledger;
  private final Clock clock;
  private final DocumentStore orders =
      new DocumentStore(
          "combined order", LedgerException.Kind.ORDER_UNKNOWN, "combine_transaction_id");

  Combined(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void register(OperationRegistry desk) {
    for (String way : new String[] {"native", "jsapi", "app", "h5", "miniprogram"}) {
      desk.on("POST", ROOT + way, asked -> place(asked, OrderMapping.type(way)), OTHERS);
    }
    desk.on(
        "GET",
        ROOT + "out-trade-no/{combine_out_trade_no}",
        asked -> view(orders.get(asked.text(NUMBER))));
    desk.on(
        "GET",
        ROOT + "id/{combine_transaction_id}",
        asked -> view(orders.by("combine_transaction_id", asked.text("combine_transaction_id"))));
    desk.on("POST", ROOT + "out-trade-no/{combine_out_trade_no}/close", this::close);
  }

  // One lock around both books, so that a number stands for the same orders in each.
  private synchronized ObjectNode place(CheckedRequest asked, TradeType type) {
    asked.mustBeOurs("combine_mchid");
    String number = asked.matching(NUMBER, Numbers.ORDER, Numbers.ORDER_RULE);
    List<Draft> drafts = drafts(asked, type, number);
    List<Order> placed = ledger.placeTogether(number, drafts);
    orders.open(number, asked.body(), () -> document(asked));
    return OrderMapping.ways(placed.get(0));
  }

  private ObjectNode document(CheckedRequest asked) {
    String id = "420000" + Randoms.digits(4) + Times.compact(clock.instant()).substring(0, 8);
    ObjectNode document = asked.body().put("combine_transaction_id", id + Randoms.digits(10));
    ArrayNode parts = document.putArray("parts");
    asked.at("/sub_orders").forEach(part -> parts.add(part.path("out_trade_no").asText()));
    document.remove("sub_orders");
    return document;
  }

  private static List<Draft> drafts(CheckedRequest asked, TradeType type, String number) {
    JsonNode parts = asked.at("/sub_orders");
    if (parts.isEmpty() || parts.size() > MOST) {
      throw asked.wrong("sub_orders", "must have 1 to " + MOST + " orders");
    }
    ObjectNode body = asked.body();
    List<Draft> drafts = new ArrayList<>();
    Set<String> numbers = new HashSet<>();
    for (int i = 0; i < parts.size(); i++) {
      JsonNode part = parts.get(i);
      String own = part.path("out_trade_no").asText();
      String at = "sub_orders/" + i + "/";
      long total = asked.fen(at + "amount/total_amount", 1);
      if (!Numbers.ORDER.matcher(own).matches()) {
        throw asked.wrong(at + "out_trade_no", "must be " + Numbers.ORDER_RULE);
      }
      if (!numbers.add(own)) {
        throw asked.wrong(at + "out_trade_no", "stands there twice");
      }
      drafts.add(OrderMapping.draft(type, own, total, texts(asked, part, number), body));
    }
    return drafts;
  }

  private static ObjectNode texts(CheckedRequest asked, JsonNode part, String number) {
    ObjectNode texts =
        Node.pick(part, "mchid", "sub_mchid", "sub_appid", "attach", "description")
            .put("appid", asked.text("combine_appid"))
            .put(NUMBER, number);
    texts.setAll(Node.pick(asked.body(), "notify_url"));
    texts.setAll(Node.pick(asked.at("/combine_payer_info"), "openid"));
    if (part.at("/settle_info/profit_sharing").asBoolean()
        || part.path("profit_sharing").asBoolean()) {
      texts.put("profit_sharing", "true");
    }
    return texts;
  }

  private ObjectNode view(ObjectNode document) {
    ArrayNode parts = document.putArray("sub_orders");
    for (JsonNode number : document.path("parts")) {
      Order order = ledger.byNumber(number.asText());
      ObjectNode part = OrderMapping.view(order);
      ObjectNode amount = part.putObject("amount").put("total_amount", order.total());
      amount.put("currency", "CNY").put("payer_currency", "CNY");
      Order.Payment payment = order.payment();
      amount.put("payer_amount", payment == null ? 0 : order.total());
      if (payment != null) {
        document.putObject("combine_payer_info").put("openid", payment.openid());
      }
      parts.add(part);
    }
    return document;
  }

  private synchronized ObjectNode close(CheckedRequest asked) {
    ObjectNode document = orders.get(asked.text(NUMBER));
    Set<String> ours = new HashSet<>();
    document.path("parts").forEach(part -> ours.add(part.asText()));
    List<String> closing = new ArrayList<>();
    for (JsonNode part : asked.at("/sub_orders")) {
      closing.add(part.path("out_trade_no").asText());
    }
    if (closing.isEmpty() || !ours.containsAll(closing)) {
      throw asked.wrong("sub_orders", "must be of the combined order: " + String.join(", ", ours));
    }
    ledger.closeAll(closing);
    return Node.object();
  }
}
