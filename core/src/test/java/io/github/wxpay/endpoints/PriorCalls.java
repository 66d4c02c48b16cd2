package io.github.wxpay.endpoints;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.endpoints.EndpointSetup.Facts;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.sandbox.Sandbox;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Makes the calls that an endpoint with state needs before it can be called. */
final class PriorCalls {
  private static final String RECEIVER = "1900000110";

  private final EndpointCaller caller;
  private final Sandbox sandbox;
  private final EndpointSetup setup;
  private final Map<String, BiConsumer<Facts, String>> calls = new LinkedHashMap<>();

  PriorCalls(EndpointCaller caller, EndpointSetup setup) {
    this.caller = caller;
    this.sandbox = caller.sandbox();
    this.setup = setup;
    orders();
    sharing();
    payscore();
    coupons();
    complaints();
    contracts();
    batches();
  }

  /** Makes the calls that an endpoint needs and adds what it must know of them to the facts. */
  void make(String name, Facts facts) {
    calls.forEach(
        (pattern, call) -> {
          if (name.matches(pattern)) {
            call.accept(facts, name.substring(name.indexOf(' ') + 1));
          }
        });
  }

  private void orders() {
    String combined = "v3/combine-transactions/";
    on("(GET|POST) " + combined + "(out-trade-no|id)/.*", f -> make(f, combined + "native"));
    String partner = "v3/pay/partner/transactions/";
    on("(GET|POST) " + partner + "(out-trade-no|id)/.*", f -> make(f, partner + "native"));
    on(
        "GET (" + combined + "|" + partner + ")id/.*",
        f -> {
          boolean one = !f.values.containsKey("combine_out_trade_no");
          sandbox.pay(f.text(one ? "out_trade_no" : "combine_out_trade_no"));
          take(
              f,
              caller.made(
                  "GET",
                  (one ? partner : combined)
                      + "out-trade-no/{"
                      + (one ? "" : "combine_")
                      + "out_trade_no}",
                  f));
        });
    on("POST v3/pay/transactions/.*/reverse", f -> f.text("out_trade_no", setup.order()));
    on("POST v3/ecommerce/refunds/apply", setup::paid);
    on(
        "GET v3/ecommerce/refunds/.*|POST .*/apply-abnormal-refund",
        f -> {
          setup.paid(f);
          make(f, "v3/ecommerce/refunds/apply");
        });
    on("POST .*/transfer-bills/out-bill-no/.*/cancel", setup::transferred);
  }

  private void sharing() {
    on(
        ".* v3/((brand|ecommerce)/)?profitsharing/"
            + "(orders|finish-order|return-?orders|transactions)(/.*)?",
        f -> {
          setup.paid(f);
          f.text("/type", "MERCHANT_ID")
              .text("/account", RECEIVER)
              .want("name", "out_order_no", "receivers");
          f.text("/receivers/0/type", "MERCHANT_ID").text("/receivers/0/account", RECEIVER);
          f.text("/receivers/0/receiver_account", RECEIVER).number("/receivers/0/amount", 1);
          f.text("/receivers/0/receiver_mchid", RECEIVER);
          f.text("return_mchid", RECEIVER).number("/amount", 1);
          make(f, "v3/profitsharing/receivers/add");
        });
    on(
        "GET v3/((brand|ecommerce)/)?profitsharing/orders(/[{]out_order_no.*)?",
        (f, path) -> make(f, path.replace("/{out_order_no}", "")));
    on(
        ".* v3/((brand|ecommerce)/)?profitsharing/return-?orders.*",
        (f, path) -> make(f, path.replaceFirst("return-?orders.*", "orders")));
    on(
        "GET v3/((brand|ecommerce)/)?profitsharing/return-?orders.*",
        (f, path) -> make(f, path.replace("/{out_return_no}", "")));
  }

  private void payscore() {
    String root = "v3/payscore/(partner/)?serviceorder";
    on("POST " + root + "(/direct-complete)?", f -> f.want("openid"));
    on(
        "GET " + root + "|POST " + root + "/[{].*",
        (f, path) -> {
          f.want("out_order_no", "openid").yes("need_user_confirm").number("total_amount", 100);
          make(f, path.replaceFirst("serviceorder/.*", "serviceorder"));
          sandbox.payer().confirmServiceOrder(f.text("out_order_no"));
        });
    on(
        "POST " + root + "/[{]out_order_no[}]/(modify|sync|pay)",
        (f, path) -> make(f, path.replaceFirst("/[a-z]+$", "/complete")));
  }

