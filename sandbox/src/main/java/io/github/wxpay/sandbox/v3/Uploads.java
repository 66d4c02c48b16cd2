package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.media.FileKind;
import io.github.wxpay.sandbox.media.MediaStore;
import io.github.wxpay.sandbox.state.CheckedRequest;
import io.github.wxpay.sandbox.state.FieldRules;
import io.github.wxpay.sandbox.state.OperationRegistry;
import io.github.wxpay.sandbox.state.StatefulApi;
import java.util.List;
import java.util.UUID;

/** The uploads whose response is only an id or an address. */
final class Uploads implements StatefulApi {
  private static final String COUPONS = "/product-coupon/media/upload-image";

  private static final FieldRules RULES =
      FieldRules.NONE
          .amount("item_id", 0)
          .amount("region_id", 0)
          .documented("file_type")
          .documented("digest_alogrithm")
          .documented("digest_algorithm");

  private final MediaStore media;

  Uploads(MediaStore media) {
    this.media = media;
  }

  @Override
  public void register(OperationRegistry registry) {
    add(
        registry,
        FileKind.IMAGE,
        "v3/merchant/media/upload",
        "v3/merchant-service/images/upload",
        "v3/ecommerce/account/cancel-applications/media",
        "v3/marketing/favor/media/image-upload",
        "v3/marketing/partner" + COUPONS,
        "brand/marketing" + COUPONS);
    add(registry, FileKind.VIDEO, "v3/merchant/media/video_upload");
    add(
        registry,
        FileKind.DOCUMENT,
        "v3/global/merchant-storage/file/upload",
        "v3/mch-manage/submission-files/sub-mchid/{sub_mchid}/upload",
        "v3/mch-operation-manage/enhanced-due-diligence/{due_diligence_id}/upload");
    add(
        registry,
        FileKind.INVOICE,
        "v3/new-tax-control-fapiao/fapiao-applications/upload-fapiao-file",
        "v3/taxi-invoice/cards/upload-file");
  }

  private void add(OperationRegistry registry, FileKind kind, String... paths) {
    for (String path : paths) {
      registry.on("POST", path, RULES, request -> store(request, kind));
    }
  }

  /** Stores the file under the id or address that the response returns, in one field or two. */
  private ObjectNode store(CheckedRequest request, FileKind kind) {
    Upload upload = Upload.read(request, kind);
    List<Field> names = request.endpoint().response();
    String id = id(names.get(0).name(), FileKind.ending(upload.fileName()));
    media.put(id, upload.media());
    ObjectNode view = Json.object();
    names.forEach(field -> view.put(field.name(), id));
    return view;
  }

  private static String id(String name, String extension) {
    switch (name) {
      case "media_url":
      case "image_url":
        return "https://wxpaylogo.qpic.cn/wxpaylogo/" + Randoms.alphanumeric(48) + "/0";
      case "file_id":
        return UUID.randomUUID().toString();
      case "fapiao_media_id":
        return "ASNFZ4mrze_" + Randoms.alphanumeric(43);
      default:
        return Randoms.hex(32) + "." + extension;
    }
  }
}
