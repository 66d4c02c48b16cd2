package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Clock;
import java.util.List;

/** Coupons of users: {@code v3/marketing/favor/users}. */
final class Coupons implements StatefulApi {
  private static final String ROOT = "v3/marketing/favor/users/{openid}/coupons";
  private static final String NO_LIMIT = "0";

  private final Clock clock;
  private final Stocks stocks;
  private final DocumentStore coupons = new DocumentStore("coupon", "coupon_id");

  Coupons(Clock clock, Stocks stocks) {
    this.clock = clock;
    this.stocks = stocks;
  }

  @Override
  public void register(OperationRegistry desk) {
    desk.on("POST", ROOT, this::send);
    desk.on("GET", ROOT, this::list);
    desk.on("GET", ROOT + "/{coupon_id}", this::query);
  }

  // One lock for the family: who looks how many a user has must be alone with it.
  private synchronized ObjectNode send(CheckedRequest asked) {
    ObjectNode parameters = asked.fields();
    return coupons.open(asked.text("out_request_no"), parameters, () -> coupon(asked));
  }

  private ObjectNode coupon(CheckedRequest asked) {
    String stockId = asked.text("stock_id");
    JsonNode limit = stocks.get(stockId).at("/stock_use_rule/max_coupons_per_user");
    int has = coupons.all(coupon -> isOf(coupon, asked) && isFrom(coupon, stockId)).size();
    if (!limit.asText(NO_LIMIT).equals(NO_LIMIT) && has >= limit.asInt()) {
      throw new LedgerException(
          LedgerException.Kind.LIMITED,
          "user " + asked.text("openid") + " has " + has + " coupons of stock " + stockId);
    }
    ObjectNode stock = stocks.take(asked);
    ObjectNode coupon =
        Node.pick(
            stock,
            "stock_id",
            "stock_creator_mchid",
            "description",
            "singleitem",
            "available_begin_time",
            "available_end_time",
            "no_cash");
    JsonNode worth = stock.at("/stock_use_rule/fixed_normal_coupon");
    if (worth.isObject()) {
      coupon.set("normal_coupon_information", worth);
    }
    return coupon
        .put("coupon_id", Randoms.digits(10))
        .put("coupon_name", stock.path("stock_name").asText())
        .put("coupon_type", "NORMAL")
        .put("status", "SENDED")
        .put("create_time", Times.rfc3339(clock.instant()))
        .put("openid", asked.text("openid"))
        .put("appid", asked.text("appid"));
  }

  private ObjectNode list(CheckedRequest asked) {
    String stockId = asked.text("stock_id");
    String status = asked.text("status");
    String creator = asked.text("creator_mchid");
    List<ObjectNode> found =
        coupons.all(
            coupon ->
                isOf(coupon, asked)
                    && (stockId.isEmpty() || isFrom(coupon, stockId))
                    && (status.isEmpty() || status.equals(coupon.path("status").asText()))
                    && (creator.isEmpty()
                        || creator.equals(coupon.path("stock_creator_mchid").asText())));
    return Page.of(found, asked, 20, 20);
  }

  private ObjectNode query(CheckedRequest asked) {
    String id = asked.text("coupon_id");
    ObjectNode coupon = coupons.by("coupon_id", id);
    if (!isOf(coupon, asked)) {
      throw new LedgerException(
          LedgerException.Kind.UNKNOWN, "coupon " + id + " is not of user " + asked.text("openid"));
    }
    return coupon;
  }

  private static boolean isOf(JsonNode coupon, CheckedRequest asked) {
    return coupon.path("openid").asText().equals(asked.text("openid"))
        && coupon.path("appid").asText().equals(asked.text("appid"));
  }

  private static boolean isFrom(JsonNode coupon, String stockId) {
    return coupon.path("stock_id").asText().equals(stockId);
  }
}