  private void coupons() {
    String root = "v3/marketing/favor/";
    on(
        ".* " + root + "(coupon-stocks|stocks/.*|users/.*)",
        f ->
            f.text("belong_merchant", sandboxMchid())
                .text("stock_creator_mchid", sandboxMchid())
                .number("max_coupons", 10)
                .number("max_amount", 1_000)
                .number("coupon_amount", 100)
                .number("max_coupons_per_user", 5)
                .want("fixed_normal_coupon", "coupon_amount"));
    on(
        "(GET|POST) " + root + "(stocks/[{]stock_id[}](/(start|pause|restart|stop))?|users/.*)",
        f -> make(f, root + "coupon-stocks"));
    on(
        "POST " + root + "stocks/.*/(pause|restart|stop)|(GET|POST) " + root + "users/.*",
        f -> make(f, root + "stocks/{stock_id}/start"));
    on("POST " + root + "stocks/.*/restart", f -> make(f, root + "stocks/{stock_id}/pause"));
    on("GET " + root + "users/.*/coupons/.*", f -> make(f, root + "users/{openid}/coupons"));
  }

  private void complaints() {
    String root = "v3/merchant-service/";
    String notices = root + "complaint-notifications";
    on(
        "(GET|PUT|DELETE) " + notices,
        f -> {
          if (!hasAddress(notices, f)) {
            make(f, notices);
          }
        });
    on(
        "POST " + notices,
        f -> {
          if (hasAddress(notices, f)) {
            caller.made("DELETE", notices, f);
          }
        });
    on(
        ".* " + root + "complaints-v2/[{].*",
        f -> {
          setup.paid(f);
          f.text("complaint_id", sandbox.payer().complain(f.text("out_trade_no")));
          f.text("complainted_mchid", sandboxMchid()).text("/action", "APPROVE");
        });
  }

  private boolean hasAddress(String notices, Facts facts) {
    try {
      caller.made("GET", notices, facts);
      return true;
    } catch (StatusException e) {
      return false;
    }
  }

  private void contracts() {
    String root = "v3/papay/";
    on(
        ".* " + root + "(contracts|pay/schedules|pay/transactions/apply|sign/contracts/plan-id).*",
        f -> sign(f, root + "sign/contracts/pre-entrust-sign"));
    on(
        ".* " + root + "(pay/partner/(schedules|transactions/apply)|sign/partner/.*/plan-id).*",
        f -> sign(f, root + "scheduled-deduct-sign/partner/contracts/pre-entrust-sign/app"));
  }

  private void sign(Facts facts, String path) {
    make(facts, path);
    facts.text("contract_id", sandbox.payer().signContract(facts.text("out_contract_code")));
  }

  private void batches() {
    String root = "v3/transfer/batches";
    on(
        "GET " + root + "/.*",
        f -> {
          make(f, root);
          f.text("out_detail_no", f.values.get("/transfer_detail_list/0/out_detail_no").asText());
        });
    on(
        "GET " + root + "/batch-id/.*/detail-id/.*",
        f -> {
          f.yes("need_query_detail").want("need_query_detail", "detail_status");
          f.text("detail_status", "ALL");
          take(f, caller.made("GET", root + "/batch-id/{batch_id}", f));
          f.text("detail_id", f.values.get("/transfer_detail_list/0/detail_id").asText());
        });
  }

  private String sandboxMchid() {
    return (String) sandbox.config().get("mchid");
  }

  private void on(String pattern, Consumer<Facts> call) {
    on(pattern, (facts, path) -> call.accept(facts));
  }

  private void on(String pattern, BiConsumer<Facts, String> call) {
    calls.put(pattern, call);
  }

  private void make(Facts facts, String path) {
    take(facts, caller.made("POST", path, facts));
  }

  /** Remembers the numbers and names that were sent and answered, those inside by their place. */
  private static void take(Facts facts, ObjectNode made) {
    take(facts, "", made);
  }

  private static void take(Facts facts, String pointer, JsonNode node) {
    for (int i = 0; i < node.size() && node.isArray(); i++) {
      take(facts, pointer + "/" + i, node.get(i));
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      JsonNode value = entry.getValue();
      if (value.isContainerNode()) {
        take(facts, pointer + "/" + entry.getKey(), value);
      } else if (entry.getKey().matches(".*(_id|_no|_code|openid|mchid|appid)")
          && !value.isNull()) {
        facts.values.put(
            pointer.isEmpty() ? entry.getKey() : pointer + "/" + entry.getKey(), value);
      }
    }
  }
}
