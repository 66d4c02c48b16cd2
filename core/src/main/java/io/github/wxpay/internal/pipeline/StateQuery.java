package io.github.wxpay.internal.pipeline;

import io.github.wxpay.http.Outgoing;
import java.util.List;
import java.util.regex.Pattern;

/** The queries that return the state of requests that move money, by the merchant's own number. */
final class StateQuery {
  /** The first row whose path is a prefix of the request's path applies. */
  private static final List<StateQuery> ALL =
      List.of(
          v3("pay/transactions/", "out_trade_no", "pay/transactions/out-trade-no/{out_trade_no}"),
          v3(
              "pay/partner/transactions/",
              "out_trade_no",
              "pay/partner/transactions/out-trade-no/{out_trade_no}"),
          v3(
              "combine-transactions/",
              "combine_out_trade_no",
              "combine-transactions/out-trade-no/{combine_out_trade_no}"),
          v3("refund/domestic/refunds", "out_refund_no", "refund/domestic/refunds/{out_refund_no}"),
          v3(
              "ecommerce/refunds/apply",
              "out_refund_no",
              "ecommerce/refunds/out-refund-no/{out_refund_no}"),
          v3(
              "fund-app/mch-transfer/transfer-bills",
              "out_bill_no",
              "fund-app/mch-transfer/transfer-bills/out-bill-no/{out_bill_no}"),
          v3("transfer/batches", "out_batch_no", "transfer/batches/out-batch-no/{out_batch_no}"),
          v3("profitsharing/orders", "out_order_no", "profitsharing/orders/{out_order_no}"),
          v3(
              "profitsharing/return-orders",
              "out_return_no",
              "profitsharing/return-orders/{out_return_no}"),
          v3("payscore/serviceorder", "out_order_no", "payscore/serviceorder"),
          v2("pay/unifiedorder", "out_trade_no", "pay/orderquery"),
          v2("pay/micropay", "out_trade_no", "pay/orderquery"),
          v2("pay/closeorder", "out_trade_no", "pay/orderquery"),
          v2("secapi/pay/reverse", "out_trade_no", "pay/orderquery"),
          v2("pay/pappayapply", "out_trade_no", "pay/paporderquery"),
          v2("secapi/pay/refund", "out_refund_no", "pay/refundquery"),
          v2("secapi/pay/profitsharingreturn", "out_return_no", "pay/profitsharingreturnquery"),
          v2("secapi/pay/profitsharing", "out_order_no", "pay/profitsharingquery"),
          v2("secapi/pay/multiprofitsharing", "out_order_no", "pay/profitsharingquery"),
          v2(
              "mmpaymkttransfers/promotion/transfers",
              "partner_trade_no",
              "mmpaymkttransfers/gettransferinfo"),
          v2("mmpaymkttransfers/send", "mch_billno", "mmpaymkttransfers/gethbinfo"),
          v2("mmpaysptrans/pay_bank", "partner_trade_no", "mmpaysptrans/query_bank"),
          v2("deposit/refund", "out_refund_no", "deposit/refundquery"),
          v2("deposit/", "out_trade_no", "deposit/orderquery"));

  /** Paths of APIv2 that only read; its queries use POST too. */
  private static final Pattern READING = Pattern.compile("(?i).*(query|/get|download)[^/]*");

  /** Paths of uploads, which may be repeated. */
  private static final Pattern UPLOADING = Pattern.compile("(?i).*upload[^/]*");

  private final String path;
  private final String number;
  private final String query;

  private StateQuery(String path, String number, String query) {
    this.path = path;
    this.number = number;
    this.query = query;
  }

  private static StateQuery v3(String path, String number, String query) {
    return new StateQuery("v3/" + path, number, "GET v3/" + query);
  }

  private static StateQuery v2(String path, String number, String query) {
    return new StateQuery(path, number, "POST v2/" + query);
  }

  /** Returns whether sending a request twice may have an effect; {@code true} if in doubt. */
  static boolean isWrite(Outgoing request) {
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    String template = request.template();
    boolean v3 = template.startsWith("v3/");
    return !reads
        && !UPLOADING.matcher(template).matches()
        && (v3 || !READING.matcher("/" + template).matches());
  }

  /** Returns what to do about a write request whose outcome is unknown. */
  static String advice(Outgoing request) {
    String query = "the state by your own number";
    for (StateQuery one : ALL) {
      if (request.template().startsWith(one.path)) {
        query = one.query + " by `" + one.number + "`";
        break;
      }
    }
    return "The request may have been executed, and money may have moved. After a pause longer than"
        + " a request can be delayed, query "
        + query
        + "; send it again only with the same number and content.";
  }
}
