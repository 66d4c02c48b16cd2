package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.MoneyMovement;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Clock;

/**
 * Receivers give back what was shared: {@code v3/profitsharing/return-orders}, {@code returnorders}
 * below {@code ecommerce} and {@code brand}.
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
  public void register(OperationRegistry desk) {
    desk.on("POST", ROOT, this::create);
    desk.on("GET", ROOT + "/{out_return_no}", this::query);
    for (String owner : new String[] {"v3/ecommerce/", "v3/brand/"}) {
      desk.on("POST", owner + "profitsharing/returnorders", this::create);
      desk.on("GET", owner + "profitsharing/returnorders", this::query);
    }
  }

  private ObjectNode create(CheckedRequest asked) {
    ObjectNode made =
        returns.open(asked.text("out_return_no"), asked.body(), () -> returned(asked));
    // As with all money: a later query says SUCCESS.
    return made.put("result", "PROCESSING");
  }

  private ObjectNode returned(CheckedRequest asked) {
    long amount = asked.fen("amount", 1);
    ObjectNode sharing = sharing(asked);
    String number = sharing.path("out_order_no").asText();
    sharings.change(number, s -> give(s, asked.text("return_mchid"), amount));
    String id = "3009" + Times.compact(clock.instant()) + Randoms.digits(14);
    String now = Times.rfc3339(clock.instant());
    ledger.book(new MoneyMovement(clock.instant(), id, "分账回退", amount));
    return Node.pick(
            asked.body(), "sub_mchid", "out_return_no", "return_mchid", "amount", "description")
        .put("order_id", sharing.path("order_id").asText())
        .put("out_order_no", number)
        .put("return_id", id)
        .put("return_no", id)
        .put("result", "SUCCESS")
        .put("create_time", now)
        .put("finish_time", now);
  }

  private ObjectNode sharing(CheckedRequest asked) {
    if (!asked.text("order_id").isEmpty()) {
      return sharings.by("order_id", asked.text("order_id"));
    }
    if (asked.text("out_order_no").isEmpty()) {
      throw asked.wrong("out_order_no", "is required");
    }
    return sharings.get(asked.text("out_order_no"));
  }

  private static void give(ObjectNode sharing, String mchid, long amount) {
    long got = 0;
    for (JsonNode receiver : sharing.path("receivers")) {
      boolean own = receiver.path("account").asText().equals(mchid);
      if (own && receiver.path("result").asText().equals("SUCCESS")) {
        got += receiver.path("amount").asLong();
      }
    }
    ObjectNode returned = Node.object(sharing, "returned");
    long before = returned.path(mchid).asLong();
    if (amount > got - before) {
      throw new LedgerException(
          LedgerException.Kind.TOO_MUCH,
          mchid + " got " + got + " and returned " + before + ", " + amount + " is too much");
    }
    returned.put(mchid, before + amount);
  }

  private ObjectNode query(CheckedRequest asked) {
    ObjectNode found = returns.get(asked.text("out_return_no"));
    for (String name : new String[] {"out_order_no", "order_id"}) {
      String given = asked.text(name);
      if (!given.isEmpty() && !given.equals(found.path(name).asText())) {
        throw new LedgerException(
            LedgerException.Kind.UNKNOWN,
            "return " + asked.text("out_return_no") + " is of another sharing");
      }
    }
    return found;
  }
}
