package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Complaints of payers: {@code v3/merchant-service/complaints-v2}. */
public final class Complaints implements StatefulApi {
  private static final int MAX_LOG = 300;
  private static final String ROOT = "v3/merchant-service/complaints-v2";
  private static final String ONE = ROOT + "/{complaint_id}";
  private static final Transitions STATES =
      new Transitions(
              "complaint",
              "complaint_id",
              LedgerException.Kind.WRONG_STATE,
              " already",
              "complaint_state")
          .with("respond", "PROCESSING", "", "PENDING", "PROCESSING")
          .with("complete", "PROCESSED", "", "PENDING", "PROCESSING");
  private static final String PHONE = "13800138000";

  private final Ledger ledger;
  private final Clock clock;
  private final String mchid;
  private final NotificationAddresses addresses;
  private final Consumer<BusinessEvent> events;
  private final DocumentStore complaints = new DocumentStore("complaint");

  Complaints(
      Ledger ledger,
      Clock clock,
      String mchid,
      NotificationAddresses addresses,
      Consumer<BusinessEvent> events) {
    this.ledger = ledger;
    this.clock = clock;
    this.mchid = mchid;
    this.addresses = addresses;
    this.events = events;
  }

  @Override
  public void register(OperationRegistry registry) {
    FieldRules days = FieldRules.NONE.day("begin_date").day("end_date");
    registry.on("GET", ROOT, days, this::list);
    registry.on("GET", ONE, request -> withRefunds(complaints.get(id(request))));
    registry.on("GET", ONE + "/negotiation-historys", this::history);
    registry.on("POST", ONE + "/response", r -> change(r, "respond", this::respond));
    registry.on("POST", ONE + "/complete", r -> change(r, "complete", this::complete));
    registry.on(
        "POST",
        ONE + "/update-refund-progress",
        FieldRules.NONE.documented("action"),
        request -> change(request, "respond", this::refund));
  }

  /**
   * Opens a complaint of the payer about a paid order.
   *
   * @param url the address for notifications, null if none is set
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
        Json.object()
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
    ObjectNode event = complaint.deepCopy().put("action_type", "CREATE_COMPLAINT").put("url", url);
    return new BusinessEvent("COMPLAINT.CREATE", "url", event, "complaint_id", "action_type");
  }

  private ObjectNode list(CheckedRequest request) {
    String from = request.text("begin_date");
    String to = request.text("end_date");
    String against = request.text("complainted_mchid");
    List<ObjectNode> found =
        complaints.all(
            complaint -> {
              String day = complaint.path("complaint_time").asText().substring(0, from.length());
              boolean theirs =
                  against.isEmpty() || complaint.path("complainted_mchid").asText().equals(against);
              return theirs && day.compareTo(from) >= 0 && day.compareTo(to) <= 0;
            });
    found.forEach(this::withRefunds);
    return Page.of(found, request, 10, 50);
  }

  private ObjectNode history(CheckedRequest request) {
    ObjectNode complaint = complaints.get(id(request));
    List<ObjectNode> log = Json.objects(complaint.path("log"));
    return Page.of(log, request, 50, 300);
  }

  private ObjectNode change(CheckedRequest request, String step, Change change) {
    return complaints.change(
        id(request),
        complaint -> {
          mustBeOf(request, complaint);
          STATES.take(complaint, step, clock.instant());
          change.make(complaint, request);
          events.accept(changed(complaint));
        });
  }

  private BusinessEvent changed(ObjectNode complaint) {
    JsonNode last = complaint.path("log").path(complaint.path("log").size() - 1);
    // The platform spells this step differently in the history.
    String type = last.path("operate_type").asText().replace("REFUSE_RERUND", "REJECT_REFUND");
    ObjectNode event =
        complaint.deepCopy().put("action_type", type).put("url", addresses.complaintUrl());
    return new BusinessEvent("COMPLAINT.STATE_CHANGE", "url", event, "complaint_id", "action_type");
  }

  private void respond(ObjectNode complaint, CheckedRequest request) {
    log(complaint, "商户", "MERCHANT_RESPONSE", request.text("response_content"));
  }

  private void complete(ObjectNode complaint, CheckedRequest request) {
    log(complaint, "商户", "MERCHANT_CONFIRM_COMPLETE", "已处理完成");
  }

  private void refund(ObjectNode complaint, CheckedRequest request) {
    boolean rejected = request.text("action").equals("REJECT");
    if (rejected && request.text("reject_reason").isEmpty()) {
      throw request.wrong("reject_reason", "is required");
    }
    if (rejected) {
      log(complaint, "商户", "MERCHANT_REFUSE_RERUND", request.text("reject_reason"));
    } else {
      log(complaint, "商户", "MERCHANT_APPROVE_REFUND", request.text("remark"));
    }
  }

  private void log(ObjectNode complaint, String who, String what, String words) {
    ArrayNode log = Json.array(complaint, "log");
    if (log.size() == MAX_LOG) {
      log.remove(0);
    }
    log.addObject()
        .put("log_id", "3000000" + Randoms.digits(20))
        .put("operator", who)
        .put("operate_time", Times.rfc3339(clock.instant()))
        .put("operate_type", what)
        .put("operate_details", words);
  }

  /** Updates the field that says whether the order of a complaint is fully refunded. */
  private ObjectNode withRefunds(ObjectNode complaint) {
    String number = complaint.at("/complaint_order_info/0/out_trade_no").asText();
    boolean all = false;
    try {
      Order order = ledger.byNumber(number);
      all = order.refunded() == order.total();
    } catch (LedgerException forgotten) {
      // The ledger may have removed the order, since it keeps only the last ones.
    }
    return complaint.put("complaint_full_refunded", all);
  }

  private static void mustBeOf(CheckedRequest request, ObjectNode complaint) {
    String given = request.text("complainted_mchid");
    if (!given.isEmpty() && !given.equals(complaint.path("complainted_mchid").asText())) {
      throw new LedgerException(
          LedgerException.Kind.UNKNOWN, "complaint " + id(request) + " is not against " + given);
    }
  }

  private static String id(CheckedRequest request) {
    return request.text("complaint_id");
  }

  /** The effect of a request on a complaint. */
  private interface Change {
    void make(ObjectNode complaint, CheckedRequest request);
  }
}
