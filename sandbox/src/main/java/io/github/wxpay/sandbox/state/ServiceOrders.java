package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Times;
import io.github.wxpay.sandbox.ledger.TradeType;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Service orders of payscore, for merchants and service providers: {@code v3/payscore/…}. */
public final class ServiceOrders implements StatefulApi {
  private static final String CREATED = "CREATED";
  private static final String CONFIRMED = "DOING/USER_CONFIRM";
  private static final String COMPLETED = "DOING/MCH_COMPLETE";
  // A completed order is settled when it is paid, or immediately if its total is 0.
  private static final Transitions STATES =
      new Transitions(
              "service order",
              "out_order_no",
              LedgerException.Kind.ORDER_STATE,
              ", not %s",
              "state",
              "state_description")
          .with("confirm", CONFIRMED, "", CREATED)
          .with("complete", COMPLETED, "", CONFIRMED)
          .with("settle", "DONE", "", COMPLETED)
          .with("cancel", "REVOKED", "", CREATED, CONFIRMED, COMPLETED);
  private static final String[] COSTS = {
    "post_payments", "post_discounts", "total_amount", "time_range", "location", "profit_sharing"
  };

  private static final String[] EVENT_FIELDS =
      ("service_id,appid,mchid,sub_appid,sub_mchid,channel_id,out_order_no,out_trade_no,openid,"
              + "sub_openid,state,state_description,service_introduction,total_amount,"
              + "post_payments,post_discounts,risk_fund,time_range,location,attach,order_id,"
              + "need_collection,collection,user_service_status,openorclose_time,"
              + "authorization_code,out_request_no")
          .split(",", -1);

  private static final Pattern NUMBER = Pattern.compile("[0-9A-Za-z_\\-|*]{1,32}");
  private static final FieldRules STEP = FieldRules.NONE.amount("total_amount", 0);
  private static final FieldRules ORDER =
      STEP.signer("mchid")
          .matching("out_order_no", NUMBER, "1 to 32 of the characters 0-9 A-Z a-z _ - | *");

  private final Ledger ledger;
  private final Clock clock;
  private final DocumentStore orders =
      new DocumentStore("service order", LedgerException.Kind.ORDER_UNKNOWN);

