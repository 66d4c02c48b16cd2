package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.json.Json;
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
  public void register(OperationRegistry registry) {
    registry.on("POST", ROOT, this::send);
    registry.on("GET", ROOT, this::list);
    registry.on("GET", ROOT + "/{coupon_id}", this::query);
  }

  // One lock for the family, so that the number of a user's coupons does not change between the
  // check and the creation.
  private synchronized ObjectNode send(CheckedRequest request) {
    ObjectNode parameters = request.fields();
    return coupons.open(request.text("out_request_no"), parameters, () -> coupon(request));
  }

  private ObjectNode coupon(CheckedRequest request) {
    String stockId = request.text("stock_id");
    JsonNode limit = stocks.get(stockId).at("/stock_use_rule/max_coupons_per_user");
    int has = coupons.all(coupon -> isOf(coupon, request) && isFrom(coupon, stockId)).size();
    if (!limit.asText(NO_LIMIT).equals(NO_LIMIT) && has >= limit.asInt()) {
      throw new LedgerException(
          LedgerException.Kind.LIMITED,
          "user " + request.text("openid") + " has " + has + " coupons of stock " + stockId);
    }
    ObjectNode stock = stocks.take(request);
    ObjectNode coupon =
        Json.pick(
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
        .put("openid", request.text("openid"))
        .put("appid", request.text("appid"));
  }

  private ObjectNode list(CheckedRequest request) {
    String stockId = request.text("stock_id");
    String status = request.text("status");
    String creator = request.text("creator_mchid");
    List<ObjectNode> found =
        coupons.all(
            coupon ->
                isOf(coupon, request)
                    && (stockId.isEmpty() || isFrom(coupon, stockId))
                    && (status.isEmpty() || status.equals(coupon.path("status").asText()))
                    && (creator.isEmpty()
                        || creator.equals(coupon.path("stock_creator_mchid").asText())));
    return Page.of(found, request, 20, 20);
  }

  private ObjectNode query(CheckedRequest request) {
    String id = request.text("coupon_id");
    ObjectNode coupon = coupons.by("coupon_id", id);
    if (!isOf(coupon, request)) {
      throw new LedgerException(
          LedgerException.Kind.UNKNOWN,
          "coupon " + id + " is not of user " + request.text("openid"));
    }
    return coupon;
  }

  private static boolean isOf(JsonNode coupon, CheckedRequest request) {
    return coupon.path("openid").asText().equals(request.text("openid"))
        && coupon.path("appid").asText().equals(request.text("appid"));
  }

  private static boolean isFrom(JsonNode coupon, String stockId) {
    return coupon.path("stock_id").asText().equals(stockId);
  }
}
