package io.github.wxpay.internal.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The table of the numbered writes: number, query and final states of each. A documented endpoint
 * that is not here is not sent twice.
 */
final class NumberedWrites {
  private static final States PAID =
      States.of("trade_state", "SUCCESS REFUND", "CLOSED REVOKED PAYERROR");

  private static final List<NumberedWrite> ALL = new ArrayList<>();

  static {
    created(
        "out_trade_no",
        v3("pay/transactions/out-trade-no/{out_trade_no}", "out_trade_no mchid", PAID),
        "v3/pay/transactions/app",
        "v3/pay/transactions/h5",
        "v3/pay/transactions/jsapi",
        "v3/pay/transactions/native");
    accepted(
        "out_refund_no",
        States.of("status", "SUCCESS", "CLOSED"),
        v3(
            "refund/domestic/refunds/{out_refund_no}",
            "out_refund_no sub_mchid",
            States.of("status", "SUCCESS", "CLOSED")),
        "v3/refund/domestic/refunds");
    accepted(
        "out_bill_no",
        States.of("state", "SUCCESS", "FAIL CANCELLED"),
        v3(
            "fund-app/mch-transfer/transfer-bills/out-bill-no/{out_bill_no}",
            "out_bill_no",
            States.of("state", "SUCCESS", "FAIL CANCELLED")),
        "v3/fund-app/mch-transfer/transfer-bills");
    accepted(
        "out_trade_no",
        PAID.or(State.Kind.SUCCEEDED),
        v2("pay/orderquery", "out_trade_no appid mch_id sub_appid sub_mch_id", PAID),
        "pay/micropay");
    accepted(
        "out_refund_no",
        States.none(State.Kind.OPEN),
        v2(
            "pay/refundquery",
            "out_refund_no appid mch_id sub_appid sub_mch_id",
            States.of("refund_status_0", "SUCCESS", "REFUNDCLOSE")),
        "secapi/pay/refund");
  }

  private NumberedWrites() {}

  static Optional<NumberedWrite> find(String method, List<String> segments) {
    for (NumberedWrite one : ALL) {
      if (one.method().equals(method) && one.matches(segments)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /** Returns the query about the order or refund that another write refers to. */
  static Optional<StateQuery> queryOf(String method, List<String> segments) {
    return Optional.empty();
  }

  private static StateQuery v3(String path, String fields, States states) {
    return StateQuery.of("GET v3/" + path, fields, states);
  }

  private static StateQuery v2(String path, String fields, States states) {
    return StateQuery.of("POST v2/" + path, fields, states);
  }

  private static void created(String field, StateQuery query, String... paths) {
    for (String path : paths) {
      add(path, field, true, States.none(State.Kind.SUCCEEDED), query);
    }
  }

  private static void accepted(String field, States response, StateQuery query, String... paths) {
    for (String path : paths) {
      add(path, field, false, response, query);
    }
  }

  private static void add(
      String path, String field, boolean isCreation, States response, StateQuery query) {
    ALL.add(new NumberedWrite("POST", path, field, isCreation, response, query));
  }
}
