package io.github.wxpay.sandbox.v2;

import io.github.wxpay.sandbox.bill.DayOfTrade;
import io.github.wxpay.sandbox.bill.FlowBill;
import io.github.wxpay.sandbox.bill.TradeBill;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Body;
import io.github.wxpay.sandbox.http.Gzipped;
import io.github.wxpay.sandbox.ledger.Ledger;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Bills of a day in Beijing time, as plain or gzip-compressed text. A day without entries has no
 * bill.
 */
final class Bills {
  private static final Pattern DAY = Pattern.compile("20[0-9]{2}[01][0-9][0-3][0-9]");
  private final Ledger ledger;

  Bills(Ledger ledger) {
    this.ledger = ledger;
  }

  void register(Endpoints endpoints) {
    endpoints.on("POST", "pay/downloadbill", this::trades);
    endpoints.on("POST", "sandboxnew/pay/downloadbill", this::trades);
    endpoints.on("POST", "pay/downloadfundflow", this::flows);
  }

  private Answer trades(V2Request request) {
    Form form = request.form();
    form.text("appid", 32);
    String day = form.text("bill_date", 8);
    if (!DAY.matcher(day).matches()) {
      throw Failure.bill("20001", "invalid bill_date");
    }
    String type = form.optional("bill_type") == null ? "ALL" : form.text("bill_type", 16);
    if (!List.of("ALL", "SUCCESS", "REFUND").contains(type)) {
      throw Failure.bill("20001", "invalid bill_type");
    }
    TradeBill.Kind kind = TradeBill.Kind.valueOf(type);
    DayOfTrade entries = DayOfTrade.on(ledger, day).of(kind);
    if (entries.isEmpty()) {
      throw Failure.bill("20002", "No Bill Exist");
    }
    return compressed(form, TradeBill.of(entries, kind, form.text("mch_id", 32), "0"));
  }

  private Answer flows(V2Request request) {
    Form form = request.form();
    form.text("appid", 32);
    form.oneOf("account_type", "Basic", "Operation", "Fees");
    String day = form.matching("bill_date", DAY, "a day such as 20180608");
    DayOfTrade entries = DayOfTrade.on(ledger, day);
    if (entries.isStill()) {
      throw Failure.business("NO_BILL_EXIST", "账单不存在: there are no entries on " + day);
    }
    return compressed(form, FlowBill.of(entries));
  }

  private static Answer compressed(Form form, byte[] text) {
    Body bill = Body.of(text);
    if (form.optional("tar_type") == null) {
      return Answer.file("text/plain; charset=utf-8", bill);
    }
    form.oneOf("tar_type", "GZIP");
    return Answer.file("application/x-gzip", new Gzipped(bill));
  }
}
