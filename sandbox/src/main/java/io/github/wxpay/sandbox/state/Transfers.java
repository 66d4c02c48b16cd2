package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.MoneyMovement;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Clock;
import java.time.Instant;
import java.util.regex.Pattern;

/** Transfers to users: {@code v3/fund-app/mch-transfer/transfer-bills}. */
public final class Transfers implements StatefulApi {
  private static final Pattern NUMBER = Pattern.compile("[0-9A-Za-z]{1,32}");
  private static final String ROOT = "v3/fund-app/mch-transfer/transfer-bills";
  private static final String WAITING = "WAIT_USER_CONFIRM";
  private static final String[] NEWS = {
    "out_bill_no",
    "transfer_bill_no",
    "state",
    "mch_id",
    "mchid",
    "sub_mchid",
    "transfer_amount",
    "openid",
    "create_time",
    "update_time",
    "payment_method_type"
  };
  private static final long LEAST = 10;
  // From 2,000 yuan on the name is needed.
  static final long NAMED = 200_000;

  private static final Pattern REMARK = Pattern.compile(".{1,32}", Pattern.DOTALL);

  private final Ledger ledger;
  private final Clock clock;
  private final DocumentStore bills =
      new DocumentStore("transfer", LedgerException.Kind.RECORD_UNKNOWN, "transfer_bill_no");

  Transfers(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void register(OperationRegistry desk) {
    desk.on("POST", ROOT, this::create);
    desk.on(
        "GET", ROOT + "/out-bill-no/{out_bill_no}", asked -> bills.get(asked.text("out_bill_no")));
    desk.on(
        "GET",
        ROOT + "/transfer-bill-no/{transfer_bill_no}",
        asked -> bills.by("transfer_bill_no", asked.text("transfer_bill_no")));
    desk.on("POST", ROOT + "/out-bill-no/{out_bill_no}/cancel", this::cancel);
  }

  private ObjectNode create(CheckedRequest asked) {
    String number = asked.matching("out_bill_no", NUMBER, "1 to 32 of the characters 0-9 A-Z a-z");
    long amount = asked.fen("transfer_amount", LEAST);
    asked.matching("transfer_remark", REMARK, "1 to 32 characters");
    if (asked.at("/transfer_scene_report_infos").isEmpty()) {
      throw asked.wrong("transfer_scene_report_infos", "is required");
    }
    if (amount >= NAMED && asked.text("user_name").isEmpty()) {
      throw asked.wrong("user_name", "is required");
    }
    return bills.open(number, asked.body(), () -> bill(asked));
  }

  private ObjectNode bill(CheckedRequest asked) {
    Instant now = clock.instant();
    String id = "1330" + Times.compact(now) + Randoms.digits(14);
    ObjectNode bill =
        Node.pick(
            asked.body(),
            "out_bill_no",
            "appid",
            "openid",
            "user_name",
            "transfer_amount",
            "transfer_remark",
            "notify_url");
    return bill.put("mch_id", asked.mchid())
        .put("transfer_bill_no", id)
        .put("state", WAITING)
        .put("package_info", "sandbox-" + id)
        .put("create_time", Times.rfc3339(now))
        .put("update_time", Times.rfc3339(now));
  }

  private ObjectNode cancel(CheckedRequest asked) {
    String number = asked.text("out_bill_no");
    ObjectNode cancelled = bills.change(number, bill -> finish(number, bill, "CANCELLED"));
    // It takes its time: a later query says that it is done.
    return cancelled.put("state", "CANCELING");
  }

  /** The user takes the money. */
  public BusinessEvent confirm(String outBillNo) {
    ObjectNode done =
        bills.change(
            outBillNo,
            bill -> {
              if (finish(outBillNo, bill, "SUCCESS")) {
                long amount = bill.path("transfer_amount").asLong();
                String id = bill.path("transfer_bill_no").asText();
                ledger.book(new MoneyMovement(clock.instant(), id, "商家转账", -amount));
              }
            });
    return new BusinessEvent("MCHTRANSFER.BILL.FINISHED", "notify_url", done, NEWS);
  }

  /** Returns whether this is news; nothing happens to a transfer that is so already. */
  private boolean finish(String number, ObjectNode bill, String state) {
    String now = bill.path("state").asText();
    if (now.equals(state)) {
      return false;
    }
    if (!now.equals(WAITING)) {
      throw new LedgerException(
          LedgerException.Kind.WRONG_STATE,
          "transfer " + number + " is " + now + ", not " + WAITING);
    }
    bill.put("state", state).put("update_time", Times.rfc3339(clock.instant()));
    bill.remove("package_info");
    return true;
  }
}
