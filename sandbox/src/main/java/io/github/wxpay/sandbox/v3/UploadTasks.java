package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Routes;
import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.Digests;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.ledger.Times;
import io.github.wxpay.sandbox.media.FileKind;
import io.github.wxpay.sandbox.media.MediaStore;
import io.github.wxpay.sandbox.v3.Upload.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.regex.Pattern;

/** Uploads that are worked on afterwards: agreement numbers of a bank, receipts of a shop. */
final class UploadTasks {
  private static final Pattern PACKAGE = Pattern.compile("[0-9A-Za-z_\\-]{4,16}");
  private static final Rule LINES = Rule.named(FileKind.LINES, "filename", "sha256");
  private static final Rule RECEIPT = Rule.nameless(FileKind.RECEIPT, "sha256", Digests.SHA256);
  // Opening a line costs a millisecond; more are not looked at.
  private static final int MOST_LINES = 100;

  private final MediaStore media;
  private final Credentials credentials;
  private final Sensitive sensitive;
  private final Clock clock;

  UploadTasks(MediaStore media, Credentials credentials, Sensitive sensitive, Clock clock) {
    this.media = media;
    this.credentials = credentials;
    this.sensitive = sensitive;
    this.clock = clock;
  }

  void register(Routes<Handler> routes) {
    routes.add("POST", "v3/marketing/bank/packages/{package_id}/tasks", this::lines);
    routes.add("POST", "v3/marketing/shopping-receipt/shoppingreceipts", this::receipt);
  }

  private Answer lines(V3Request call) {
    String packageId =
        call.path("package_id", PACKAGE, "4 to 16 of the characters 0-9 A-Z a-z _ -");
    Upload upload = Upload.read(call, LINES);
    Fields meta = upload.meta();
    String now = Times.rfc3339(clock.instant());
    ObjectNode view = Json.object();
    view.put("bank_type", meta.text("bank_type", 1, 32));
    view.put("filename", meta.text("filename", 1, 128));
    checkLines(upload.media().bytes());
    String id = Randoms.digits(16);
    media.put(id, upload.media());
    view.put("task_id", id);
    view.put("package_id", packageId);
    view.put("create_time", now);
    view.put("update_time", now);
    view.put("status", "PROCESSING");
    return Json.answer(200, view);
  }

  private void checkLines(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\r') >= 0) {
      throw Refusal.field("body", "/file", "", "must have \\n alone at the end of a line");
    }
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < Math.min(lines.length, MOST_LINES); i++) {
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

  private Answer receipt(V3Request call) {
    if (call.header("Wechatpay-Serial") == null) {
      throw Refusal.field("header", "Wechatpay-Serial", "", "is required");
    }
    Upload upload = Upload.read(call, RECEIPT);
    Fields meta = upload.meta();
    String now = Times.rfc3339(clock.instant());
    ObjectNode view = Json.object();
    ObjectNode receipt = view.putObject("receipt");
    String id = "R" + Randoms.digits(20);
    receipt.put("receipt_id", id);
    receipt.put("state", "WAIT_REVIEW");
    receipt.put("transaction_id", meta.text("transaction_id", 1, 32));
    for (String name : new String[] {"transaction_mchid", "transaction_sub_mchid"}) {
      String text = meta.optionalText(name, 0, 32);
      if (text != null) {
        receipt.put(name, text);
      }
    }
    meta.optionalText("out_trade_no", 1, 32);
    receipt.put("openid", meta.text("openid", 1, 128));
    receipt.put("sha256", meta.text("sha256", 64, 64));
    receipt.put("image_type", FileKind.ending(upload.fileName()).toUpperCase(Locale.ROOT));
    receipt.put("create_time", now);
    receipt.put("modify_time", now);
    Fields contact = meta.optionalObject("merchant_contact_information");
    String phone =
        contact == null ? null : sensitive.optional(call, contact, "consultation_phone_number");
    if (phone != null) {
      receipt
          .putObject("merchant_contact_information")
          .put("consultation_phone_number", sensitive.seal(phone));
    }
    String time = meta.optionalText("upload_time", 1, 64);
    if (time != null) {
      receipt.put("upload_time", time);
    }
    media.put(id, upload.media());
    return Json.answer(200, view);
  }
}
