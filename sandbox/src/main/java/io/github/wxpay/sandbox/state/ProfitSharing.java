package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.MoneyMovement;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * Profit sharing: {@code v3/profitsharing}, and the same endpoints below {@code ecommerce} and
 * {@code brand}, where some fields have other names; documents have both names. One lock for the
 * family, since all sharings of a transaction use the same amount.
 */
final class ProfitSharing implements StatefulApi {
  private static final String ROOT = "v3/profitsharing/";
  private static final String[] SHARED = {
    "transaction_id", "order_id", "out_order_no", "receiver", "success_time"
  };

  private final Ledger ledger;
  private final Clock clock;
  private final Receivers receivers;
  private final Consumer<BusinessEvent> events;
  private final DocumentStore sharings = new DocumentStore("sharing", "order_id");
  // The shared amounts of transactions, by their numbers.
  private final DocumentStore sharedAmounts = new DocumentStore("transaction");

  ProfitSharing(Ledger ledger, Clock clock, Receivers receivers, Consumer<BusinessEvent> events) {
    this.ledger = ledger;
    this.clock = clock;
    this.receivers = receivers;
    this.events = events;
  }

  @Override
  public void register(OperationRegistry registry) {
    FieldRules rules = FieldRules.NONE.amount("receivers/*/amount", 1);
    registry.on("POST", ROOT + "orders", rules, this::share);
    registry.on("POST", ROOT + "orders/unfreeze", this::unfreeze);
    registry.on("GET", ROOT + "orders/{out_order_no}", this::query);
    registry.on("GET", ROOT + "transactions/{transaction_id}/amounts", this::left);
    for (String owner : new String[] {"v3/ecommerce/", "v3/brand/"}) {
      String root = owner + "profitsharing/";
      registry.on("POST", root + "orders", rules, this::share);
      registry.on("GET", root + "orders", this::query);
      registry.on("POST", root + "finish-order", this::unfreeze);
      registry.on("GET", root + "orders/{transaction_id}/amounts", this::left);
    }
    new SharingReturns(ledger, clock, sharings).register(registry);
  }

  private synchronized ObjectNode share(CheckedRequest request) {
    String number = request.text("out_order_no");
    return processing(sharings.open(number, request.body(), () -> shared(request)));
  }

  private ObjectNode shared(CheckedRequest request) {
    JsonNode receiving = request.at("/receivers");
    boolean last = request.at("/unfreeze_unsplit").asBoolean() || request.at("/finish").asBoolean();
    if (receiving.isEmpty()) {
      throw request.wrong("receivers", "is required");
    }
    long sum = 0;
    for (JsonNode receiver : receiving) {
      sum += receiver.path("amount").asLong();
    }
    Order order = order(request);
    long left = left(order);
    if (sum > left) {
      throw new LedgerException(
          LedgerException.Kind.TOO_MUCH,
          "of " + order.total() + " only " + left + " is left to share; got " + sum);
    }
    ObjectNode sharing = sharing(request);
    ArrayNode got = sharing.putArray("receivers");
    long given = 0;
    for (ObjectNode receiver : Json.objects(receiving)) {
      if (receiver.has("receiver_account")) {
        receiver.set("account", receiver.get("receiver_account"));
      }
      boolean related = receivers.has(receiver);
      got.add(result(receiver, related));
      given += related ? receiver.path("amount").asLong() : 0;
    }
    if (given > 0) {
      String id = sharing.path("order_id").asText();
      ledger.record(new MoneyMovement(clock.instant(), id, "分账", -given));
    }
    addShared(order, last ? left : given);
    announce(sharing, request.text("notify_url"));
    return sharing;
  }

  private synchronized ObjectNode unfreeze(CheckedRequest request) {
    String number = request.text("out_order_no");
    return processing(sharings.open(number, request.body(), () -> unfrozen(request)));
  }

