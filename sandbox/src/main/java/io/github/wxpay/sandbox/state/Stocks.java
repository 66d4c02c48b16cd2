package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Clock;
import java.util.List;

/** Stocks of coupons: {@code v3/marketing/favor}. For the coupons see {@link Coupons}. */
final class Stocks implements StatefulApi {
  private static final String ROOT = "v3/marketing/favor/";
  private static final String ONE = ROOT + "stocks/{stock_id}";
  private static final Transitions STATES =
      new Transitions("stock", "stock_id", LedgerException.Kind.WRONG_STATE, "", "status")
          .with("start", "running", "start_time", "unactivated")
          .with("pause", "paused", "pause_time", "running")
          .with("restart", "running", "restart_time", "paused")
          // The platform spells the state so.
          .with("stop", "stoped", "stop_time", "running", "paused");

  private final Clock clock;
  private final DocumentStore stocks = new DocumentStore("stock", "stock_id");

  Stocks(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void register(OperationRegistry registry) {
    FieldRules rules =
        FieldRules.NONE
            .signer("belong_merchant")
            .amount("coupon_use_rule/fixed_normal_coupon/coupon_amount", 1);
    registry.on("POST", ROOT + "coupon-stocks", rules, this::create);
    registry.on("GET", ROOT + "stocks", this::list);
    registry.on("GET", ONE, request -> stocks.by("stock_id", request.text("stock_id")));
    for (String step : new String[] {"start", "pause", "restart", "stop"}) {
      registry.on("POST", ONE + "/" + step, request -> move(request, step));
    }
    new Coupons(clock, this).register(registry);
  }

  private ObjectNode create(CheckedRequest request) {
    JsonNode rule = request.at("/stock_use_rule");
    long value = request.number("coupon_use_rule/fixed_normal_coupon/coupon_amount");
    long most = rule.path("max_coupons").asLong();
    if (value > 0 && rule.path("max_amount").asLong() != most * value) {
      throw request.wrong(
          "stock_use_rule/max_amount", "must be max_coupons times coupon_amount, " + most * value);
    }
    return stocks.open(request.text("out_request_no"), request.body(), () -> stock(request));
  }

  private ObjectNode stock(CheckedRequest request) {
    String now = Times.rfc3339(clock.instant());
    ObjectNode stock =
        Json.pick(
            request.body(),
            "stock_name",
            "available_begin_time",
            "available_end_time",
            "stock_use_rule",
            "no_cash",
            "stock_type");
    ObjectNode rule = Json.object(stock, "stock_use_rule");
    JsonNode use = request.at("/coupon_use_rule");
    rule.setAll(Json.pick(use, "fixed_normal_coupon", "goods_tag", "trade_type", "combine_use"));
    String words = request.at("/pattern_info/description").asText();
    return stock
        .put("description", words.isEmpty() ? request.text("comment") : words)
        .put("stock_id", Randoms.digits(8))
        .put("stock_creator_mchid", request.text("belong_merchant"))
        .put("status", "unactivated")
        .put("distributed_coupons", 0)
        .put("singleitem", !use.path("available_items").isEmpty())
        .put("create_time", now);
  }

  private ObjectNode list(CheckedRequest request) {
    String status = request.text("status");
    List<ObjectNode> found =
        stocks.all(
            stock ->
                stock
                        .path("stock_creator_mchid")
                        .equals(request.fields().path("stock_creator_mchid"))
                    && (status.isEmpty() || status.equals(stock.path("status").asText())));
    return Page.of(found, request, 10, 10);
  }

  private ObjectNode move(CheckedRequest request, String step) {
    ObjectNode moved =
        stocks.changeBy(
            "stock_id",
            request.text("stock_id"),
            stock -> {
              requireOwner(request, stock);
              STATES.take(stock, step, clock.instant());
            });
    return Json.pick(moved, "stock_id", step + "_time");
  }

  /** Removes one coupon from a running stock and returns the stock. */
  ObjectNode take(CheckedRequest request) {
    return stocks.changeBy(
        "stock_id",
        request.text("stock_id"),
        stock -> {
          requireOwner(request, stock);
          STATES.require(stock, List.of("running"));
          long given = stock.path("distributed_coupons").asLong();
          long most = stock.at("/stock_use_rule/max_coupons").asLong();
          if (given >= most) {
            throw new LedgerException(
                LedgerException.Kind.TOO_MUCH,
                "all "
                    + most
                    + " coupons of stock "
                    + request.text("stock_id")
                    + " are distributed");
          }
          stock.put("distributed_coupons", given + 1);
        });
  }

  ObjectNode get(String stockId) {
    return stocks.by("stock_id", stockId);
  }

  private static void requireOwner(CheckedRequest request, ObjectNode stock) {
    String named = request.text("stock_creator_mchid");
    if (!named.equals(stock.path("stock_creator_mchid").asText())) {
      throw new LedgerException(
          LedgerException.Kind.UNKNOWN,
          "stock " + request.text("stock_id") + " does not belong to stock_creator_mchid " + named);
    }
  }
}
