package io.github.wxpay.sandbox.v2;

import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.Payouts;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Payments to users: red packets and transfers, {@code mmpaymkttransfers/…}. */
final class Payments {
  private static final String ROOT = "mmpaymkttransfers/";
  private static final Set<String> WORKWX_PACKET =
      Set.of(
          "act_name", "mch_billno", "mch_id", "nonce_str", "re_openid", "total_amount", "wxappid");
  private static final Set<String> WORKWX_TRANSFER =
      Set.of(
          "amount",
          "appid",
          "desc",
          "mch_id",
          "nonce_str",
          "openid",
          "partner_trade_no",
          "ww_msg_type");

  private final Payouts packets;
  private final Payouts transfers;

  Payments(Clock clock, Ledger ledger) {
    this.packets = new Payouts(clock, ledger, "现金红包");
    this.transfers = new Payouts(clock, ledger, "企业付款");
  }

  void register(Endpoints endpoints) {
    endpoints.on("POST", ROOT + "sendredpack", this::packet);
    endpoints.on("POST", ROOT + "gethbinfo", this::findPacket);
    endpoints.on("POST", ROOT + "promotion/transfers", this::transfer);
    endpoints.on("POST", ROOT + "promotion/paywwsptrans2pocket", this::workwxTransfer);
    endpoints.on("POST", ROOT + "sendworkwxredpack", this::workwxPacket);
  }

  private Answer packet(V2Request request) {
    Form form = request.form();
    form.text("send_name", 32);
    form.integer("total_num", 1, 1);
    form.text("client_ip", 15);
    return send(request);
  }

  private Answer workwxPacket(V2Request request) {
    request.form().text("sender_name", 128);
    request.checkWorkwx(WORKWX_PACKET);
    return send(request);
  }

  private Answer send(V2Request request) {
    Form form = request.form();
    form.text("wxappid", 32);
    form.text("wishing", 128);
    form.text("act_name", 32);
    form.text("remark", 256);
    Payouts.Payout sent =
        packets.pay(
            form.text("mch_billno", 28),
            form.text("re_openid", 32),
            form.integer("total_amount", 100, 20_000),
            form.parameters());
    if (sent == null) {
      throw Failure.business(
          "FATAL_ERROR", "同一个商户单号存在参数不一致: mch_billno was used with other parameters");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("mch_billno", form.text("mch_billno", 28));
    fields.put("re_openid", sent.openid());
    fields.put("total_amount", Long.toString(sent.amount()));
    fields.put("send_listid", sent.id());
    return request.ok(fields);
  }

  /** Returns a red packet; its receiver opens it immediately. */
  private Answer findPacket(V2Request request) {
    Form form = request.form();
    form.text("appid", 32);
    form.oneOf("bill_type", "MCHT");
    String number = form.text("mch_billno", 28);
    Payouts.Payout sent = packets.find(number);
    if (sent == null) {
      throw Failure.business("NOT_FOUND", "指定单号数据不存在: there is no red packet " + number);
    }
    Map<String, Object> opened = new LinkedHashMap<>();
    opened.put("openid", sent.openid());
    opened.put("amount", Long.toString(sent.amount()));
    opened.put("rcv_time", Times.spaced(sent.time()));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("mch_billno", number);
    fields.put("detail_id", sent.id());
    fields.put("status", "RECEIVED");
    fields.put("send_type", "API");
    fields.put("hb_type", "NORMAL");
    fields.put("total_num", "1");
    fields.put("total_amount", Long.toString(sent.amount()));
    fields.put("send_time", Times.spaced(sent.time()));
    for (String name : new String[] {"wishing", "remark", "act_name"}) {
      fields.put(name, sent.parameter(name));
    }
    fields.put("hblist", Map.of("hbinfo", opened));
    return request.ok(fields);
  }

  private Answer transfer(V2Request request) {
    request.form().text("mch_appid", 128);
    request.form().oneOf("check_name", "NO_CHECK", "FORCE_CHECK");
    return pay(request);
  }

  private Answer workwxTransfer(V2Request request) {
    request.form().text("appid", 32);
    request.form().oneOf("check_name", "NO_CHECK", "FORCE_CHECK");
    request.checkWorkwx(WORKWX_TRANSFER);
    return pay(request);
  }

  private Answer pay(V2Request request) {
    Form form = request.form();
    if (form.text("check_name", 16).equals("FORCE_CHECK")) {
      form.text("re_user_name", 64);
    }
    form.text("desc", 100);
    form.text("spbill_create_ip", 32);
    String number = form.text("partner_trade_no", 32);
    Payouts.Payout paid =
        transfers.pay(
            number,
            form.text("openid", 64),
            form.integer("amount", 1, 2_000_000),
            form.parameters());
    if (paid == null) {
      throw Failure.business(
          "PARAM_ERROR", "商户订单号已被使用，参数不一致: partner_trade_no was used with other parameters");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("partner_trade_no", number);
    fields.put("payment_no", paid.id());
    fields.put("payment_time", Times.spaced(paid.time()));
    return request.ok(fields);
  }
}
