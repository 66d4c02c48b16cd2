package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Routes;
import io.github.wxpay.sandbox.crypto.Digests;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.media.FileKind;
import io.github.wxpay.sandbox.media.MediaStore;
import io.github.wxpay.sandbox.v3.Upload.Rule;
import java.util.UUID;
import java.util.function.Consumer;

/** Uploads that are answered with an id or an address, and nothing else. */
final class Uploads {
  private static final String COUPONS = "/product-coupon/media/upload-image";
  private static final Rule IMAGE = Rule.named(FileKind.IMAGE, "filename", "sha256");
  private static final Rule DIGESTED = Rule.named(FileKind.IMAGE, "file_name", "file_digest");
  private static final Rule DOCUMENT = Rule.named(FileKind.DOCUMENT, "file_name", "file_digest");
  private static final Rule INVOICE = Rule.nameless(FileKind.INVOICE, "digest", Digests.SM3);

  private final MediaStore media;

  Uploads(MediaStore media) {
    this.media = media;
  }

  void register(Routes<Handler> routes) {
    add(routes, "v3/merchant/media/upload", IMAGE, "media_id");
    add(
        routes,
        "v3/merchant/media/video_upload",
        Rule.named(FileKind.VIDEO, "filename", "sha256"),
        "media_id");
    add(routes, "v3/merchant-service/images/upload", IMAGE, "media_id");
    add(routes, "v3/ecommerce/account/cancel-applications/media", DIGESTED, "media_id");
    add(routes, "v3/marketing/favor/media/image-upload", IMAGE, "media_url");
    add(routes, "v3/marketing/partner" + COUPONS, IMAGE, "media_url", "image_url");
    add(routes, "brand/marketing" + COUPONS, IMAGE, "image_url");
    add(
        routes,
        "v3/global/merchant-storage/file/upload",
        Rule.named(FileKind.DOCUMENT, "filename", "digest"),
        "file_id");
    routes.add(
        "POST",
        "v3/mch-manage/submission-files/sub-mchid/{sub_mchid}/upload",
        call -> keep(call, DOCUMENT.in("submission_file"), Uploads::submission, "file_id"));
    routes.add(
        "POST",
        "v3/mch-operation-manage/enhanced-due-diligence/{due_diligence_id}/upload",
        call -> keep(call, DOCUMENT.in("due_diligence_file"), Uploads::diligence, "file_id"));
    routes.add(
        "POST",
        "v3/new-tax-control-fapiao/fapiao-applications/upload-fapiao-file",
        call -> keep(call, INVOICE, Uploads::invoice, "fapiao_media_id"));
    routes.add(
        "POST",
        "v3/taxi-invoice/cards/upload-file",
        call -> keep(call, INVOICE, Uploads::taxi, "fapiao_media_id"));
  }

  private void add(Routes<Handler> routes, String path, Rule rule, String... answered) {
    routes.add("POST", path, call -> keep(call, rule, meta -> {}, answered));
  }

  private Answer keep(V3Request call, Rule rule, Consumer<Fields> check, String... answered) {
    Upload upload = Upload.read(call, rule);
    check.accept(upload.meta());
    String id = id(answered[0], FileKind.ending(upload.fileName()));
    media.put(id, upload.media());
    ObjectNode view = Json.object();
    for (String name : answered) {
      view.put(name, id);
    }
    return Json.answer(200, view);
  }

  private static String id(String name, String ending) {
    switch (name) {
      case "media_url":
      case "image_url":
        return "https://wxpaylogo.qpic.cn/wxpaylogo/" + Randoms.alphanumeric(48) + "/0";
      case "file_id":
        return UUID.randomUUID().toString();
      case "fapiao_media_id":
        return "ASNFZ4mrze_" + Randoms.alphanumeric(43);
      default:
        return Randoms.hex(32) + "." + ending;
    }
  }

  private static void submission(Fields meta) {
    meta.integer("item_id", 0, Long.MAX_VALUE);
  }

  private static void diligence(Fields meta) {
    meta.text("sub_mchid", 1, 32);
    meta.integer("item_id", 0, Long.MAX_VALUE);
  }

  private static void invoice(Fields meta) {
    meta.optionalText("sub_mchid", 1, 32);
    meta.text("file_type", 1, 16);
    meta.optionalOneOf("file_type", "PDF", "OFD");
    // So spelt.
    meta.text("digest_alogrithm", 1, 32);
    meta.optionalOneOf("digest_alogrithm", "SM3");
  }

  private static void taxi(Fields meta) {
    meta.text("company_mchid", 1, 32);
    meta.integer("region_id", 0, Integer.MAX_VALUE);
    meta.text("digest_algorithm", 1, 32);
    meta.optionalOneOf("digest_algorithm", "DIGEST_ALGORITHM_SM3");
  }
}
