package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.MoneyMovement;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Clock;
import java.util.List;

/** Batches of transfers, which users need not confirm: {@code v3/transfer/batches}. */
final class TransferBatches implements StatefulApi {
  private static final String ROOT = "v3/transfer/batches";
  private static final String BY_ID = ROOT + "/batch-id/{batch_id}";
  private static final String BY_NUMBER = ROOT + "/out-batch-no/{out_batch_no}";

  private final Ledger ledger;
  private final Clock clock;
  private final DocumentStore batches =
      new DocumentStore("batch", LedgerException.Kind.RECORD_UNKNOWN, "batch_id");

  TransferBatches(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void register(OperationRegistry registry) {
    FieldRules rules = FieldRules.NONE.amount("transfer_detail_list/*/transfer_amount", 1);
    registry.on("POST", ROOT, rules, this::create);
    registry.on("GET", BY_ID, request -> view(request, byId(request)));
    registry.on(
        "GET", BY_NUMBER, request -> view(request, batches.get(request.text("out_batch_no"))));
    registry.on(
        "GET",
        BY_ID + "/details/detail-id/{detail_id}",
        request -> detail(byId(request), "detail_id", request));
    registry.on(
        "GET",
        BY_NUMBER + "/details/out-detail-no/{out_detail_no}",
        request -> detail(batches.get(request.text("out_batch_no")), "out_detail_no", request));
  }

  private ObjectNode byId(CheckedRequest request) {
    return batches.by("batch_id", request.text("batch_id"));
  }

  private ObjectNode create(CheckedRequest request) {
    ObjectNode batch =
        batches.open(request.text("out_batch_no"), request.body(), () -> batch(request));
    // Money does not arrive immediately: later queries return FINISHED.
    return batch.put("batch_status", "ACCEPTED");
  }

  private ObjectNode batch(CheckedRequest request) {
    ObjectNode batch = request.body().put("mchid", request.mchid());
    String now = Times.rfc3339(clock.instant());
    List<ObjectNode> details = Json.objects(batch.path("transfer_detail_list"));
    long sum = 0;
    for (int i = 0; i < details.size(); i++) {
      ObjectNode detail = details.get(i);
      String at = "transfer_detail_list/" + i + "/";
      long amount = detail.path("transfer_amount").asLong();
      if (amount >= Transfers.NAMED && detail.path("user_name").asText().isEmpty()) {
        throw request.wrong(at + "user_name", "is required");
      }
      sum += amount;
      detail.put("detail_id", "1040" + Times.compact(clock.instant()) + Randoms.digits(14));
      detail.put("detail_status", "SUCCESS").put("initiate_time", now).put("update_time", now);
    }
    if (request.number("total_amount", 0) != sum) {
      throw request.wrong("total_amount", "must be the sum of all amounts, " + sum);
    }
    if (request.number("total_num", 0) != details.size()) {
      throw request.wrong("total_num", "must be the number of details, " + details.size());
    }
    for (ObjectNode detail : details) {
      long amount = detail.path("transfer_amount").asLong();
      String id = detail.path("detail_id").asText();
      ledger.record(new MoneyMovement(clock.instant(), id, "商家转账", -amount));
    }
    batch.put("batch_id", "1030" + Times.compact(clock.instant()) + Randoms.digits(14));
    batch.put("batch_status", "FINISHED").put("batch_type", "API");
    batch.put("create_time", now).put("update_time", now);
    batch.put("success_amount", sum).put("success_num", details.size());
    return batch.put("fail_amount", 0).put("fail_num", 0);
  }

  private static ObjectNode view(CheckedRequest request, ObjectNode batch) {
    List<ObjectNode> details = Json.objects(batch.path("transfer_detail_list"));
    String status = request.text("detail_status");
    if (!status.isEmpty() && !status.equals("ALL") && !status.equals("SUCCESS")) {
      details.clear();
    }
    ObjectNode view = Json.object();
    if (request.text("need_query_detail").equals("true")) {
      ObjectNode page = Page.of(details, request, 20, 100);
      ArrayNode list = view.putArray("transfer_detail_list");
      page.path("data").forEach(list::add);
      view.setAll(Json.pick(page, "offset", "limit"));
    }
    batch.remove("transfer_detail_list");
    view.set("transfer_batch", batch);
    return view;
  }

  private static ObjectNode detail(ObjectNode batch, String name, CheckedRequest request) {
    for (JsonNode detail : batch.path("transfer_detail_list")) {
      if (detail.path(name).asText().equals(request.text(name))) {
        return Json.pick(batch, "mchid", "out_batch_no", "batch_id", "appid")
            .setAll((ObjectNode) detail);
      }
    }
    throw new LedgerException(
        LedgerException.Kind.RECORD_UNKNOWN,
        "there is no detail " + request.text(name) + " in the batch");
  }
}
