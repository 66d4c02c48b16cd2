package io.github.wxpay.sandbox.v3;

import io.github.wxpay.sandbox.bill.BillDownloads;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Body;
import io.github.wxpay.sandbox.http.Gzipped;
import io.github.wxpay.sandbox.media.Media;
import io.github.wxpay.sandbox.media.MediaStore;
import io.github.wxpay.sandbox.state.CheckedRequest;
import io.github.wxpay.sandbox.state.FieldRules;
import io.github.wxpay.sandbox.state.OperationRegistry;
import io.github.wxpay.sandbox.state.StatefulApi;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The downloads of files: bills, images, receipts and invoices. Their responses are not signed. */
final class Files implements StatefulApi {
  /** The path of the download that requires no Authorization. */
  static final String WITHOUT_AUTHORIZATION = "/v3/new-tax-control-fapiao/download";

  private static final String IMAGES = "merchant-service/images/{media_id}";

  private final BillDownloads downloads;
  private final MediaStore media;

  Files(BillDownloads downloads, MediaStore media) {
    this.downloads = downloads;
    this.media = media;
  }

  @Override
  public void register(OperationRegistry registry) {
    FieldRules token =
        FieldRules.NONE.matching(
            "token", Pattern.compile("[0-9A-Za-z_\\-]{1,256}"), "a token from an earlier response");
    FieldRules document = token.signer("mchid").documented("source");
    FieldRules image =
        FieldRules.NONE.matching(
            "media_id", Pattern.compile("[0-9A-Za-z_.\\-]{1,256}"), "a media_id from an upload");
    registry.download("v3/billdownload/file", token.oneOf("tartype", "gzip", "GZIP"), this::bill);
    registry.download(
        "v3/transferdownload/elecvoucherfile", document, request -> pdf("voucher", request));
    registry.download("v3/transferdownload/signfile", document, request -> pdf("receipt", request));
    registry.download(
        WITHOUT_AUTHORIZATION.substring(1), document, request -> pdf("invoice", request));
    for (String root : new String[] {"v3/", "v3/global/"}) {
      registry.download(root + IMAGES, image, this::image);
    }
  }

  private Answer bill(CheckedRequest request) {
    Body file = downloads.get(request.text("token"));
    if (file == null) {
      throw new Refusal(
          400, "INVALID_REQUEST", "下载地址无效: the token is unknown or older than 5 minutes");
    }
    return request.optional("tartype") == null
        ? Answer.file("text/plain; charset=utf-8", file)
        : Answer.file("application/x-gzip", new Gzipped(file));
  }

  /** Returns a document that shows the token; any token is accepted. */
  private static Answer pdf(String kind, CheckedRequest request) {
    String text = "BT /F1 12 Tf 72 720 Td (" + kind + " " + request.text("token") + ") Tj ET";
    String document =
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
            + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
            + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            + "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
            + "4 0 obj<</Length "
            + text.length()
            + ">>stream\n"
            + text
            + "\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
    return Answer.file("application/pdf", Body.of(document.getBytes(StandardCharsets.US_ASCII)));
  }

  private Answer image(CheckedRequest request) {
    String id = request.text("media_id");
    Media found = media.find(id);
    if (found == null) {
      throw new Refusal(404, "RESOURCE_NOT_EXISTS", "图片不存在: no upload returned " + id);
    }
    return Answer.file(found.type(), Body.of(found.bytes()));
  }
}
