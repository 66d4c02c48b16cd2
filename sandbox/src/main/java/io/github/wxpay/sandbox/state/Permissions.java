package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Authorizations of payers for a service of payscore: {@code v3/payscore/permissions}. A payer
 * agrees immediately, and an unknown code or payer counts as authorized, so that a first program
 * can query and terminate it.
 */
final class Permissions implements StatefulApi {
  private static final String ROOT = "v3/payscore/permissions";
  private static final String BY_CODE = ROOT + "/authorization-code/{authorization_code}";
  private static final String BY_OPENID = ROOT + "/openid/{openid}";
  private static final String SAMPLE_APPID = "wxd678efh567hg6787";

  private final Clock clock;
  private final DocumentStore permissions = new DocumentStore("authorization");

  Permissions(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void register(OperationRegistry registry) {
    Pattern form = Pattern.compile("[0-9A-Za-z_\\-]{1,64}");
    String words = "1 to 64 of the characters 0-9 A-Z a-z _ -";
    FieldRules rules =
        FieldRules.NONE.matching("authorization_code", form, words).matching("openid", form, words);
    registry.on("POST", ROOT, rules, this::byCode);
    registry.on("GET", BY_CODE, rules, this::byCode);
    registry.on("POST", BY_CODE + "/terminate", rules, request -> terminate(byCode(request)));
    registry.on("GET", BY_OPENID, rules, this::byOpenid);
    registry.on("POST", BY_OPENID + "/terminate", rules, request -> terminate(byOpenid(request)));
  }

  private synchronized ObjectNode byCode(CheckedRequest request) {
    return open(request, request.text("authorization_code"), Randoms.openid());
  }

  private synchronized ObjectNode byOpenid(CheckedRequest request) {
    ObjectNode payer = Json.pick(request.fields(), "service_id", "appid", "openid");
    List<ObjectNode> known =
        permissions.all(one -> Json.pick(one, "service_id", "appid", "openid").equals(payer));
    return known.isEmpty()
        ? open(request, Randoms.alphanumeric(24), request.text("openid"))
        : known.get(0);
  }

  /** Returns the authorization with a code; creates one of the payer if there is none. */
  private ObjectNode open(CheckedRequest request, String code, String openid) {
    String appid = request.optional("appid");
    ObjectNode fresh =
        Json.pick(request.fields(), "service_id")
            .put("appid", appid == null ? SAMPLE_APPID : appid)
            .put("mchid", request.mchid())
            .put("openid", openid)
            .put("authorization_code", code)
            .put("authorization_state", "AVAILABLE")
            .put("authorization_success_time", Times.rfc3339(clock.instant()))
            .put("apply_permissions_token", Randoms.alphanumeric(64));
    String number = number(fresh);
    return permissions.open(number, number, () -> fresh);
  }

  private ObjectNode terminate(ObjectNode permission) {
    return permissions.change(
        number(permission),
        known -> {
          if (!known.path("authorization_state").asText().equals("AVAILABLE")) {
            throw new LedgerException(
                LedgerException.Kind.AUTHORIZATION_ENDED,
                "the authorization "
                    + known.path("authorization_code").asText()
                    + " is already terminated");
          }
          known
              .put("authorization_state", "UNAVAILABLE")
              .put("cancel_authorization_time", Times.rfc3339(clock.instant()));
        });
  }

  private static String number(ObjectNode permission) {
    return permission.path("service_id").asText()
        + "/"
        + permission.path("authorization_code").asText();
  }
}
