package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Routes;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.ledger.Authorizations;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Clock;
import java.time.Instant;
import java.util.regex.Pattern;

/** Authorizations of payscore: {@code v3/payscore/permissions…}. */
final class Permissions {
  private static final Pattern CODE = Pattern.compile("[0-9A-Za-z_\\-]{1,64}");
  private static final String RULE = "1 to 64 of the characters 0-9 A-Z a-z _ -";
  private static final String ROOT = "v3/payscore/permissions";

  private final Authorizations authorizations;

  Permissions(Clock clock) {
    this.authorizations = new Authorizations(clock);
  }

  void register(Routes<Handler> routes) {
    routes.add("POST", ROOT, this::open);
    routes.add("GET", ROOT + "/authorization-code/{authorization_code}", this::byCode);
    routes.add(
        "POST", ROOT + "/authorization-code/{authorization_code}/terminate", this::endByCode);
    routes.add("GET", ROOT + "/openid/{openid}", this::byOpenid);
    routes.add("POST", ROOT + "/openid/{openid}/terminate", this::endByOpenid);
  }

  private Answer open(V3Request call) {
    Fields body = call.body();
    String service = body.text("service_id", 1, 32);
    String appid = body.text("appid", 1, 32);
    String code = body.matching("authorization_code", CODE, RULE);
    body.optionalText("notify_url", 8, 256);
    String token = authorizations.open(service, code, appid).token();
    return Json.answer(200, Json.object().put("apply_permissions_token", token));
  }

  private Answer byCode(V3Request call) {
    return view(call, withCode(call, call.query()));
  }

  private Answer endByCode(V3Request call) {
    Fields body = call.body();
    return end(body, withCode(call, body));
  }

  private Answer byOpenid(V3Request call) {
    return view(call, withOpenid(call, call.query()));
  }

  private Answer endByOpenid(V3Request call) {
    Fields body = call.body();
    return end(body, withOpenid(call, body));
  }

  private Authorizations.Authorization withCode(V3Request call, Fields fields) {
    String code = call.path("authorization_code", CODE, RULE);
    return authorizations.byCode(fields.text("service_id", 1, 32), code);
  }

  private Authorizations.Authorization withOpenid(V3Request call, Fields fields) {
    String openid = call.path("openid", CODE, RULE);
    String service = fields.text("service_id", 1, 32);
    return authorizations.byOpenid(service, fields.text("appid", 1, 32), openid);
  }

  private Answer end(Fields body, Authorizations.Authorization authorization) {
    body.text("reason", 1, 64);
    if (!authorizations.terminate(authorization)) {
      throw new Refusal(
          400,
          "INVALID_REQUEST",
          "授权已解除: the authorization " + authorization.code() + " was terminated before");
    }
    return Answer.empty(204);
  }

  private static Answer view(V3Request call, Authorizations.Authorization authorization) {
    ObjectNode view = Json.object();
    view.put("service_id", authorization.serviceId());
    view.put("appid", authorization.appid());
    view.put("mchid", call.mchid());
    view.put("openid", authorization.openid());
    view.put("authorization_code", authorization.code());
    Instant ended = authorization.ended();
    view.put("authorization_state", ended == null ? "AVAILABLE" : "UNAVAILABLE");
    view.put("authorization_success_time", Times.rfc3339(authorization.opened()));
    if (ended != null) {
      view.put("cancel_authorization_time", Times.rfc3339(ended));
    }
    return Json.answer(200, view);
  }
}
