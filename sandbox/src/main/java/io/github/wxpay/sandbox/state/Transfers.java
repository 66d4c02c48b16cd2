package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.MoneyMovement;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Clock;
import java.time.Instant;
import java.util.regex.Pattern;

/** Transfers to users, who confirm them: {@code v3/fund-app/mch-transfer/transfer-bills}. */
public final class Transfers implements StatefulApi {
  private static final String ROOT = "v3/fund-app/mch-transfer/transfer-bills";
  private static final String WAITING = "WAIT_USER_CONFIRM";
  private static final Transitions STATES =
      new Transitions(
              "transfer", "out_bill_no", LedgerException.Kind.WRONG_STATE, ", not %s", "state")
          .with("cancel", "CANCELLED", "update_time", WAITING)
          .with("confirm", "SUCCESS", "update_time", WAITING);
  private static final String[] EVENT_FIELDS = {
    "out_bill_no",
    "transfer_bill_no",
    "state",
    "mch_id",
    "sub_mchid",
    "transfer_amount",
    "openid",
    "create_time",
    "update_time",
    "payment_method_type"
  };
  // From 2,000 yuan, the name is required.
  static final long NAMED = 200_000;

  private final Ledger ledger;
  private final Clock clock;
  private final DocumentStore bills =
      new DocumentStore("transfer", LedgerException.Kind.RECORD_UNKNOWN, "transfer_bill_no");

  Transfers(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void register(OperationRegistry registry) {
    FieldRules rules =
        FieldRules.NONE
            .matching("out_bill_no", Pattern.compile(".{1,32}"), "1 to 32 characters")
            .amount("transfer_amount", 10)
            .required("transfer_scene_report_infos");
    registry.on("POST", ROOT, rules, this::create);
    registry.on(
        "GET",
        ROOT + "/out-bill-no/{out_bill_no}",
        request -> bills.get(request.text("out_bill_no")));
    registry.on(
        "GET",
        ROOT + "/transfer-bill-no/{transfer_bill_no}",
        request -> bills.by("transfer_bill_no", request.text("transfer_bill_no")));
    registry.on("POST", ROOT + "/out-bill-no/{out_bill_no}/cancel", this::cancel);
  }

  private ObjectNode create(CheckedRequest request) {
    long amount = request.number("transfer_amount");
    if (amount >= NAMED && request.text("user_name").isEmpty()) {
      throw request.wrong("user_name", "is required");
    }
    return bills.open(request.text("out_bill_no"), request.body(), () -> bill(request));
  }

  private ObjectNode bill(CheckedRequest request) {
    Instant now = clock.instant();
    String day = Times.compact(now).substring(2, 8);
    String id = "1330008" + Randoms.digits(8) + day + Randoms.digits(13);
    ObjectNode bill =
        Json.pick(
            request.body(),
            "out_bill_no",
            "appid",
            "openid",
            "user_name",
            "transfer_amount",
            "transfer_remark",
            "notify_url");
    return bill.put("mch_id", request.mchid())
        .put("transfer_bill_no", id)
        .put("state", WAITING)
        .put("package_info", "sandbox-" + id)
        .put("create_time", Times.rfc3339(now))
        .put("update_time", Times.rfc3339(now));
  }

  private ObjectNode cancel(CheckedRequest request) {
    String number = request.text("out_bill_no");
    ObjectNode cancelled = bills.change(number, bill -> finish(bill, "cancel"));
    // Cancelling takes time: later queries return CANCELLED.
    return cancelled.put("state", "CANCELING");
  }

  /** Accepts the money of a transfer as its user. */
  public BusinessEvent confirm(String outBillNo) {
    ObjectNode done =
        bills.change(
            outBillNo,
            bill -> {
              if (finish(bill, "confirm")) {
                long amount = bill.path("transfer_amount").asLong();
                String id = bill.path("transfer_bill_no").asText();
                ledger.record(new MoneyMovement(clock.instant(), id, "商家转账", -amount));
              }
            });
    return new BusinessEvent("MCHTRANSFER.BILL.FINISHED", "notify_url", done, EVENT_FIELDS);
  }

  /**
   * Takes a step and returns whether the state changed; a transfer already in that state is not
   * changed.
   */
  private boolean finish(ObjectNode bill, String step) {
    boolean taken = STATES.reach(bill, step, clock.instant());
    bill.remove("package_info");
    return taken;
  }
}
