package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Stocks of coupons: {@code v3/marketing/favor}; the coupons themselves are {@link Coupons}. */
final class Stocks implements StatefulApi {
  private static final String ROOT = "v3/marketing/favor/";
  private static final String ONE = ROOT + "stocks/{stock_id}";
  private static final Set<String> OPEN = Set.of("running", "paused");

  private final Clock clock;
  private final DocumentStore stocks = new DocumentStore("stock", "stock_id");

  Stocks(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void register(OperationRegistry desk) {
    desk.on("POST", ROOT + "coupon-stocks", this::create);
    desk.on("GET", ROOT + "stocks", this::list);
    desk.on("GET", ONE, asked -> stocks.by("stock_id", asked.text("stock_id")));
    desk.on(
        "POST", ONE + "/start", asked -> move(asked, Set.of("unactivated"), "running", "start"));
    desk.on("POST", ONE + "/pause", asked -> move(asked, Set.of("running"), "paused", "pause"));
    desk.on("POST", ONE + "/restart", asked -> move(asked, Set.of("paused"), "running", "restart"));
    desk.on("POST", ONE + "/stop", asked -> move(asked, OPEN, "stoped", "stop"));
    new Coupons(clock, this).register(desk);
  }

  private ObjectNode create(CheckedRequest asked) {
    asked.mustBeOurs("belong_merchant");
    JsonNode rule = asked.at("/stock_use_rule");
    String worth = "coupon_use_rule/fixed_normal_coupon/coupon_amount";
    long value = asked.at("/" + worth).isMissingNode() ? 0 : asked.fen(worth, 1);
    long most = asked.fen("stock_use_rule/max_coupons", 1);
    if (value > 0 && rule.path("max_amount").asLong() != most * value) {
      throw asked.wrong(
          "stock_use_rule/max_amount", "must be max_coupons times coupon_amount, " + most * value);
    }
    return stocks.open(asked.text("out_request_no"), asked.body(), () -> stock(asked));
  }

  private ObjectNode stock(CheckedRequest asked) {
    String now = Times.rfc3339(clock.instant());
    ObjectNode stock =
        Node.pick(
            asked.body(),
            "stock_name",
            "available_begin_time",
            "available_end_time",
            "stock_use_rule",
            "no_cash",
            "stock_type");
    ObjectNode rule = Node.object(stock, "stock_use_rule");
    JsonNode use = asked.at("/coupon_use_rule");
    rule.setAll(Node.pick(use, "fixed_normal_coupon", "goods_tag", "trade_type", "combine_use"));
    String words = asked.at("/pattern_info/description").asText();
    return stock
        .put("description", words.isEmpty() ? asked.text("comment") : words)
        .put("stock_id", Randoms.digits(8))
        .put("stock_creator_mchid", asked.text("belong_merchant"))
        .put("status", "unactivated")
        .put("distributed_coupons", 0)
        .put("singleitem", !use.path("available_items").isEmpty())
        .put("create_time", now);
  }

  private ObjectNode list(CheckedRequest asked) {
    String status = asked.text("status");
    List<ObjectNode> found =
        stocks.all(
            stock ->
                stock.path("stock_creator_mchid").equals(asked.fields().path("stock_creator_mchid"))
                    && (status.isEmpty() || status.equals(stock.path("status").asText())));
    return Page.of(found, asked, 10, 10);
  }

  private ObjectNode move(CheckedRequest asked, Set<String> from, String to, String verb) {
    Instant now = clock.instant();
    ObjectNode moved =
        stocks.changeBy(
            "stock_id",
            asked.text("stock_id"),
            stock -> {
              own(asked, stock);
              mustBe(stock, from);
              stock.put("status", to).put(verb + "_time", Times.rfc3339(now));
            });
    return Node.pick(moved, "stock_id", verb + "_time");
  }

  /** Takes one coupon out of a stock that is running and returns the stock. */
  ObjectNode take(CheckedRequest asked) {
    return stocks.changeBy(
        "stock_id",
        asked.text("stock_id"),
        stock -> {
          own(asked, stock);
          mustBe(stock, Set.of("running"));
          long given = stock.path("distributed_coupons").asLong();
          long most = stock.at("/stock_use_rule/max_coupons").asLong();
          if (given >= most) {
            throw new LedgerException(
                LedgerException.Kind.TOO_MUCH,
                "all " + most + " coupons of stock " + asked.text("stock_id") + " are given away");
          }
          stock.put("distributed_coupons", given + 1);
        });
  }

  ObjectNode get(String stockId) {
    return stocks.by("stock_id", stockId);
  }

  private static void own(CheckedRequest asked, ObjectNode stock) {
    String named = asked.text("stock_creator_mchid");
    if (!named.equals(stock.path("stock_creator_mchid").asText())) {
      throw new LedgerException(
          LedgerException.Kind.UNKNOWN, "stock " + asked.text("stock_id") + " is not of " + named);
    }
  }

  private static void mustBe(ObjectNode stock, Set<String> states) {
    String state = stock.path("status").asText();
    if (!states.contains(state)) {
      throw new LedgerException(
          LedgerException.Kind.WRONG_STATE,
          "stock " + stock.path("stock_id").asText() + " is " + state);
    }
  }
}