  ServiceOrders(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void register(OperationRegistry registry) {
    for (String owner : new String[] {"", "partner/"}) {
      String root = "v3/payscore/" + owner + "serviceorder";
      String one = root + "/{out_order_no}/";
      registry.on("POST", root, ORDER, this::create);
      registry.on("GET", root, this::query);
      registry.on("POST", root + "/direct-complete", ORDER, this::createComplete);
      registry.on("POST", one + "modify", STEP, this::modify);
      registry.on("POST", one + "complete", STEP, this::complete);
      registry.on("POST", one + "cancel", this::cancel);
      registry.on("POST", one + "sync", this::sync);
      registry.on("POST", one + "pay", this::collect);
    }
  }

  private ObjectNode create(CheckedRequest request) {
    boolean unconfirmed = request.fields().path("need_user_confirm").asText().equals("false");
    if (unconfirmed && request.text("openid").isEmpty()) {
      throw request.wrong("openid", "is required if need_user_confirm is false");
    }
    return open(request, unconfirmed ? CONFIRMED : CREATED);
  }

  private ObjectNode createComplete(CheckedRequest request) {
    ObjectNode order = open(request, CONFIRMED);
    // Of two concurrent requests, the second finds the order completed.
    return orders.change(
        order.path("out_order_no").asText(),
        known -> {
          if (STATES.state(known).equals(CONFIRMED)) {
            complete(known, request);
          }
        });
  }

  private ObjectNode open(CheckedRequest request, String state) {
    return orders.open(
        request.text("out_order_no"), request.body(), () -> newOrder(request, state));
  }

  private ObjectNode newOrder(CheckedRequest request, String state) {
    ObjectNode order = request.body().put("mchid", request.mchid());
    order.put("order_id", "1500" + Times.compact(clock.instant()) + Randoms.digits(14));
    order.put("package", "sandbox-" + order.path("order_id").asText());
    if (request.text("service_introduction").isEmpty()) {
      order.put("service_introduction", "service");
    }
    if (request.text("openid").isEmpty()) {
      order.put("openid", Randoms.openid());
    }
    STATES.start(order, state);
    return order;
  }

  private ObjectNode query(CheckedRequest request) {
    if (request.text("out_order_no").isEmpty()) {
      throw request.wrong("out_order_no", "is required");
    }
    return requireOwner(request, orders.get(request.text("out_order_no")));
  }

  private ObjectNode change(CheckedRequest request, Consumer<ObjectNode> change) {
    return orders.change(
        request.text("out_order_no"), order -> change.accept(requireOwner(request, order)));
  }

  private ObjectNode complete(CheckedRequest request) {
    return change(request, order -> complete(order, request));
  }

  private void complete(ObjectNode order, CheckedRequest request) {
    STATES.take(order, "complete", clock.instant());
    order.setAll(Json.pick(request.body(), COSTS));
    if (total(order) == 0) {
      STATES.take(order, "settle", clock.instant());
    }
    collect(order, "USER_PAYING");
  }

  private ObjectNode modify(CheckedRequest request) {
    return change(
        request,
        order -> {
          STATES.require(order, List.of(COMPLETED));
          long total = request.number("total_amount");
          if (total > total(order)) {
            throw new LedgerException(
                LedgerException.Kind.TOO_MUCH,
                "the total was " + total(order) + " and can only be reduced; got " + total);
          }
          order.setAll(Json.pick(request.body(), COSTS));
          collect(order, "USER_PAYING");
        });
  }

  private ObjectNode cancel(CheckedRequest request) {
    return change(
        request,
        order -> {
          STATES.take(order, "cancel", clock.instant());
          order.remove("collection");
          order.put("need_collection", false);
          order.set("reason", request.fields().path("reason"));
        });
  }

  /** Records a payment that the merchant received by other means. */
  private ObjectNode sync(CheckedRequest request) {
    return change(
        request,
        order -> {
          STATES.take(order, "settle", clock.instant());
          collect(order, "USER_PAID");
          paid(order, "MCH", request.at("/detail/paid_time").asText());
        });
  }

  /** Requests the payment again; {@link #pay} pays it. */
  private ObjectNode collect(CheckedRequest request) {
    return change(request, order -> STATES.require(order, List.of(COMPLETED)));
  }

  /** Confirms a new order as its user. */
  public BusinessEvent confirm(String outOrderNo) {
    ObjectNode confirmed =
        orders.change(
            outOrderNo,
            order -> {
              STATES.reach(order, "confirm", clock.instant());
            });
    return event("PAYSCORE.USER_CONFIRM", confirmed);
  }

  private static BusinessEvent event(String event, ObjectNode order) {
    order.put("out_trade_no", order.path("out_order_no").asText());
    return new BusinessEvent(event, "notify_url", order, EVENT_FIELDS);
  }

  /** Pays a completed order as its user and creates it in the ledger. */
  public BusinessEvent pay(String outOrderNo) {
    ObjectNode done =
        orders.change(
            outOrderNo,
            order -> {
              STATES.take(order, "settle", clock.instant());
              ObjectNode texts = Json.pick(order, "appid", "sub_mchid", "openid", "attach");
              texts.put("description", order.path("service_introduction").asText());
              if (order.path("profit_sharing").asBoolean()) {
                texts.put("profit_sharing", "true");
              }
              ledger.place(
                  OrderFields.draft(TradeType.JSAPI, outOrderNo, total(order), texts, outOrderNo));
              Order.Payment payment = Objects.requireNonNull(ledger.pay(outOrderNo).payment());
              collect(order, "USER_PAID");
              paid(order, "NEWTON", Times.rfc3339(payment.time()))
                  .put("transaction_id", payment.transactionId());
            });
    return event("PAYSCORE.USER_PAID", done);
  }

  private static ObjectNode requireOwner(CheckedRequest request, ObjectNode order) {
    for (String name : new String[] {"service_id", "sub_mchid"}) {
      String given = request.text(name);
      if (!given.isEmpty() && !given.equals(order.path(name).asText())) {
        throw new LedgerException(
            LedgerException.Kind.ORDER_UNKNOWN,
            "service order " + order.path("out_order_no").asText() + " has another " + name);
      }
    }
    return order;
  }

  private static long total(ObjectNode order) {
    return order.path("total_amount").asLong();
  }

  private static void collect(ObjectNode order, String state) {
    long total = total(order);
    boolean paid = state.equals("USER_PAID");
    order.put("need_collection", total > 0);
    if (total > 0) {
      ObjectNode collection = order.putObject("collection").put("state", state);
      collection.put("total_amount", total);
      collection.put("paying_amount", paid ? 0 : total).put("paid_amount", paid ? total : 0);
    }
  }

  private static ObjectNode paid(ObjectNode order, String how, String when) {
    ObjectNode collection = Json.object(order, "collection");
    ObjectNode detail = collection.putArray("details").addObject().put("seq", 1);
    return detail.put("amount", total(order)).put("paid_type", how).put("paid_time", when);
  }
}
