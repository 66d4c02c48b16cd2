package io.github.wxpay.sandbox.v3;

import io.github.wxpay.catalogue.Routes;
import io.github.wxpay.sandbox.bill.BillDownloads;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Body;
import io.github.wxpay.sandbox.http.Gzipped;
import io.github.wxpay.sandbox.media.Media;
import io.github.wxpay.sandbox.media.MediaStore;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Files to be fetched: bills, images, receipts, invoices; none is signed. */
final class Files {
  /** The one that wants no Authorization. */
  static final String OPEN = "/v3/new-tax-control-fapiao/download";

  private static final Pattern MEDIA_ID = Pattern.compile("[0-9A-Za-z_.\\-]{1,256}");
  private static final Pattern TOKEN = Pattern.compile("[0-9A-Za-z_\\-]{1,256}");
  private static final String IMAGES = "merchant-service/images/{media_id}";

  private final BillDownloads shelf;
  private final MediaStore media;

  Files(BillDownloads shelf, MediaStore media) {
    this.shelf = shelf;
    this.media = media;
  }

  void register(Routes<Handler> routes) {
    routes.add("GET", "v3/billdownload/file", this::bill);
    routes.add("GET", "v3/transferdownload/elecvoucherfile", this::voucher);
    routes.add("GET", "v3/transferdownload/signfile", call -> pdf("receipt", call.query()));
    routes.add("GET", OPEN, this::invoice);
    routes.add("GET", "v3/" + IMAGES, this::image);
    routes.add("GET", "v3/global/" + IMAGES, this::globalImage);
  }

  private Answer bill(V3Request call) {
    Fields query = call.query();
    String token = query.matching("token", TOKEN, "a token from an earlier answer");
    boolean packed = query.optionalOneOf("tartype", "gzip", "GZIP") != null;
    Body file = shelf.get(token);
    if (file == null) {
      throw new Refusal(
          400, "INVALID_REQUEST", "下载地址无效: the token is unknown or older than 5 minutes");
    }
    return packed
        ? Answer.file("application/x-gzip", new Gzipped(file))
        : Answer.file("text/plain; charset=utf-8", file);
  }

  private Answer voucher(V3Request call) {
    Fields query = call.query();
    if (query.optionalOneOf("source", "elecsign") == null) {
      throw query.missing("source");
    }
    return pdf("voucher", query);
  }

  private Answer invoice(V3Request call) {
    Fields query = call.query();
    call.mustBeOurs(query);
    for (String name : new String[] {"openid", "invoice_code", "invoice_no", "fapiao_id"}) {
      query.text(name, 1, 128);
    }
    return pdf("invoice", query);
  }

  /** Any token will do; it stands in the document, which is always the same for it. */
  private static Answer pdf(String kind, Fields query) {
    String token = query.matching("token", TOKEN, "1 to 256 of the characters 0-9 A-Z a-z _ -");
    String text = "BT /F1 12 Tf 72 720 Td (" + kind + " " + token + ") Tj ET";
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

  private Answer globalImage(V3Request call) {
    call.query().text("complaint_id", 1, 64);
    return image(call);
  }

  private Answer image(V3Request call) {
    String id = call.path("media_id", MEDIA_ID, "a media_id from an upload");
    Media found = media.find(id);
    if (found == null) {
      throw new Refusal(404, "RESOURCE_NOT_EXISTS", "图片不存在: no upload has given " + id);
    }
    return Answer.file(found.type(), Body.of(found.bytes()));
  }
}
