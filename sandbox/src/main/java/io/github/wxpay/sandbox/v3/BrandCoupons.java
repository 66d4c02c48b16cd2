package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Routes;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Clock;

/** A brand's address for events: {@code brand/marketing/product-coupon/notify-configs}. */
final class BrandCoupons {
  private static final String CONFIGS = "brand/marketing/product-coupon/notify-configs";

  private final Clock clock;
  private volatile ObjectNode config = Json.object();

  BrandCoupons(Clock clock) {
    this.clock = clock;
  }

  void register(Routes<Handler> routes) {
    routes.add("GET", CONFIGS, call -> Json.answer(200, config));
    routes.add("POST", CONFIGS, this::set);
  }

  private Answer set(V3Request call) {
    ObjectNode fresh = Json.object();
    fresh.put("notify_url", call.body().text("notify_url", 8, 256));
    fresh.put("update_time", Times.rfc3339(clock.instant()));
    config = fresh;
    return Json.answer(200, fresh);
  }
}
