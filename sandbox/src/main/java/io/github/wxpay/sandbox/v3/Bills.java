package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Routes;
import io.github.wxpay.sandbox.bill.BillDownloads;
import io.github.wxpay.sandbox.bill.DayOfTrade;
import io.github.wxpay.sandbox.bill.FlowBill;
import io.github.wxpay.sandbox.bill.GeneratedBill;
import io.github.wxpay.sandbox.bill.TradeBill;
import io.github.wxpay.sandbox.crypto.Digests;
import io.github.wxpay.sandbox.crypto.FileCipher;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Body;
import io.github.wxpay.sandbox.http.Gzipped;
import io.github.wxpay.sandbox.ledger.Ledger;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asking for bills: {@code v3/bill/…}; the answer says where the file is and what its hash is. */
final class Bills {
  private static final Pattern DAY = Pattern.compile("20[0-9]{2}-[01][0-9]-[0-3][0-9]");
  private static final Pattern SUB_MCHID = Pattern.compile("[0-9]{1,32}");
  private static final String[] TYPES = {
    "ALL", "SUCCESS", "REFUND", "RECHARGE_REFUND", "ALL_SPECIAL", "SUC_SPECIAL", "REF_SPECIAL"
  };

  private final Ledger ledger;
  private final BillDownloads shelf;
  private final Sensitive sensitive;

  Bills(Ledger ledger, BillDownloads shelf, Sensitive sensitive) {
    this.ledger = ledger;
    this.shelf = shelf;
    this.sensitive = sensitive;
  }

  void register(Routes<Handler> routes) {
    routes.add("GET", "v3/bill/tradebill", this::trades);
    routes.add("GET", "v3/bill/fundflowbill", this::flows);
    routes.add("GET", "v3/bill/sub-merchant-fundflowbill", this::flowsOfOne);
    routes.add("GET", "v3/ecommerce/bill/fundflowbill", this::flowsOfAll);
  }

  private Answer trades(V3Request call) {
    Fields query = call.query();
    String day = day(query);
    String subMchid = subMchid(query);
    String type = query.optionalOneOf("bill_type", TYPES);
    boolean packed = packed(query);
    GeneratedBill generated = shelf.takeGenerated();
    if (generated != null) {
      return Json.answer(200, place(call, generated, generated.sha1(), packed));
    }
    TradeBill.Kind kind = kind(type);
    DayOfTrade entries = DayOfTrade.on(ledger, day).ofSub(subMchid);
    if (kind == null || entries.of(kind).isEmpty()) {
      throw none(day);
    }
    String shown = Objects.requireNonNullElse(subMchid, "0");
    return one(call, TradeBill.of(entries.of(kind), kind, call.mchid(), shown), packed);
  }

  private static TradeBill.@Nullable Kind kind(@Nullable String type) {
    if (type == null || type.startsWith("ALL")) {
      return TradeBill.Kind.ALL;
    }
    if (type.startsWith("SUC")) {
      return TradeBill.Kind.SUCCESS;
    }
    return type.startsWith("REF") ? TradeBill.Kind.REFUND : null;
  }

  private Answer flows(V3Request call) {
    Fields query = call.query();
    String day = day(query);
    subMchid(query);
    String account = query.optionalOneOf("account_type", "BASIC", "OPERATION", "FEES");
    boolean packed = packed(query);
    return one(call, flows(day, Objects.requireNonNullElse(account, "BASIC"), null), packed);
  }

  private Answer flowsOfOne(V3Request call) {
    Fields query = call.query();
    String day = day(query);
    String subMchid = subMchid(query);
    if (subMchid == null) {
      throw query.missing("sub_mchid");
    }
    String account = required(query, "account_type", "BASIC", "OPERATION", "FEES", "DEPOSIT");
    return sealed(call, query, flows(day, account, subMchid));
  }

  private Answer flowsOfAll(V3Request call) {
    Fields query = call.query();
    String day = day(query);
    required(query, "account_type", "ALL");
    return sealed(call, query, flows(day, "BASIC", null));
  }

  // All money of the sandbox is in the basic account.
  private byte[] flows(String day, String account, @Nullable String subMchid) {
    DayOfTrade entries = DayOfTrade.on(ledger, day).ofSub(subMchid);
    if (entries.isStill() || !account.equals("BASIC")) {
      throw none(day);
    }
    return FlowBill.of(entries);
  }

  private Answer one(V3Request call, byte[] bill, boolean packed) {
    return Json.answer(200, place(call, Body.of(bill), Digests.SHA1.of(bill), packed));
  }

  /** Packs, then seals; the hash is of the bill as it was before both. */
  private Answer sealed(V3Request call, Fields query, byte[] bill) {
    FileCipher seal =
        FileCipher.valueOf(required(query, "algorithm", "AEAD_AES_256_GCM", "SM4_GCM"));
    String key = seal.newKey();
    String nonce = Randoms.hex(16).toLowerCase(Locale.ROOT);
    byte[] content = packed(query) ? Gzipped.pack(bill) : bill;
    Body file = Body.of(seal.seal(content, key, nonce));
    ObjectNode view = Json.object().put("download_bill_count", 1);
    ArrayNode list = view.putArray("download_bill_list");
    ObjectNode entry = place(call, file, Digests.SHA1.of(bill), false);
    entry.put("bill_sequence", 1);
    entry.put("encrypt_key", sensitive.seal(key));
    entry.put("nonce", nonce);
    list.add(entry);
    return Json.answer(200, view);
  }

  private ObjectNode place(V3Request call, Body file, String hash, boolean packed) {
    ObjectNode view = Json.object();
    view.put("download_url", shelf.put(call.base(), file, packed));
    view.put("hash_type", Digests.SHA1.wireName());
    view.put("hash_value", hash);
    return view;
  }

  private static String day(Fields query) {
    return query.matching("bill_date", DAY, "a day like 2019-06-11").replace("-", "");
  }

  private static @Nullable String subMchid(Fields query) {
    return query.optionalText("sub_mchid", 1, 32) == null
        ? null
        : query.matching("sub_mchid", SUB_MCHID, "a merchant's number");
  }

  private static boolean packed(Fields query) {
    return query.optionalOneOf("tar_type", "GZIP") != null;
  }

  private static String required(Fields query, String name, String... values) {
    String value = query.optionalOneOf(name, values);
    if (value == null) {
      throw query.missing(name);
    }
    return value;
  }

  static Refusal none(String day) {
    return new Refusal(400, "NO_STATEMENT_EXIST", "账单文件不存在: nothing to show for " + day);
  }
}
