package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Times;
import io.github.wxpay.sandbox.ledger.TradeType;
import java.time.Clock;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Service orders of payscore, of merchants and of service providers: {@code v3/payscore/…}; which
 * state comes after which stands in {@link ServiceOrderState}.
 */
public final class ServiceOrders implements StatefulApi {
  private static final Pattern NUMBER = Pattern.compile("[0-9A-Za-z_\\-|*]{1,32}");
  private static final String RULE = "1 to 32 of the characters 0-9 A-Z a-z _ - | *";
  private static final String[] COSTS = {
    "post_payments", "post_discounts", "total_amount", "time_range", "location", "profit_sharing"
  };

  private static final String[] NEWS =
      ("service_id,appid,mchid,sub_appid,sub_mchid,channel_id,out_order_no,out_trade_no,openid,"
              + "sub_openid,state,state_description,service_introduction,total_amount,"
              + "post_payments,post_discounts,risk_fund,time_range,location,attach,order_id,"
              + "need_collection,collection,user_service_status,openorclose_time,"
              + "authorization_code,out_request_no")
          .split(",", -1);

  private final Ledger ledger;
  private final Clock clock;
  private final DocumentStore orders =
      new DocumentStore("service order", LedgerException.Kind.ORDER_UNKNOWN);

  ServiceOrders(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void register(OperationRegistry desk) {
    for (String owner : new String[] {"", "partner/"}) {
      String root = "v3/payscore/" + owner + "serviceorder";
      String one = root + "/{out_order_no}/";
      desk.on("POST", root, this::create);
      desk.on("GET", root, this::query);
      desk.on("POST", root + "/direct-complete", this::createComplete);
      desk.on(
          "POST", one + "modify", asked -> step(asked, this::modify, ServiceOrderState.COMPLETED));
      desk.on(
          "POST",
          one + "complete",
          asked -> step(asked, this::complete, ServiceOrderState.CONFIRMED));
      desk.on(
          "POST",
          one + "cancel",
          asked ->
              step(
                  asked,
                  this::cancel,
                  ServiceOrderState.CREATED,
                  ServiceOrderState.CONFIRMED,
                  ServiceOrderState.COMPLETED));
      desk.on("POST", one + "sync", asked -> step(asked, this::sync, ServiceOrderState.COMPLETED));
      desk.on(
          "POST", one + "pay", asked -> step(asked, (order, a) -> {}, ServiceOrderState.COMPLETED));
    }
  }

  private ObjectNode create(CheckedRequest asked) {
    boolean silent = asked.fields().path("need_user_confirm").asText().equals("false");
    if (silent && asked.text("openid").isEmpty()) {
      throw asked.wrong("openid", "is required, since nobody confirms");
    }
    return open(asked, silent ? ServiceOrderState.CONFIRMED : ServiceOrderState.CREATED);
  }

  private ObjectNode createComplete(CheckedRequest asked) {
    total(asked);
    ObjectNode order = open(asked, ServiceOrderState.CONFIRMED);
    if (ServiceOrderState.state(order).equals(ServiceOrderState.CONFIRMED)) {
      String number = order.path("out_order_no").asText();
      return orders.change(number, known -> once(known, asked));
    }
    return order;
  }

  // Of two that come at once the second finds it done.
  private void once(ObjectNode order, CheckedRequest asked) {
    if (ServiceOrderState.state(order).equals(ServiceOrderState.CONFIRMED)) {
      complete(order, asked);
    }
  }

  private ObjectNode open(CheckedRequest asked, String state) {
    asked.mustBeOurs("mchid");
    String number = asked.matching("out_order_no", NUMBER, RULE);
    return orders.open(number, asked.body(), () -> fresh(asked, state));
  }

  private ObjectNode fresh(CheckedRequest asked, String state) {
    ObjectNode order = asked.body().put("mchid", asked.mchid());
    order.put("order_id", "1500" + Times.compact(clock.instant()) + Randoms.digits(14));
    order.put("package", "sandbox-" + order.path("order_id").asText());
    if (asked.text("service_introduction").isEmpty()) {
      order.put("service_introduction", "service");
    }
    if (asked.text("openid").isEmpty()) {
      order.put("openid", Randoms.openid());
    }
    ServiceOrderState.move(order, state);
    return order;
  }

  private ObjectNode query(CheckedRequest asked) {
    if (asked.text("out_order_no").isEmpty()) {
      throw asked.wrong("out_order_no", "is required");
    }
    return own(asked, orders.get(asked.text("out_order_no")));
  }

  private ObjectNode step(CheckedRequest asked, Step step, String... from) {
    String number = asked.text("out_order_no");
    return orders.change(
        number,
        order -> {
          own(asked, order);
          ServiceOrderState.mustBe(number, order, from);
          step.take(order, asked);
        });
  }

  private void complete(ObjectNode order, CheckedRequest asked) {
    total(asked);
    order.setAll(Node.pick(asked.body(), COSTS));
    // What costs nothing is done at once.
    ServiceOrderState.move(
        order, ServiceOrderState.total(order) == 0 ? "DONE" : ServiceOrderState.COMPLETED);
    ServiceOrderState.collect(order, "USER_PAYING");
  }

  // Where it is not required, none is nothing.
  private static long total(CheckedRequest asked) {
    return asked.at("/total_amount").isMissingNode() ? 0 : asked.fen("total_amount", 0);
  }

  private void modify(ObjectNode order, CheckedRequest asked) {
    long total = total(asked);
    if (total > ServiceOrderState.total(order)) {
      throw new LedgerException(
          LedgerException.Kind.TOO_MUCH,
          "the total was "
              + ServiceOrderState.total(order)
              + " and may only become less, not "
              + total);
    }
    order.setAll(Node.pick(asked.body(), COSTS));
    ServiceOrderState.collect(order, "USER_PAYING");
  }

  private void cancel(ObjectNode order, CheckedRequest asked) {
    ServiceOrderState.move(order, "REVOKED");
    order.remove("collection");
    order.put("need_collection", false);
    order.set("reason", asked.fields().path("reason"));
  }

  /** The merchant got the money elsewhere. */
  private void sync(ObjectNode order, CheckedRequest asked) {
    ServiceOrderState.move(order, "DONE");
    ServiceOrderState.collect(order, "USER_PAID");
    ServiceOrderState.paid(order, "MCH", asked.at("/detail/paid_time").asText());
  }

  /** The user confirms an order that was just made. */
  public BusinessEvent confirm(String outOrderNo) {
    ObjectNode confirmed =
        orders.change(
            outOrderNo,
            order -> {
              if (!ServiceOrderState.state(order).equals(ServiceOrderState.CONFIRMED)) {
                ServiceOrderState.mustBe(outOrderNo, order, ServiceOrderState.CREATED);
                ServiceOrderState.move(order, ServiceOrderState.CONFIRMED);
              }
            });
    return news("PAYSCORE.USER_CONFIRM", confirmed);
  }

  private static BusinessEvent news(String event, ObjectNode order) {
    order.put("out_trade_no", order.path("out_order_no").asText());
    return new BusinessEvent(event, "notify_url", order, NEWS);
  }

  /** The user pays a completed order; from then on the ledger has it. */
  public BusinessEvent pay(String outOrderNo) {
    ObjectNode done =
        orders.change(
            outOrderNo,
            order -> {
              ServiceOrderState.mustBe(outOrderNo, order, ServiceOrderState.COMPLETED);
              ObjectNode texts = Node.pick(order, "appid", "sub_mchid", "openid", "attach");
              texts.put("description", order.path("service_introduction").asText());
              if (order.path("profit_sharing").asBoolean()) {
                texts.put("profit_sharing", "true");
              }
              ledger.place(
                  OrderMapping.draft(
                      TradeType.JSAPI,
                      outOrderNo,
                      ServiceOrderState.total(order),
                      texts,
                      outOrderNo));
              Order.Payment payment = Objects.requireNonNull(ledger.pay(outOrderNo).payment());
              ServiceOrderState.move(order, "DONE");
              ServiceOrderState.collect(order, "USER_PAID");
              ServiceOrderState.paid(order, "NEWTON", Times.rfc3339(payment.time()))
                  .put("transaction_id", payment.transactionId());
            });
    return news("PAYSCORE.USER_PAID", done);
  }

  private static ObjectNode own(CheckedRequest asked, ObjectNode order) {
    for (String name : new String[] {"service_id", "sub_mchid"}) {
      String given = asked.text(name);
      if (!given.isEmpty() && !given.equals(order.path(name).asText())) {
        throw new LedgerException(
            LedgerException.Kind.ORDER_UNKNOWN,
            "service order " + order.path("out_order_no").asText() + " has another " + name);
      }
    }
    return order;
  }

  /** What a request does to an order. */
  private interface Step {
    void take(ObjectNode order, CheckedRequest asked);
  }
}
