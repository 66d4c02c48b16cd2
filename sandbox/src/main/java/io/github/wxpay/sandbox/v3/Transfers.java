package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Routes;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.ledger.Payouts;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Transfers to users: {@code v3/fund-app/mch-transfer/transfer-bills}. */
final class Transfers {
  private static final Pattern NUMBER = Pattern.compile("[0-9A-Za-z]{1,32}");
  private static final String RULE = "1 to 32 of the characters 0-9 A-Z a-z";
  private static final String ROOT = "v3/fund-app/mch-transfer/transfer-bills";
  private static final String STATE = "WAIT_USER_CONFIRM";
  // From 2,000 yuan on the name is needed.
  private static final long NAMED = 200_000;

  private final Sensitive sensitive;
  private final Payouts bills;

  Transfers(Sensitive sensitive, Clock clock) {
    this.sensitive = sensitive;
    this.bills = new Payouts(clock);
  }

  void register(Routes<Handler> routes) {
    routes.add("POST", ROOT, this::create);
    routes.add("GET", ROOT + "/out-bill-no/{out_bill_no}", this::query);
  }

  private Answer create(Call call) {
    Fields body = call.body();
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put("appid", body.text("appid", 1, 32));
    String number = body.matching("out_bill_no", NUMBER, RULE);
    asked.put("transfer_scene_id", body.text("transfer_scene_id", 1, 36));
    asked.put("openid", body.text("openid", 1, 64));
    long amount = body.integer("transfer_amount", 10, Integer.MAX_VALUE);
    asked.put("amount", Long.toString(amount));
    asked.put("transfer_remark", body.text("transfer_remark", 1, 32));
    body.optionalText("notify_url", 8, 256);
    body.array("transfer_scene_report_infos");
    // Encrypted anew each time, so it is the plain text that tells a repetition.
    String name = sensitive.optional(call, body, "user_name");
    if (name == null && amount >= NAMED) {
      throw body.missing("user_name");
    }
    if (name != null) {
      asked.put("user_name", name);
    }
    Payouts.Payout bill = bills.pay(number, asked.getOrDefault("openid", ""), amount, asked);
    if (bill == null) {
      throw new Refusal(
          400, "INVALID_REQUEST", "商户单号已存在: " + number + " was used with other parameters");
    }
    ObjectNode view = Json.object();
    view.put("out_bill_no", number);
    view.put("transfer_bill_no", bill.id());
    view.put("create_time", Times.rfc3339(bill.time()));
    view.put("state", STATE);
    view.put("package_info", "sandbox-" + bill.id());
    return Json.answer(200, view);
  }

  private Answer query(Call call) {
    String number = call.path("out_bill_no", NUMBER, RULE);
    Payouts.Payout bill = bills.find(number);
    if (bill == null) {
      throw new Refusal(404, "NOT_FOUND", "记录不存在: there is no transfer " + number);
    }
    ObjectNode view = Json.object();
    view.put("mch_id", call.mchid());
    view.put("out_bill_no", number);
    view.put("transfer_bill_no", bill.id());
    view.put("appid", bill.asked("appid"));
    view.put("state", STATE);
    view.put("transfer_amount", bill.amount());
    view.put("transfer_remark", bill.asked("transfer_remark"));
    view.put("openid", bill.openid());
    String name = bill.asked("user_name");
    if (!name.isEmpty()) {
      view.put("user_name", sensitive.seal(name));
    }
    view.put("create_time", Times.rfc3339(bill.time()));
    view.put("update_time", Times.rfc3339(bill.time()));
    return Json.answer(200, view);
  }
}
