package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Times;
import io.github.wxpay.sandbox.ledger.TradeType;
import io.github.wxpay.sandbox.ledger.Trouble;
import java.time.Clock;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Service orders of payscore, of merchants and of service providers: {@code v3/payscore/…}; which
 * state comes after which stands in {@link Progress}.
 */
public final class ServiceOrders implements Family {
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
  private final Documents orders = new Documents("service order", Trouble.Kind.ORDER_UNKNOWN);

  ServiceOrders(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void register(Desk desk) {
    for (String owner : new String[] {"", "partner/"}) {
      String root = "v3/payscore/" + owner + "serviceorder";
      String one = root + "/{out_order_no}/";
      desk.on("POST", root, this::create);
      desk.on("GET", root, this::query);
      desk.on("POST", root + "/direct-complete", this::createComplete);
      desk.on("POST", one + "modify", asked -> step(asked, this::modify, Progress.COMPLETED));
      desk.on("POST", one + "complete", asked -> step(asked, this::complete, Progress.CONFIRMED));
      desk.on(
          "POST",
          one + "cancel",
          asked ->
              step(asked, this::cancel, Progress.CREATED, Progress.CONFIRMED, Progress.COMPLETED));
      desk.on("POST", one + "sync", asked -> step(asked, this::sync, Progress.COMPLETED));
      desk.on("POST", one + "pay", asked -> step(asked, (order, a) -> {}, Progress.COMPLETED));
    }
  }

  private ObjectNode create(Asked asked) {
    boolean silent = asked.fields().path("need_user_confirm").asText().equals("false");
    if (silent && asked.text("openid").isEmpty()) {
      throw asked.wrong("openid", "is required, since nobody confirms");
    }
    return open(asked, silent ? Progress.CONFIRMED : Progress.CREATED);
  }

  private ObjectNode createComplete(Asked asked) {
    total(asked);
    ObjectNode order = open(asked, Progress.CONFIRMED);
    if (Progress.state(order).equals(Progress.CONFIRMED)) {
      String number = order.path("out_order_no").asText();
      return orders.change(number, known -> once(known, asked));
    }
    return order;
  }

  // Of two that come at once the second finds it done.
  private void once(ObjectNode order, Asked asked) {
    if (Progress.state(order).equals(Progress.CONFIRMED)) {
      complete(order, asked);
    }
  }

  private ObjectNode open(Asked asked, String state) {
    asked.mustBeOurs("mchid");
    String number = asked.matching("out_order_no", NUMBER, RULE);
    return orders.open(number, asked.body(), () -> fresh(asked, state));
  }

  private ObjectNode fresh(Asked asked, String state) {
    ObjectNode order = asked.body().put("mchid", asked.mchid());
    order.put("order_id", "1500" + Times.compact(clock.instant()) + Randoms.digits(14));
    order.put("package", "sandbox-" + order.path("order_id").asText());
    if (asked.text("service_introduction").isEmpty()) {
      order.put("service_introduction", "service");
    }
    if (asked.text("openid").isEmpty()) {
      order.put("openid", Randoms.openid());
    }
    Progress.move(order, state);
    return order;
  }

  private ObjectNode query(Asked asked) {
    if (asked.text("out_order_no").isEmpty()) {
      throw asked.wrong("out_order_no", "is required");
    }
    return own(asked, orders.get(asked.text("out_order_no")));
  }

  private ObjectNode step(Asked asked, Step step, String... from) {
    String number = asked.text("out_order_no");
    return orders.change(
        number,
        order -> {
          own(asked, order);
          Progress.mustBe(number, order, from);
          step.take(order, asked);
        });
  }

  private void complete(ObjectNode order, Asked asked) {
    total(asked);
    order.setAll(Node.pick(asked.body(), COSTS));
    // What costs nothing is done at once.
    Progress.move(order, Progress.total(order) == 0 ? "DONE" : Progress.COMPLETED);
    Progress.collect(order, "USER_PAYING");
  }

  // Where it is not required, none is nothing.
  private static long total(Asked asked) {
    return asked.at("/total_amount").isMissingNode() ? 0 : asked.fen("total_amount", 0);
  }

  private void modify(ObjectNode order, Asked asked) {
    long total = total(asked);
    if (total > Progress.total(order)) {
      throw new Trouble(
          Trouble.Kind.TOO_MUCH,
          "the total was " + Progress.total(order) + " and may only become less, not " + total);
    }
    order.setAll(Node.pick(asked.body(), COSTS));
    Progress.collect(order, "USER_PAYING");
  }

  private void cancel(ObjectNode order, Asked asked) {
    Progress.move(order, "REVOKED");
    order.remove("collection");
    order.put("need_collection", false);
    order.set("reason", asked.fields().path("reason"));
  }

  /** The merchant got the money elsewhere. */
  private void sync(ObjectNode order, Asked asked) {
    Progress.move(order, "DONE");
    Progress.collect(order, "USER_PAID");
    Progress.paid(order, "MCH", asked.at("/detail/paid_time").asText());
  }

  /** The user confirms an order that was just made. */
  public News confirm(String outOrderNo) {
    ObjectNode confirmed =
        orders.change(
            outOrderNo,
            order -> {
              if (!Progress.state(order).equals(Progress.CONFIRMED)) {
                Progress.mustBe(outOrderNo, order, Progress.CREATED);
                Progress.move(order, Progress.CONFIRMED);
              }
            });
    return news("PAYSCORE.USER_CONFIRM", confirmed);
  }

  private static News news(String event, ObjectNode order) {
    order.put("out_trade_no", order.path("out_order_no").asText());
    return new News(event, "notify_url", order, NEWS);
  }

  /** The user pays a completed order; from then on the ledger has it. */
  public News pay(String outOrderNo) {
    ObjectNode done =
        orders.change(
            outOrderNo,
            order -> {
              Progress.mustBe(outOrderNo, order, Progress.COMPLETED);
              ObjectNode texts = Node.pick(order, "appid", "sub_mchid", "openid", "attach");
              texts.put("description", order.path("service_introduction").asText());
              if (order.path("profit_sharing").asBoolean()) {
                texts.put("profit_sharing", "true");
              }
              ledger.place(
                  Drafts.draft(
                      TradeType.JSAPI, outOrderNo, Progress.total(order), texts, outOrderNo));
              Order.Payment payment = Objects.requireNonNull(ledger.pay(outOrderNo).payment());
              Progress.move(order, "DONE");
              Progress.collect(order, "USER_PAID");
              Progress.paid(order, "NEWTON", Times.rfc3339(payment.time()))
                  .put("transaction_id", payment.transactionId());
            });
    return news("PAYSCORE.USER_PAID", done);
  }

  private static ObjectNode own(Asked asked, ObjectNode order) {
    for (String name : new String[] {"service_id", "sub_mchid"}) {
      String given = asked.text(name);
      if (!given.isEmpty() && !given.equals(order.path(name).asText())) {
        throw new Trouble(
            Trouble.Kind.ORDER_UNKNOWN,
            "service order " + order.path("out_order_no").asText() + " has another " + name);
      }
    }
    return order;
  }

  /** What a request does to an order. */
  private interface Step {
    void take(ObjectNode order, Asked asked);
  }
}
