package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Complaints of payers: {@code v3/merchant-service/complaints-v2}. */
public final class Complaints implements StatefulApi {
  private static final int LONGEST_LOG = 300;
  private static final String ROOT = "v3/merchant-service/complaints-v2";
  private static final String ONE = ROOT + "/{complaint_id}";
  private static final Pattern DAY = Pattern.compile("20[0-9]{2}-[01][0-9]-[0-3][0-9]");
  private static final String PHONE = "13800138000";

  private final Ledger ledger;
  private final Clock clock;
  private final String mchid;
  private final DocumentStore complaints = new DocumentStore("complaint");

  Complaints(Ledger ledger, Clock clock, String mchid) {
    this.ledger = ledger;
    this.clock = clock;
    this.mchid = mchid;
  }

  @Override
  public void register(OperationRegistry desk) {
    desk.on("GET", ROOT, this::list);
    desk.on("GET", ONE, asked -> fresh(complaints.get(id(asked))));
    desk.on("GET", ONE + "/negotiation-historys", this::history);
    desk.on("POST", ONE + "/response", asked -> change(asked, this::respond));
    desk.on("POST", ONE + "/complete", asked -> change(asked, this::complete));
    desk.on("POST", ONE + "/update-refund-progress", asked -> change(asked, this::refund));
  }

  /**
   * The payer complains about a paid order.
   *
   * @param url where the merchant wants to be told, null if nowhere
   */
  public BusinessEvent complain(String outTradeNo, @Nullable String url) {
    Order order = ledger.byNumber(outTradeNo);
    Order.Payment payment = order.payment();
    if (payment == null) {
      throw new LedgerException(
          LedgerException.Kind.NOT_PAID,
          "order " + outTradeNo + " is " + order.state() + ", not paid");
    }
    String day = Times.compact(clock.instant()).substring(0, 8);
    String id = "2000000" + day + Randoms.digits(12);
    String against = Objects.requireNonNullElse(order.draft().text("sub_mchid"), mchid);
    ObjectNode complaint =
        Node.object()
            .put("complaint_id", id)
            .put("complaint_time", Times.rfc3339(clock.instant()))
            .put("complaint_detail", "商品与描述不符")
            .put("complaint_state", "PENDING")
            .put("complainted_mchid", against)
            .put("payer_phone", PHONE)
            .put("payer_openid", payment.openid())
            .put("incoming_user_response", false)
            .put("problem_description", "申请退款")
            .put("problem_type", "REFUND")
            .put("user_complaint_times", 1)
            .put("apply_refund_amount", order.total());
    complaint
        .putArray("complaint_order_info")
        .addObject()
        .put("transaction_id", payment.transactionId())
        .put("out_trade_no", outTradeNo)
        .put("amount", order.total());
    log(complaint, "投诉人", "USER_CREATE_COMPLAINT", "商品与描述不符");
    complaints.open(id, id, () -> complaint);
    ObjectNode told = complaint.deepCopy().put("action_type", "CREATE_COMPLAINT").put("url", url);
    return new BusinessEvent("COMPLAINT.CREATE", "url", told, "complaint_id", "action_type");
  }

  private ObjectNode list(CheckedRequest asked) {
    String from = asked.matching("begin_date", DAY, "a day like 2019-06-11");
    String to = asked.matching("end_date", DAY, "a day like 2019-06-11");
    String against = asked.text("complainted_mchid");
    List<ObjectNode> found =
        complaints.all(
            complaint -> {
              String day = complaint.path("complaint_time").asText().substring(0, from.length());
              boolean theirs =
                  against.isEmpty() || complaint.path("complainted_mchid").asText().equals(against);
              return theirs && day.compareTo(from) >= 0 && day.compareTo(to) <= 0;
            });
    found.forEach(this::fresh);
    return Page.of(found, asked, 10, 50);
  }

  private ObjectNode history(CheckedRequest asked) {
    ObjectNode complaint = complaints.get(id(asked));
    List<ObjectNode> log = Node.objects(complaint.path("log"));
    return Page.of(log, asked, 50, 300);
  }

  private ObjectNode change(CheckedRequest asked, Step step) {
    return complaints.change(
        id(asked),
        complaint -> {
          mustBeOf(asked, complaint);
          if (complaint.path("complaint_state").asText().equals("PROCESSED")) {
            throw new LedgerException(
                LedgerException.Kind.WRONG_STATE,
                "complaint " + id(asked) + " is PROCESSED already");
          }
          step.take(complaint, asked);
        });
  }

  private void respond(ObjectNode complaint, CheckedRequest asked) {
    complaint.put("complaint_state", "PROCESSING");
    log(complaint, "商户", "MERCHANT_RESPONSE", asked.text("response_content"));
  }

  private void complete(ObjectNode complaint, CheckedRequest asked) {
    complaint.put("complaint_state", "PROCESSED");
    log(complaint, "商户", "MERCHANT_CONFIRM_COMPLETE", "已处理完成");
  }

  private void refund(ObjectNode complaint, CheckedRequest asked) {
    boolean rejected = asked.documented("action").equals("REJECT");
    if (rejected && asked.text("reject_reason").isEmpty()) {
      throw asked.wrong("reject_reason", "is required");
    }
    complaint.put("complaint_state", "PROCESSING");
    if (rejected) {
      log(complaint, "商户", "MERCHANT_REFUSE_RERUND", asked.text("reject_reason"));
    } else {
      log(complaint, "商户", "MERCHANT_APPROVE_REFUND", asked.text("remark"));
    }
  }

  private void log(ObjectNode complaint, String who, String what, String words) {
    ArrayNode log = Node.array(complaint, "log");
    if (log.size() == LONGEST_LOG) {
      log.remove(0);
    }
    log.addObject()
        .put("log_id", "3000000" + Randoms.digits(20))
        .put("operator", who)
        .put("operate_time", Times.rfc3339(clock.instant()))
        .put("operate_type", what)
        .put("operate_details", words);
  }

  /** Says how far the order is refunded by now. */
  private ObjectNode fresh(ObjectNode complaint) {
    String number = complaint.at("/complaint_order_info/0/out_trade_no").asText();
    boolean all = false;
    try {
      Order order = ledger.byNumber(number);
      all = order.refunded() == order.total();
    } catch (LedgerException forgotten) {
      // A complaint may outlive its order.
    }
    return complaint.put("complaint_full_refunded", all);
  }

  private static void mustBeOf(CheckedRequest asked, ObjectNode complaint) {
    String given = asked.text("complainted_mchid");
    if (!given.isEmpty() && !given.equals(complaint.path("complainted_mchid").asText())) {
      throw new LedgerException(
          LedgerException.Kind.UNKNOWN, "complaint " + id(asked) + " is not against " + given);
    }
  }

  private static String id(CheckedRequest asked) {
    return asked.text("complaint_id");
  }

  /** What a request does to a complaint. */
  private interface Step {
    void take(ObjectNode complaint, CheckedRequest asked);
  }
}
