package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.MoneyMovement;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Clock;

/**
 * Returns of shared profit by its receivers: {@code v3/profitsharing/return-orders}, and {@code
 * returnorders} below {@code ecommerce} and {@code brand}.
 */
final class SharingReturns implements StatefulApi {
  private static final String ROOT = "v3/profitsharing/return-orders";

  private final Ledger ledger;
  private final Clock clock;
  private final DocumentStore sharings;
  private final DocumentStore returns = new DocumentStore("return");

  SharingReturns(Ledger ledger, Clock clock, DocumentStore sharings) {
    this.ledger = ledger;
    this.clock = clock;
    this.sharings = sharings;
  }

  @Override
  public void register(OperationRegistry registry) {
    FieldRules rules = FieldRules.NONE.amount("amount", 1);
    registry.on("POST", ROOT, rules, this::create);
    registry.on("GET", ROOT + "/{out_return_no}", this::query);
    for (String owner : new String[] {"v3/ecommerce/", "v3/brand/"}) {
      registry.on("POST", owner + "profitsharing/returnorders", rules, this::create);
      registry.on("GET", owner + "profitsharing/returnorders", this::query);
    }
  }

  private ObjectNode create(CheckedRequest request) {
    ObjectNode made =
        returns.open(request.text("out_return_no"), request.body(), () -> returned(request));
    // Money does not arrive immediately: later queries return SUCCESS.
    return made.put("result", "PROCESSING");
  }

  private ObjectNode returned(CheckedRequest request) {
    long amount = request.number("amount");
    ObjectNode sharing = sharing(request);
    String number = sharing.path("out_order_no").asText();
    sharings.change(number, s -> addReturned(s, request.text("return_mchid"), amount));
    String id = "3009" + Times.compact(clock.instant()) + Randoms.digits(14);
    String now = Times.rfc3339(clock.instant());
    ledger.record(new MoneyMovement(clock.instant(), id, "分账回退", amount));
    return Json.pick(
            request.body(), "sub_mchid", "out_return_no", "return_mchid", "amount", "description")
        .put("order_id", sharing.path("order_id").asText())
        .put("out_order_no", number)
        .put("return_id", id)
        .put("return_no", id)
        .put("result", "SUCCESS")
        .put("create_time", now)
        .put("finish_time", now);
  }

  private ObjectNode sharing(CheckedRequest request) {
    if (!request.text("order_id").isEmpty()) {
      return sharings.by("order_id", request.text("order_id"));
    }
    if (request.text("out_order_no").isEmpty()) {
      throw request.wrong("out_order_no", "is required");
    }
    return sharings.get(request.text("out_order_no"));
  }

  private static void addReturned(ObjectNode sharing, String mchid, long amount) {
    long got = 0;
    for (JsonNode receiver : sharing.path("receivers")) {
      boolean own = receiver.path("account").asText().equals(mchid);
      if (own && receiver.path("result").asText().equals("SUCCESS")) {
        got += receiver.path("amount").asLong();
      }
    }
    ObjectNode returned = Json.object(sharing, "returned");
    long before = returned.path(mchid).asLong();
    if (amount > got - before) {
      throw new LedgerException(
          LedgerException.Kind.TOO_MUCH,
          mchid + " got " + got + " and returned " + before + "; " + amount + " is too much");
    }
    returned.put(mchid, before + amount);
  }

  private ObjectNode query(CheckedRequest request) {
    ObjectNode found = returns.get(request.text("out_return_no"));
    for (String name : new String[] {"out_order_no", "order_id"}) {
      String given = request.text(name);
      if (!given.isEmpty() && !given.equals(found.path(name).asText())) {
        throw new LedgerException(
            LedgerException.Kind.UNKNOWN,
            "return " + request.text("out_return_no") + " belongs to another sharing");
      }
    }
    return found;
  }
}
