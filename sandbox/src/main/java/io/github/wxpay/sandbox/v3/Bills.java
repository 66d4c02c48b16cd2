package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.bill.BillDownloads;
import io.github.wxpay.sandbox.bill.DayOfTrade;
import io.github.wxpay.sandbox.bill.FlowBill;
import io.github.wxpay.sandbox.bill.GeneratedBill;
import io.github.wxpay.sandbox.bill.TradeBill;
import io.github.wxpay.sandbox.crypto.Digests;
import io.github.wxpay.sandbox.crypto.FileCipher;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.http.Body;
import io.github.wxpay.sandbox.http.Gzipped;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.state.CheckedRequest;
import io.github.wxpay.sandbox.state.FieldRules;
import io.github.wxpay.sandbox.state.OperationRegistry;
import io.github.wxpay.sandbox.state.StatefulApi;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints {@code v3/bill/…}, which respond with the address and the hash of a bill's file.
 */
final class Bills implements StatefulApi {
  private final Ledger ledger;
  private final BillDownloads downloads;

  Bills(Ledger ledger, BillDownloads downloads) {
    this.ledger = ledger;
    this.downloads = downloads;
  }

  @Override
  public void register(OperationRegistry registry) {
    FieldRules rules =
        FieldRules.NONE
            .day("bill_date")
            .matching("sub_mchid", Pattern.compile("[0-9]{1,32}"), "a merchant's number")
            .documented("bill_type")
            .documented("account_type")
            .documented("algorithm")
            .documented("tar_type");
    registry.on("GET", "v3/bill/tradebill", rules, this::trades);
    registry.on("GET", "v3/bill/fundflowbill", rules, this::flows);
    registry.on("GET", "v3/bill/sub-merchant-fundflowbill", rules, this::encryptedFlows);
    registry.on("GET", "v3/ecommerce/bill/fundflowbill", rules, this::encryptedFlows);
  }

  private ObjectNode trades(CheckedRequest request) {
    GeneratedBill generated = downloads.takeGenerated();
    if (generated != null) {
      return publish(request, generated, generated.sha1(), isGzip(request));
    }
    TradeBill.Kind kind = kind(request.text("bill_type"));
    DayOfTrade entries = entries(request);
    if (kind == null || entries.of(kind).isEmpty()) {
      throw none(day(request));
    }
    String subMchid = Objects.requireNonNullElse(request.optional("sub_mchid"), "0");
    return respond(request, TradeBill.of(entries.of(kind), kind, request.mchid(), subMchid));
  }

  private static TradeBill.@Nullable Kind kind(String type) {
    if (type.isEmpty() || type.startsWith("ALL")) {
      return TradeBill.Kind.ALL;
    }
    if (type.startsWith("SUC")) {
      return TradeBill.Kind.SUCCESS;
    }
    return type.startsWith("REF") ? TradeBill.Kind.REFUND : null;
  }

  private ObjectNode flows(CheckedRequest request) {
    return respond(request, flows(request, DayOfTrade.on(ledger, day(request))));
  }

  // All money of the sandbox is in the basic account. ALL is the value for e-commerce platforms.
  private static byte[] flows(CheckedRequest request, DayOfTrade entries) {
    String account = Objects.requireNonNullElse(request.optional("account_type"), "ALL");
    if (entries.isStill() || !(account.equals("BASIC") || account.equals("ALL"))) {
      throw none(day(request));
    }
    return FlowBill.of(entries);
  }

  private ObjectNode respond(CheckedRequest request, byte[] bill) {
    return publish(request, Body.of(bill), Digests.SHA1.of(bill), isGzip(request));
  }

  /** Compresses, then encrypts; the hash is that of the original bill. */
  private ObjectNode encryptedFlows(CheckedRequest request) {
    byte[] bill = flows(request, entries(request));
    FileCipher cipher = FileCipher.valueOf(request.text("algorithm"));
    String key = cipher.newKey();
    String nonce = Randoms.hex(16).toLowerCase(Locale.ROOT);
    byte[] content = isGzip(request) ? Gzipped.compress(bill) : bill;
    Body file = Body.of(cipher.seal(content, key, nonce));
    ObjectNode view = Json.object().put("download_bill_count", 1);
    view.putArray("download_bill_list")
        .add(
            publish(request, file, Digests.SHA1.of(bill), false)
                .put("bill_sequence", 1)
                .put("encrypt_key", key)
                .put("nonce", nonce));
    return view;
  }

  private ObjectNode publish(CheckedRequest request, Body file, String hash, boolean gzip) {
    return Json.object()
        .put("download_url", downloads.put(request.inbound().base(), file, gzip))
        .put("hash_type", Digests.SHA1.wireName())
        .put("hash_value", hash);
  }

  private DayOfTrade entries(CheckedRequest request) {
    return DayOfTrade.on(ledger, day(request)).ofSub(request.optional("sub_mchid"));
  }

  private static String day(CheckedRequest request) {
    return request.text("bill_date").replace("-", "");
  }

  private static boolean isGzip(CheckedRequest request) {
    return request.optional("tar_type") != null;
  }

  static Refusal none(String day) {
    return new Refusal(400, "NO_STATEMENT_EXIST", "账单文件不存在: the sandbox has no entries of " + day);
  }
}
