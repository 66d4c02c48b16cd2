package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.MoneyMovement;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** Transfers to many users at once, who need not confirm: {@code v3/transfer/batches}. */
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
  public void register(OperationRegistry desk) {
    desk.on("POST", ROOT, this::create, Set.of("/transfer_detail_list/*/user_name"));
    desk.on("GET", BY_ID, asked -> view(asked, byId(asked)));
    desk.on("GET", BY_NUMBER, asked -> view(asked, batches.get(asked.text("out_batch_no"))));
    desk.on(
        "GET",
        BY_ID + "/details/detail-id/{detail_id}",
        asked -> detail(byId(asked), "detail_id", asked));
    desk.on(
        "GET",
        BY_NUMBER + "/details/out-detail-no/{out_detail_no}",
        asked -> detail(batches.get(asked.text("out_batch_no")), "out_detail_no", asked));
  }

  private ObjectNode byId(CheckedRequest asked) {
    return batches.by("batch_id", asked.text("batch_id"));
  }

  private ObjectNode create(CheckedRequest asked) {
    ObjectNode batch = batches.open(asked.text("out_batch_no"), asked.body(), () -> batch(asked));
    // Money never arrives at once: a later query says FINISHED.
    return batch.put("batch_status", "ACCEPTED");
  }

  private ObjectNode batch(CheckedRequest asked) {
    ObjectNode batch = asked.body().put("mchid", asked.mchid());
    String now = Times.rfc3339(clock.instant());
    List<ObjectNode> details = Node.objects(batch.path("transfer_detail_list"));
    long sum = 0;
    for (int i = 0; i < details.size(); i++) {
      ObjectNode detail = details.get(i);
      String at = "transfer_detail_list/" + i + "/";
      long amount = asked.fen(at + "transfer_amount", 1);
      if (amount >= Transfers.NAMED && detail.path("user_name").asText().isEmpty()) {
        throw asked.wrong(at + "user_name", "is required");
      }
      sum += amount;
      detail.put("detail_id", "1040" + Times.compact(clock.instant()) + Randoms.digits(14));
      detail.put("detail_status", "SUCCESS").put("initiate_time", now).put("update_time", now);
    }
    if (asked.number("total_amount", 0) != sum) {
      throw asked.wrong("total_amount", "must be the sum of all amounts, " + sum);
    }
    if (asked.number("total_num", 0) != details.size()) {
      throw asked.wrong("total_num", "must be how many there are, " + details.size());
    }
    for (ObjectNode detail : details) {
      long amount = detail.path("transfer_amount").asLong();
      String id = detail.path("detail_id").asText();
      ledger.book(new MoneyMovement(clock.instant(), id, "商家转账", -amount));
    }
    batch.put("batch_id", "1030" + Times.compact(clock.instant()) + Randoms.digits(14));
    batch.put("batch_status", "FINISHED").put("batch_type", "API");
    batch.put("create_time", now).put("update_time", now);
    batch.put("success_amount", sum).put("success_num", details.size());
    return batch.put("fail_amount", 0).put("fail_num", 0);
  }

  private static ObjectNode view(CheckedRequest asked, ObjectNode batch) {
    List<ObjectNode> details = Node.objects(batch.path("transfer_detail_list"));
    String wanted = asked.text("detail_status");
    if (!wanted.isEmpty() && !wanted.equals("ALL") && !wanted.equals("SUCCESS")) {
      details.clear();
    }
    ObjectNode view = Node.object();
    if (asked.text("need_query_detail").equals("true")) {
      ObjectNode page = Page.of(details, asked, 20, 100);
      ArrayNode list = view.putArray("transfer_detail_list");
      page.path("data").forEach(list::add);
      view.setAll(Node.pick(page, "offset", "limit"));
    }
    batch.remove("transfer_detail_list");
    view.set("transfer_batch", batch);
    return view;
  }

  private static ObjectNode detail(ObjectNode batch, String name, CheckedRequest asked) {
    for (JsonNode detail : batch.path("transfer_detail_list")) {
      if (detail.path(name).asText().equals(asked.text(name))) {
        return Node.pick(batch, "mchid", "out_batch_no", "batch_id", "appid")
            .setAll((ObjectNode) detail);
      }
    }
    throw new LedgerException(
        LedgerException.Kind.RECORD_UNKNOWN,
        "there is no detail " + asked.text(name) + " in that batch");
  }
}
