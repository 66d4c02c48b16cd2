package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.Times;
import io.github.wxpay.sandbox.media.FileKind;
import io.github.wxpay.sandbox.media.MediaStore;
import io.github.wxpay.sandbox.state.CheckedRequest;
import io.github.wxpay.sandbox.state.FieldRules;
import io.github.wxpay.sandbox.state.OperationRegistry;
import io.github.wxpay.sandbox.state.StatefulApi;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.regex.Pattern;

/** The uploads that start a task: agreement numbers of a bank, and receipts of a shop. */
final class UploadTasks implements StatefulApi {
  // Decrypting a line takes a millisecond, so further lines are not checked.
  private static final int MAX_LINES = 100;

  private final MediaStore media;
  private final Credentials credentials;
  private final Clock clock;

  UploadTasks(MediaStore media, Credentials credentials, Clock clock) {
    this.media = media;
    this.credentials = credentials;
    this.clock = clock;
  }

  @Override
  public void register(OperationRegistry registry) {
    FieldRules rules =
        FieldRules.NONE.matching(
            "package_id",
            Pattern.compile("[0-9A-Za-z_\\-]{4,16}"),
            "4 to 16 of the characters 0-9 A-Z a-z _ -");
    registry.on("POST", "v3/marketing/bank/packages/{package_id}/tasks", rules, this::lines);
    registry.on("POST", "v3/marketing/shopping-receipt/shoppingreceipts", this::receipt);
  }

  private ObjectNode lines(CheckedRequest request) {
    Upload upload = Upload.read(request, FileKind.LINES);
    checkLines(upload.media().bytes());
    String id = Randoms.digits(16);
    media.put(id, upload.media());
    String now = Times.rfc3339(clock.instant());
    return Json.pick(request.fields(), "bank_type", "filename", "package_id")
        .put("task_id", id)
        .put("create_time", now)
        .put("update_time", now)
        .put("status", "PROCESSING");
  }

  private void checkLines(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\r') >= 0) {
      throw Refusal.field("body", "/file", "", "must end its lines with \\n, without \\r");
    }
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < Math.min(lines.length, MAX_LINES); i++) {
      if (lines[i].isEmpty() && i == lines.length - 1) {
        return;
      }
      try {
        credentials.decrypt(lines[i], null);
      } catch (IllegalArgumentException e) {
        throw Refusal.field(
            "body", "/file", "", "line " + (i + 1) + " is not encrypted for the platform");
      }
    }
  }

  private ObjectNode receipt(CheckedRequest request) {
    Upload upload = Upload.read(request, FileKind.RECEIPT);
    String id = "R" + Randoms.digits(20);
    media.put(id, upload.media());
    String now = Times.rfc3339(clock.instant());
    ObjectNode receipt =
        request
            .body()
            .put("receipt_id", id)
            .put("state", "WAIT_REVIEW")
            .put("image_type", FileKind.ending(upload.fileName()).toUpperCase(Locale.ROOT))
            .put("create_time", now)
            .put("modify_time", now);
    ObjectNode view = Json.object();
    view.set("receipt", receipt);
    return view;
  }
}
