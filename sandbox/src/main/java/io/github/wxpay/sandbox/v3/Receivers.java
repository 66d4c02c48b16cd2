package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Routes;
import io.github.wxpay.sandbox.http.Answer;

/** Receivers of shared profit: {@code v3/profitsharing/receivers/add}. */
final class Receivers {
  private static final String[] TYPES = {"MERCHANT_ID", "PERSONAL_OPENID", "PERSONAL_SUB_OPENID"};
  private static final String[] RELATIONS = {
    "SERVICE_PROVIDER",
    "STORE",
    "STAFF",
    "STORE_OWNER",
    "PARTNER",
    "HEADQUARTER",
    "BRAND",
    "DISTRIBUTOR",
    "USER",
    "SUPPLIER",
    "CUSTOM"
  };

  private final Sensitive sensitive;

  Receivers(Sensitive sensitive) {
    this.sensitive = sensitive;
  }

  void register(Routes<Handler> routes) {
    routes.add("POST", "v3/profitsharing/receivers/add", this::add);
  }

  private Answer add(Call call) {
    Fields body = call.body();
    body.text("appid", 1, 32);
    ObjectNode view = Json.object();
    view.put("type", body.text("type", 1, 32));
    body.optionalOneOf("type", TYPES);
    view.put("account", body.text("account", 1, 64));
    String name = sensitive.optional(call, body, "name");
    if (name != null) {
      view.put("name", sensitive.seal(name));
    } else if (body.text("type", 1, 32).equals("MERCHANT_ID")) {
      throw body.missing("name");
    }
    String relation = body.text("relation_type", 1, 32);
    view.put("relation_type", relation);
    body.optionalOneOf("relation_type", RELATIONS);
    if (relation.equals("CUSTOM")) {
      view.put("custom_relation", body.text("custom_relation", 1, 10));
    }
    return Json.answer(200, view);
  }
}
