package io.github.wxpay.sandbox.v2;

import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** Declarations of orders to the customs; neither request nor response has a nonce. */
final class Customs {
  private final Ledger ledger;
  private final Clock clock;

  Customs(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  void register(Endpoints endpoints) {
    endpoints.on("POST", "cgi-bin/mch/customs/customdeclareorder", this::declare);
  }

  private Answer declare(V2Request request) {
    Form form = request.form();
    form.text("appid", 32);
    form.text("customs", 20);
    form.text("mch_customs_no", 20);
    String number = form.text("out_trade_no", 32);
    Order order = ledger.byTransaction(form.text("transaction_id", 32));
    if (!order.outTradeNo().equals(number)) {
      throw Failure.business(
          "PARAM_ERROR", "参数错误: transaction_id and out_trade_no belong to different orders");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("sign_type", "MD5");
    fields.put("state", "PROCESSING");
    fields.put("transaction_id", form.text("transaction_id", 32));
    fields.put("out_trade_no", number);
    fields.put("modify_time", Times.compact(clock.instant()));
    fields.put("cert_check_result", "UNCHECKED");
    fields.put("verify_department", "NETSUNION");
    fields.put("verify_department_trade_id", "2018112288340107038204310100000");
    return request.ok(fields);
  }
}
