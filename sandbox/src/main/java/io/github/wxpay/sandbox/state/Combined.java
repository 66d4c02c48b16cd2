package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.Draft;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Times;
import io.github.wxpay.sandbox.ledger.TradeType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Combined orders: {@code v3/combine-transactions}. Their sub-orders are orders of the ledger. */
final class Combined implements StatefulApi {
  private static final String ROOT = "v3/combine-transactions/";
  private static final String NUMBER = "combine_out_trade_no";
  private static final int MAX_ORDERS = 50;
  private static final Pattern FORM = Pattern.compile("[0-9A-Za-z_|*@-]{1,32}");
  private static final String FORM_WORDS = "1 to 32 of the characters 0-9 A-Z a-z _ - | * @";
  // The catalogue does not have the limits for mini programs.
  private static final FieldRules ORDER =
      FieldRules.NONE
          .signer("combine_mchid")
          .matching(NUMBER, FORM, FORM_WORDS)
          .matching("sub_orders/*/out_trade_no", FORM, FORM_WORDS)
          .amount("sub_orders/*/amount/total_amount", 1);

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
  public void register(OperationRegistry registry) {
    for (String way : new String[] {"native", "jsapi", "app", "h5", "miniprogram"}) {
      registry.on("POST", ROOT + way, ORDER, request -> place(request, OrderFields.type(way)));
    }
    registry.on(
        "GET",
        ROOT + "out-trade-no/{combine_out_trade_no}",
        request -> view(orders.get(request.text(NUMBER))));
    registry.on(
        "GET",
        ROOT + "id/{combine_transaction_id}",
        request ->
            view(orders.by("combine_transaction_id", request.text("combine_transaction_id"))));
    registry.on("POST", ROOT + "out-trade-no/{combine_out_trade_no}/close", this::close);
  }

  // One lock for ledger and documents, so that a number refers to the same orders in both.
  private synchronized ObjectNode place(CheckedRequest request, TradeType type) {
    String number = request.text(NUMBER);
    List<Draft> drafts = drafts(request, type, number);
    List<Order> placed = ledger.placeTogether(number, drafts);
    orders.open(number, request.body(), () -> document(request));
    return OrderFields.ways(placed.get(0));
  }

  private ObjectNode document(CheckedRequest request) {
    String id = "420000" + Randoms.digits(4) + Times.compact(clock.instant()).substring(0, 8);
    ObjectNode document = request.body().put("combine_transaction_id", id + Randoms.digits(10));
    ArrayNode parts = document.putArray("parts");
    request.at("/sub_orders").forEach(part -> parts.add(part.path("out_trade_no").asText()));
    document.remove("sub_orders");
    return document;
  }

  private static List<Draft> drafts(CheckedRequest request, TradeType type, String number) {
    JsonNode parts = request.at("/sub_orders");
    if (parts.isEmpty() || parts.size() > MAX_ORDERS) {
      throw request.wrong("sub_orders", "must have 1 to " + MAX_ORDERS + " orders");
    }
    ObjectNode body = request.body();
    List<Draft> drafts = new ArrayList<>();
    Set<String> numbers = new HashSet<>();
    for (int i = 0; i < parts.size(); i++) {
      JsonNode part = parts.get(i);
      String own = part.path("out_trade_no").asText();
      if (!numbers.add(own)) {
        throw request.wrong(
            "sub_orders/" + i + "/out_trade_no", "must be unique, but occurs twice");
      }
      long total = part.at("/amount/total_amount").asLong();
      drafts.add(OrderFields.draft(type, own, total, texts(request, part, number), body));
    }
    return drafts;
  }

  private static ObjectNode texts(CheckedRequest request, JsonNode part, String number) {
    ObjectNode texts =
        Json.pick(part, "mchid", "sub_mchid", "sub_appid", "attach", "description")
            .put("appid", request.text("combine_appid"))
            .put(NUMBER, number);
    texts.setAll(Json.pick(request.body(), "notify_url"));
    texts.setAll(Json.pick(request.at("/combine_payer_info"), "openid"));
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
      if (order.payment() != null) {
        document.putObject("combine_payer_info").put("openid", order.payment().openid());
      }
      parts.add(OrderFields.of(order));
    }
    return document;
  }

  private synchronized ObjectNode close(CheckedRequest request) {
    ObjectNode document = orders.get(request.text(NUMBER));
    Set<String> ours = new HashSet<>();
    document.path("parts").forEach(part -> ours.add(part.asText()));
    List<String> closing = new ArrayList<>();
    for (JsonNode part : request.at("/sub_orders")) {
      closing.add(part.path("out_trade_no").asText());
    }
    if (closing.isEmpty() || !ours.containsAll(closing)) {
      throw request.wrong(
          "sub_orders", "must be the orders of the combined order: " + String.join(", ", ours));
    }
    ledger.closeAll(closing);
    return Json.object();
  }
}