  private ObjectNode unfrozen(CheckedRequest request) {
    Order order = order(request);
    long left = left(order);
    if (left == 0) {
      throw new LedgerException(
          LedgerException.Kind.TOO_MUCH,
          "nothing of order " + order.outTradeNo() + " is left to unfreeze");
    }
    ObjectNode sharing = sharing(request);
    ObjectNode own =
        Json.object()
            .put("type", "MERCHANT_ID")
            .put("account", request.mchid())
            .put("amount", left)
            .put("description", request.text("description"));
    sharing.putArray("receivers").add(result(own, true));
    addShared(order, left);
    announce(sharing, request.text("notify_url"));
    return sharing;
  }

  /** Sends an event for each receiver that got money. */
  private void announce(ObjectNode sharing, String url) {
    for (ObjectNode receiver : Json.objects(sharing.path("receivers"))) {
      if (receiver.path("result").asText().equals("SUCCESS")) {
        ObjectNode event = sharing.deepCopy().put("notify_url", url);
        event.set("receiver", Json.pick(receiver, "type", "account", "amount", "description"));
        event.set("success_time", receiver.path("finish_time"));
        events.accept(new BusinessEvent("PROFITSHARING.SUCCESS", "notify_url", event, SHARED));
      }
    }
  }

  private ObjectNode query(CheckedRequest request) {
    ObjectNode sharing = sharings.get(request.text("out_order_no"));
    if (!sharing.path("transaction_id").asText().equals(request.text("transaction_id"))) {
      throw new LedgerException(
          LedgerException.Kind.UNKNOWN,
          "sharing " + request.text("out_order_no") + " belongs to another transaction");
    }
    return sharing;
  }

  private ObjectNode left(CheckedRequest request) {
    return Json.pick(request.fields(), "transaction_id")
        .put("unsplit_amount", left(order(request)));
  }

  private long left(Order order) {
    String id = transaction(order);
    long used = sharedAmounts.has(id) ? sharedAmounts.get(id).path("amount").asLong() : 0;
    return Math.max(0, order.total() - order.refunded() - used);
  }

  private void addShared(Order order, long amount) {
    String id = transaction(order);
    sharedAmounts.open(id, id, Json::object);
    sharedAmounts.change(id, d -> d.put("amount", d.path("amount").asLong() + amount));
  }

  private Order order(CheckedRequest request) {
    Order order = ledger.byTransaction(request.text("transaction_id"));
    if (order.draft().text("profit_sharing") == null) {
      throw new LedgerException(
          LedgerException.Kind.WRONG_STATE,
          "order " + order.outTradeNo() + " was created without settle_info.profit_sharing true");
    }
    return order;
  }

  private static String transaction(Order order) {
    Order.Payment payment = order.payment();
    return payment == null ? "" : payment.transactionId();
  }

  private ObjectNode sharing(CheckedRequest request) {
    String id = "3008" + Times.compact(clock.instant()) + Randoms.digits(14);
    return Json.pick(request.body(), "sub_mchid", "brand_mchid", "transaction_id", "out_order_no")
        .put("order_id", id)
        .put("state", "FINISHED")
        .put("status", "FINISHED");
  }

  private ObjectNode result(JsonNode receiver, boolean related) {
    String now = Times.rfc3339(clock.instant());
    ObjectNode result = Json.pick(receiver, "type", "account", "amount", "description");
    result.put("receiver_account", receiver.path("account").asText());
    result.put("detail_id", "3601" + Times.compact(clock.instant()) + Randoms.digits(14));
    result.put("create_time", now).put("finish_time", now);
    result.put("result", related ? "SUCCESS" : "CLOSED");
    return related ? result : result.put("fail_reason", "NO_RELATION");
  }

  // Money does not arrive immediately: the response has PROCESSING, and later queries FINISHED.
  private static ObjectNode processing(ObjectNode sharing) {
    sharing.put("state", "PROCESSING").put("status", "PROCESSING");
    for (JsonNode receiver : sharing.path("receivers")) {
      ((ObjectNode) receiver).put("result", "PENDING").remove("fail_reason");
    }
    return sharing;
  }
}
