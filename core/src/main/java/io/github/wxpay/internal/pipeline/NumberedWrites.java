package io.github.wxpay.internal.pipeline;

import io.github.wxpay.internal.pipeline.State.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table of the numbered writes: the number, the query and the final states of each, from the
 * platform's documents. A write that is not in the table is not sent twice.
 *
 * <p>A path with a placeholder matches any value there. Paths of APIv2 are without {@code v2/}.
 */
final class NumberedWrites {
  // States of payments

  private static final States PAID =
      States.of("trade_state", "SUCCESS", "CLOSED REVOKED PAYERROR").refunded("REFUND");

  /** The payer of an order may try again after a failure until the order is closed. */
  private static final States ORDER_PAID =
      States.of("trade_state", "SUCCESS", "CLOSED REVOKED").refunded("REFUND");

  private static final States SUB_ORDERS_PAID =
      States.of("sub_orders/trade_state", "SUCCESS", "CLOSED").refunded("REFUND");

  /** Payments by contract, such as parking, tolls and school fees. */
  private static final States DEDUCTED =
      States.of("trade_state", "SUCCESS", "PAY_FAIL CLOSED").refunded("REFUND");

  /** A reversal succeeds when the order ends, whether it was paid before or not. */
  private static final States REVERSED = States.of("trade_state", "REVOKED CLOSED REFUND", "");

  private static final States RECALL = States.of("recall", "N", "");

  // States of transfers

  private static final States TRANSFERRED = States.of("state", "SUCCESS", "FAIL CANCELLED");

  /** The response to a transfer that the user has yet to confirm has what the user needs. */
  private static final States TRANSFER_CREATED =
      States.of("state", "SUCCESS WAIT_USER_CONFIRM", "FAIL CANCELLED");

  private static final States COMPENSATED = States.of("state", "SUCCESS", "CLOSED CANCELLED");

  private static final States COMPENSATION_CREATED =
      States.of("state", "SUCCESS WAIT_USER_CONFIRM", "CLOSED CANCELLED");

  private static final States PAID_OUT = States.of("status", "SUCCESS", "FAILED");

  private static final States RED_PACKET = States.of("status", "RECEIVED", "FAILED REFUND");

  private static final States WITHDRAWN = States.of("status", "SUCCESS", "FAIL REFUND CLOSE");

  private static final States RECHARGED = States.of("recharge_state", "SUCCESS", "CLOSED");

  // States of profit sharing; an order may be finished although no receiver got anything

  private static final States SHARED_BY_STATE =
      States.of("state", "FINISHED", "").unlessAll("receivers/result", "CLOSED");

  private static final States SHARED_BY_STATUS =
      States.of("status", "FINISHED", "").unlessAll("receivers/result", "CLOSED");

  private static final States SHARE_RETURNED = States.of("result", "SUCCESS", "FAILED");
  private static final States PARTNER_SHARE_RETURNED = States.of("result", "SUCCESS", "FAIL");

  // States of refunds

  private static final States REFUNDED = States.of("status", "SUCCESS", "CLOSED");
  private static final States ECOMMERCE_REFUNDED = States.of("status", "SUCCESS", "CLOSE");
  private static final States GLOBAL_REFUNDED = States.of("status", "SUCCESS", "REFUNDCLOSE");
  private static final States V2_REFUNDED = States.of("refund_status_0", "SUCCESS", "REFUNDCLOSE");

  // States of payscore orders

  private static final States SERVED = States.of("state", "DONE", "REVOKED EXPIRED");
  private static final States SERVED_LATER = States.of("state", "USER_PAID", "REVOKED EXPIRED");

  /** The response has no state; only a query shows whether the write was executed. */
  private static final States ACCEPTED = States.none(Kind.OPEN);

  /** A successful response means that the write was executed. */
  private static final States EXECUTED = States.none(Kind.SUCCEEDED);

  // Queries of several writes

  private static final String V2_MERCHANT = " appid mch_id sub_appid sub_mch_id";

  private static final StateQuery V2_CODE_PAYMENT =
      v2("pay/orderquery", "out_trade_no" + V2_MERCHANT, PAID);
  private static final StateQuery V2_ORDER =
      v2("pay/orderquery", "out_trade_no" + V2_MERCHANT, ORDER_PAID);
  private static final StateQuery V2_SHARED =
      v2(
          "pay/profitsharingquery",
          "out_order_no mch_id sub_mch_id transaction_id",
          SHARED_BY_STATUS);
  private static final StateQuery ORDER =
      v3("pay/transactions/out-trade-no/{out_trade_no}", "out_trade_no mchid", PAID);
  private static final StateQuery PARTNER_ORDER =
      v3(
          "pay/partner/transactions/out-trade-no/{out_trade_no}",
          "out_trade_no sp_mchid sub_mchid",
          PAID);
  private static final StateQuery COMBINED =
      v3(
          "combine-transactions/out-trade-no/{combine_out_trade_no}",
          "combine_out_trade_no",
          SUB_ORDERS_PAID);
  private static final StateQuery GLOBAL_ORDER =
      v3(
          "global/transactions/out-trade-no/{out_trade_no}",
          "out_trade_no mchid sp_mchid sub_mchid",
          PAID);
  private static final StateQuery HK_ORDER =
      StateQuery.of(
          "GET hk/v3/transactions/out-trade-no/{out_trade_no}",
          "out_trade_no mchid sp_mchid sub_mchid",
          PAID);
  private static final StateQuery SHARED =
      v3(
          "profitsharing/orders/{out_order_no}",
          "out_order_no sub_mchid transaction_id",
          SHARED_BY_STATE);
  private static final StateQuery ECOMMERCE_SHARED =
      v3(
          "ecommerce/profitsharing/orders",
          "out_order_no sub_mchid transaction_id",
          SHARED_BY_STATUS);
  private static final StateQuery BRAND_SHARED =
      v3("brand/profitsharing/orders", "out_order_no sub_mchid transaction_id", SHARED_BY_STATUS);
  private static final StateQuery GLOBAL_SHARED =
      v3(
          "global/profit-sharing/orders/{out_order_no}",
          "out_order_no sub_mchid transaction_id",
          SHARED_BY_STATE);
  private static final StateQuery TRANSFER =
      v3(
          "fund-app/mch-transfer/transfer-bills/out-bill-no/{out_bill_no}",
          "out_bill_no",
          TRANSFERRED);
  private static final StateQuery PARTNER_TRANSFER =
      v3(
          "fund-app/mch-transfer/partner/transfer-bills/out-bill-no/{out_bill_no}",
          "out_bill_no sub_mchid",
          TRANSFERRED);
  private static final StateQuery COMPENSATION =
      v3(
          "platsolution/ecommerce/mch-transfer/compensate-bills/out-bill-no/{out_bill_no}",
          "out_bill_no",
          COMPENSATED);
  private static final StateQuery INSURANCE_CLAIM =
      v3(
          "platsolution/ecommerce/mch-transfer/insurance-claim-bills/out-bill-no/{out_bill_no}",
          "out_bill_no sub_mchid",
          COMPENSATED);
  private static final StateQuery SERVICE_ORDER =
      v3("payscore/serviceorder", "out_order_no service_id appid", SERVED);
  private static final StateQuery PARTNER_SERVICE_ORDER =
      v3("payscore/partner/serviceorder", "out_order_no service_id sub_mchid", SERVED);
  private static final StateQuery BANK_SERVICE_ORDER =
      v3(
          "payscore/acquiringbank/serviceorder",
          "out_order_no service_id sub_mchid channel_id",
          SERVED);
  private static final StateQuery RED_PACKET_RECORD =
      v2(
          "mmpaymkttransfers/gethbinfo",
          "mch_billno mch_id appid=wxappid bill_type='MCHT'",
          RED_PACKET);

  /** The rows in the order of the table. */
  private static final List<NumberedWrite> ALL = new ArrayList<>();

  /** The rows without placeholders, by method and path. */
  private static final Map<String, NumberedWrite> BY_PATH = new HashMap<>();

  /** Writes that only refer to an order, with the query that shows their effect. */
  private static final Map<PathShape, StateQuery> REFERRING = new HashMap<>();

  static {
    codePayments(); // before the orders, since their states apply to a query without its write
    orders();
    contractPayments();
    refunds();
    transfers();
    payouts();
    profitSharing();
    serviceOrders();
    coupons();
    refersTo(ORDER, "v3/pay/transactions/out-trade-no/{out_trade_no}/close");
    refersTo(ORDER, "v3/pay/transactions/out-trade-no/{out_trade_no}/reverse");
    refersTo(PARTNER_ORDER, "v3/pay/partner/transactions/out-trade-no/{out_trade_no}/close");
    refersTo(PARTNER_ORDER, "v3/pay/partner/transactions/out-trade-no/{out_trade_no}/reverse");
    refersTo(COMBINED, "v3/combine-transactions/out-trade-no/{combine_out_trade_no}/close");
    refersTo(TRANSFER, "v3/fund-app/mch-transfer/transfer-bills/out-bill-no/{out_bill_no}/cancel");
    refersTo(SERVICE_ORDER, "v3/payscore/serviceorder/{out_order_no}/cancel");
    refersTo(SERVICE_ORDER, "v3/payscore/serviceorder/{out_order_no}/complete");
    refersTo(V2_ORDER, "pay/closeorder");
  }

  private NumberedWrites() {}

  private static void orders() {
    created(
        "out_trade_no",
        ORDER,
        "v3/pay/transactions/app",
        "v3/pay/transactions/app-with-contract",
        "v3/pay/transactions/h5",
        "v3/pay/transactions/jsapi",
        "v3/pay/transactions/jsapi-with-contract",
        "v3/pay/transactions/native");
    created(
        "out_trade_no",
        PARTNER_ORDER,
        "v3/pay/partner/transactions/app",
        "v3/pay/partner/transactions/app-with-contract",
        "v3/pay/partner/transactions/h5",
        "v3/pay/partner/transactions/jsapi",
        "v3/pay/partner/transactions/jsapi-with-contract",
        "v3/pay/partner/transactions/miniprogram",
        "v3/pay/partner/transactions/native",
        "v3/pay/partner/transactions/scannedpos");
    created(
        "combine_out_trade_no",
        COMBINED,
        "v3/combine-transactions/app",
        "v3/combine-transactions/h5",
        "v3/combine-transactions/jsapi",
        "v3/combine-transactions/miniprogram",
        "v3/combine-transactions/native");
    created(
        "combine_out_trade_no",
        v3(
            "repayment/combine-transactions/partner/out-trade-no/{combine_out_trade_no}",
            "combine_out_trade_no",
            States.of("sub_orders/trade_state", "SUCCESS", "CLOSED")),
        "v3/repayment/combine-transactions/partner/prepay");
    created(
        "out_trade_no",
        GLOBAL_ORDER,
        "v3/global/transactions/app",
        "v3/global/transactions/jsapi",
        "v3/global/transactions/mweb",
        "v3/global/transactions/native");
    created(
        "out_trade_no",
        HK_ORDER,
        "hk/v3/transactions/app",
        "hk/v3/transactions/jsapi",
        "hk/v3/transactions/mweb",
        "hk/v3/transactions/native");
    created(
        "out_trade_no",
        v3(
            "med-ins/orders/out-trade-no/{out_trade_no}",
            "out_trade_no sub_mchid",
            States.of("mix_pay_status", "MIX_PAY_SUCCESS", "MIX_PAY_FAIL")
                .refunded("MIX_PAY_REFUND")),
        "v3/med-ins/orders");
    created("out_trade_no", V2_ORDER, "pay/contractorder", "pay/unifiedorder");
    created(
        "combine_out_trade_no",
        v2(
            "pay/querycombinedorder",
            "combine_out_trade_no combine_appid combine_mch_id",
            ORDER_PAID),
        "pay/combinedorder");
    created(
        "out_trade_no",
        v2("deposit/orderquery", "out_trade_no" + V2_MERCHANT, ORDER_PAID),
        "deposit/unifiedorder");
    created(
        "out_trade_no",
        v2("sandboxnew/pay/orderquery", "out_trade_no" + V2_MERCHANT, ORDER_PAID),
        "sandboxnew/pay/unifiedorder");
  }

  private static void codePayments() {
    add("out_trade_no", PAID, ORDER, "v3/pay/transactions/codepay");
    add("out_trade_no", PAID, PARTNER_ORDER, "v3/pay/partner/transactions/codepay");
    add("out_trade_no", PAID, GLOBAL_ORDER, "v3/global/micropay/transactions/pay");
    add("out_trade_no", PAID, HK_ORDER, "hk/v3/transactions/micropay");
    add("out_trade_no", PAID.or(Kind.SUCCEEDED), V2_CODE_PAYMENT, "pay/micropay");
    add(
        "out_trade_no",
        PAID.or(Kind.SUCCEEDED),
        v2("pay/facepayquery", "out_trade_no" + V2_MERCHANT, PAID),
        "pay/facepay");
    add(
        "out_trade_no",
        PAID.or(Kind.SUCCEEDED),
        v2("deposit/orderquery", "out_trade_no" + V2_MERCHANT, PAID),
        "deposit/facepay",
        "deposit/micropay");
    add(
        "out_trade_no",
        PAID.or(Kind.SUCCEEDED),
        v2("sandboxnew/pay/orderquery", "out_trade_no" + V2_MERCHANT, PAID),
        "sandboxnew/pay/micropay");
    add(
        "out_trade_no",
        PAID.or(Kind.SUCCEEDED),
        v2("xdc/apiv2sandbox/pay/orderquery", "out_trade_no appid mch_id", PAID),
        "xdc/apiv2sandbox/pay/micropay");
    // A reversal is documented to be sent again while its response has recall=Y.
    add(
        "out_trade_no",
        RECALL,
        v2("pay/orderquery", "out_trade_no" + V2_MERCHANT, REVERSED),
        "secapi/pay/reverse");
    add(
        "out_trade_no",
        RECALL,
        v2("pay/facepayquery", "out_trade_no" + V2_MERCHANT, REVERSED),
        "secapi/pay/facepayreverse");
    add(
        "out_trade_no",
        RECALL,
        v2("deposit/orderquery", "out_trade_no" + V2_MERCHANT, REVERSED),
        "deposit/reverse");
  }

  private static void contractPayments() {
    add(
        "out_trade_no",
        ACCEPTED,
        v2("pay/paporderquery", "out_trade_no appid mch_id", PAID),
        "pay/pappayapply");
    add(
        "out_trade_no",
        ACCEPTED,
        v2("pay/partner/paporderquery", "out_trade_no" + V2_MERCHANT, PAID),
        "pay/partner/pappayapply");
    add(
        "out_trade_no",
        ACCEPTED,
        v2("transit/queryorder", "out_trade_no appid mch_id", PAID),
        "transit/pay/payapply");
    add(
        "out_trade_no",
        ACCEPTED,
        v2("transit/partnerpay/queryorder", "out_trade_no" + V2_MERCHANT, PAID),
        "transit/partnerpay/payapply");
    add("out_trade_no", ACCEPTED, null, "vehicle/partnerpay/payapply", "vehicle/pay/payapply");
    add(
        "out_trade_no",
        ACCEPTED,
        null,
        "v3/papay/insurance-pay/transactions/apply",
        "v3/papay/pay/harmony/transactions/apply",
        "v3/papay/pay/partner/transactions/apply",
        "v3/papay/pay/transactions/apply");
    add(
        "combine_out_trade_no",
        States.of("sub_orders/trade_state", "SUCCESS", "CLOSED").refunded("REFUND"),
        v3(
            "ecommerce/combine-papay/transactions/{combine_out_trade_no}",
            "combine_out_trade_no",
            SUB_ORDERS_PAID),
        "v3/ecommerce/combine-papay/transactions");
    add(
        "out_trade_no",
        States.of("trade_state", "SUCCESS", "CLOSED PAYERROR").refunded("REFUND"),
        v3("global/papay/transactions/out-trade-no/{out_trade_no}", "out_trade_no sub_mchid", PAID),
        "v3/global/papay/transactions");
    deducted(ACCEPTED, "ebike/charge/transactions", "v3/ebike/charge/transactions");
    deducted(ACCEPTED, "edu-papay/transactions", "v3/edu-papay/transactions");
    deducted(DEDUCTED, "eduschoolpay/transactions", "v3/eduschoolpay/transactions");
    deducted(DEDUCTED, "vehicle/etc/transactions", "v3/vehicle/etc/transactions/highway");
    States accepted = States.of("trade_state", "SUCCESS", "PAY_FAIL").refunded("REFUND");
    add(
        "out_trade_no",
        accepted,
        v3("vehicle/transactions/out-trade-no/{out_trade_no}", "out_trade_no sub_mchid", accepted),
        "v3/vehicle/transactions/parking");
    add(
        "out_trade_no",
        accepted,
        v3("qrcode/transactions/out-trade-no/{out_trade_no}", "out_trade_no sub_mchid", accepted),
        "v3/qrcode/transactions");
    add("out_trade_no", DEDUCTED, null, "v3/offlineface/transactions");
    States repaid =
        States.of("order_state", "DEDUCT_ORDER_STATE_PAY_SUCCESS", "DEDUCT_ORDER_STATE_PAY_FAIL");
    add(
        "out_trade_no",
        repaid,
        v3("credit-repayment/partner/deduct-orders/{out_trade_no}", "out_trade_no", repaid),
        "v3/credit-repayment/partner/deduct-orders");
  }

  private static void deducted(States response, String query, String path) {
    add(
        "out_trade_no",
        response,
        v3(query + "/out-trade-no/{out_trade_no}", "out_trade_no sub_mchid", DEDUCTED),
        path);
  }

  private static void refunds() {
    add(
        "out_refund_no",
        REFUNDED,
        v3("refund/domestic/refunds/{out_refund_no}", "out_refund_no sub_mchid", REFUNDED),
        "v3/refund/domestic/refunds");
    add(
        "out_refund_no",
        ACCEPTED,
        v3(
            "ecommerce/refunds/out-refund-no/{out_refund_no}",
            "out_refund_no sub_mchid individual_auth_id",
            ECOMMERCE_REFUNDED),
        "v3/ecommerce/refunds/apply");
    add(
        "out_refund_no",
        ACCEPTED,
        v3(
            "global/refunds/out-refund-no/{out_refund_no}",
            "out_refund_no mchid sp_mchid sub_mchid",
            GLOBAL_REFUNDED),
        "v3/global/refunds");
    add(
        "out_refund_no",
        ACCEPTED,
        StateQuery.of(
            "GET hk/v3/refunds/out-refund-no/{out_refund_no}",
            "out_refund_no mchid sp_mchid sub_mchid",
            GLOBAL_REFUNDED),
        "hk/v3/refunds");
    v2Refund("pay/refundquery", "secapi/pay/refund");
    v2Refund("pay/refundqueryv2", "secapi/pay/refundv2");
    v2Refund("deposit/refundquery", "deposit/refund");
    v2Refund("sandboxnew/pay/refundquery", "sandboxnew/pay/refund");
  }

  private static void v2Refund(String query, String path) {
    add("out_refund_no", ACCEPTED, v2(query, "out_refund_no" + V2_MERCHANT, V2_REFUNDED), path);
  }

  private static void transfers() {
    confirmed("out_bill_no", TRANSFER_CREATED, TRANSFER, "v3/fund-app/mch-transfer/transfer-bills");
    confirmed(
        "out_bill_no",
        States.of("state", "SUCCESS WAIT_USER_CONFIRM", ""),
        TRANSFER,
        "v3/fund-app/mch-transfer/transfer-bills/pre-transfer-with-authorization");
    add(
        "out_bill_no",
        States.of("state", "SUCCESS", ""),
        TRANSFER,
        "v3/fund-app/mch-transfer/transfer-bills/transfer");
    created(
        "out_bill_no",
        PARTNER_TRANSFER,
        "v3/fund-app/mch-transfer/partner/transfer-bills",
        "v3/fund-app/mch-transfer/partner/transfer-bills/pre-transfer-with-authorization");
    add(
        "out_bill_no",
        States.of("state", "SUCCESS", ""),
        PARTNER_TRANSFER,
        "v3/fund-app/mch-transfer/partner/transfer-bills/transfer");
    confirmed(
        "out_bill_no",
        TRANSFER_CREATED,
        v3(
            "fund-app/mch-transfer/transfer-to-qq-wallet-bills/{out_bill_no}",
            "out_bill_no",
            TRANSFERRED),
        "v3/fund-app/mch-transfer/transfer-to-qq-wallet-bills");
    confirmed(
        "out_bill_no",
        TRANSFER_CREATED,
        v3(
            "ecommerce/mch-transfer/transfer-bills/out-bill-no/{out_bill_no}",
            "out_bill_no sub_mchid",
            TRANSFERRED),
        "v3/ecommerce/mch-transfer/transfer-bills");
    batches();
    donations();
    compensations();
  }

  private static void batches() {
    String fields = "out_batch_no need_query_detail='false'";
    add(
        "out_batch_no",
        States.of("batch_status", "", "CLOSED"),
        v3(
            "transfer/batches/out-batch-no/{out_batch_no}",
            fields,
            States.of("transfer_batch/batch_status", "FINISHED", "CLOSED")
                .unlessAll("transfer_batch/success_num", "0")),
        "v3/transfer/batches");
    add(
        "out_batch_no",
        ACCEPTED,
        v3(
            "partner-transfer/batches/out-batch-no/{out_batch_no}",
            fields,
            States.of("batch_status", "FINISHED", "CLOSED").unlessAll("success_num", "0")),
        "v3/partner-transfer/batches");
    add("out_batch_no", ACCEPTED, null, "v3/payroll-card/transfer-batches");
    add(
        "out_batch_no",
        ACCEPTED,
        v3(
            "bank-transfer/batches/out-batch-no/{out_batch_no}",
            fields,
            States.of("batch_state", "FINISHED", "CLOSED").unlessAll("success_count", "0")),
        "v3/bank-transfer/batches");
    add(
        "out_batch_no",
        States.of("batch_state", "", "CLOSED"),
        v3(
            "fund-app/brand-redpacket/brand-merchant-out-batches/{out_batch_no}",
            fields,
            States.of("batch_state", "FINISHED", "CLOSED").unlessAll("success_num", "0")),
        "v3/fund-app/brand-redpacket/brand-merchant-batches");
    platformBatches("platsolution");
    platformBatches("platsolution/insurance");
  }

  private static void platformBatches(String area) {
    add(
        "out_batch_no",
        States.of("batch_state", "", "CLOSED"),
        v3(
            area + "/mch-transfer/batches/out-batch-no/{out_batch_no}",
            "out_batch_no sub_mchid need_query_detail='false'",
            States.of("transfer_batch/batch_state", "COMPLETED", "CLOSED")
                .unlessAll("transfer_batch/success_num", "0")),
        "v3/" + area + "/mch-transfer/batches/apply");
    created(
        "out_reservation_no",
        v3(
            area + "/mch-transfer/reservation/out-reservation-no/{out_reservation_no}",
            "out_reservation_no sub_mchid",
            States.of("state", "CONFIRMED", "CLOSED")),
        "v3/" + area + "/mch-transfer/reservation/apply");
  }

  private static void donations() {
    States locked = States.of("state", "LOCKED FINISHED", "CLOSED");
    add(
        "out_budget_no",
        locked,
        v3(
            "fund-app/mch-transfer/partner/charity-budget/{out_budget_no}",
            "out_budget_no sponsor_mchid",
            locked),
        "v3/fund-app/mch-transfer/partner/charity-budget");
    States donated = States.of("state", "SUCCESS", "CLOSE");
    add(
        "out_transfer_no",
        donated,
        v3(
            "fund-app/mch-transfer/partner/charity-transfer-bills/out-transfer-no/{out_transfer_no}",
            "out_transfer_no sponsor_mchid out_budget_no",
            donated),
        "v3/fund-app/mch-transfer/partner/charity-transfer-bills");
  }

  private static void compensations() {
    String area = "platsolution/ecommerce/mch-transfer/";
    confirmed("out_bill_no", COMPENSATION_CREATED, COMPENSATION, "v3/" + area + "compensate-bills");
    created("out_bill_no", COMPENSATION, "v3/" + area + "compensate-bills/pre-transfer");
    confirmed(
        "out_bill_no",
        COMPENSATION_CREATED,
        INSURANCE_CLAIM,
        "v3/" + area + "insurance-claim-bills");
    created("out_bill_no", INSURANCE_CLAIM, "v3/" + area + "insurance-claim-bills/pre-transfer");
    for (String bills :
        List.of(
            "deposit-after-sales-compensation-bills", "deposit-shipping-cost-compensation-bills")) {
      confirmed(
          "out_bill_no",
          COMPENSATION_CREATED,
          v3(area + bills + "/out-bill-no/{out_bill_no}", "out_bill_no sub_mchid", COMPENSATED),
          "v3/" + area + bills);
    }
    confirmed(
        "out_bill_no",
        COMPENSATION_CREATED,
        v3(
            area + "deposit-insurance-premiums-compensation-bills/{out_bill_no}",
            "out_bill_no",
            COMPENSATED),
        "v3/" + area + "deposit-insurance-premiums-compensation-bills");
    States paid = States.of("state", "SUCCESS", "CLOSED");
    add(
        "out_bill_no",
        paid,
        v3(area + "sub-mch-compensation-bills/{out_bill_no}", "out_bill_no sponsor_mchid", paid),
        "v3/" + area + "sub-mch-compensation-bills");
    confirmed(
        "out_bill_no",
        COMPENSATION_CREATED,
        v3(area + "transfer-bills/out-bill-no/{out_bill_no}", "out_bill_no", COMPENSATED),
        "v3/" + area + "transfer-bills");
  }

  private static void payouts() {
    add(
        "partner_trade_no",
        EXECUTED,
        v2(
            "mmpaymkttransfers/gettransferinfo",
            "partner_trade_no mch_id=mchid appid=mch_appid",
            PAID_OUT),
        "mmpaymkttransfers/promotion/transfers");
    add(
        "partner_trade_no",
        EXECUTED,
        v2(
            "mmpaymkttransfers/promotion/querywwsptrans2pocket",
            "partner_trade_no mch_id appid",
            PAID_OUT),
        "mmpaymkttransfers/promotion/paywwsptrans2pocket");
    add(
        "partner_trade_no",
        ACCEPTED,
        v2(
            "mmpaysptrans/query_bank",
            "partner_trade_no mch_id",
            States.of("status", "SUCCESS", "FAILED BANK_FAIL")),
        "mmpaysptrans/pay_bank");
    created(
        "mch_billno",
        RED_PACKET_RECORD,
        "mmpaymkttransfers/sendgroupredpack",
        "mmpaymkttransfers/sendminiprogramhb",
        "mmpaymkttransfers/sendredpack");
    created(
        "mch_billno",
        v2("mmpaymkttransfers/queryworkwxredpack", "mch_billno mch_id appid=wxappid", RED_PACKET),
        "mmpaymkttransfers/sendworkwxredpack");
    add(
        "out_request_no",
        ACCEPTED,
        v3(
            "ecommerce/fund/withdraw/out-request-no/{out_request_no}",
            "out_request_no sub_mchid",
            WITHDRAWN),
        "v3/ecommerce/fund/withdraw");
    add(
        "out_request_no",
        ACCEPTED,
        v3("merchant/fund/withdraw/out-request-no/{out_request_no}", "out_request_no", WITHDRAWN),
        "v3/merchant/fund/withdraw");
    States finished = States.of("status", "FINISHED", "");
    add(
        "out_request_no",
        finished,
        v3(
            "platsolution/ecommerce/withdraw/day-end-balance-withdraw/out-request-no/{out_request_no}",
            "out_request_no sub_mchid",
            finished),
        "v3/platsolution/ecommerce/withdraw/day-end-balance-withdraw");
    created(
        "out_recharge_no",
        v3(
            "platsolution/ecommerce/recharges/out-recharge-no/{out_recharge_no}",
            "out_recharge_no sub_mchid",
            RECHARGED),
        "v3/platsolution/ecommerce/recharges/apply");
    created(
        "out_recharge_no",
        v3(
            "platsolution/ecommerce/bank-transfer-recharges/out-recharge-no/{out_recharge_no}",
            "out_recharge_no",
            RECHARGED),
        "v3/platsolution/ecommerce/bank-transfer-recharges/apply");
    created(
        "out_recharge_no",
        v3(
            "recharge/bank-transfer-recharges/out-recharge-no/{out_recharge_no}",
            "out_recharge_no",
            RECHARGED),
        "v3/recharge/bank-transfer-recharges/apply");
    add(
        "out_settle_batch_no",
        ACCEPTED,
        null,
        "v3/platsolution/ecommerce/settle/prepay-settle-orders");
    add(
        "out_order_id",
        ACCEPTED,
        v3(
            "funds-to-oversea/orders/{out_order_id}",
            "out_order_id sub_mchid transaction_id",
            States.of("result", "SUCCESS", "")),
        "v3/funds-to-oversea/orders");
    States returned = States.of("state", "SUCCESS", "FAILED");
    add(
        "out_return_no",
        returned,
        v3(
            "funds-to-oversea/return/return-orders/out-return-no/{out_return_no}",
            "out_return_no sub_mchid",
            returned),
        "v3/funds-to-oversea/return/return-orders");
    add(
        "out_instruction_no",
        ACCEPTED,
        v3(
            "abnormal-fund-processing/receipts/{receipt_id}/transfer-instructions/{out_instruction_no}",
            "out_instruction_no receipt_id",
            States.of(
                "instruction_state", "INSTRUCTION_STATE_SUCCESS", "INSTRUCTION_STATE_CLOSED")),
        "v3/abnormal-fund-processing/receipts/{receipt_id}/transfer-instructions");
  }

  private static void profitSharing() {
    add(
        "out_order_no",
        SHARED_BY_STATE,
        SHARED,
        "v3/profitsharing/orders",
        "v3/profitsharing/orders/unfreeze");
    add(
        "out_return_no",
        SHARE_RETURNED,
        v3(
            "profitsharing/return-orders/{out_return_no}",
            "out_return_no sub_mchid out_order_no",
            SHARE_RETURNED),
        "v3/profitsharing/return-orders");
    add("out_order_no", SHARED_BY_STATUS, ECOMMERCE_SHARED, "v3/ecommerce/profitsharing/orders");
    add("out_order_no", ACCEPTED, ECOMMERCE_SHARED, "v3/ecommerce/profitsharing/finish-order");
    add(
        "out_return_no",
        PARTNER_SHARE_RETURNED,
        v3(
            "ecommerce/profitsharing/returnorders",
            "out_return_no sub_mchid order_id out_order_no",
            PARTNER_SHARE_RETURNED),
        "v3/ecommerce/profitsharing/returnorders");
    add("out_order_no", SHARED_BY_STATUS, BRAND_SHARED, "v3/brand/profitsharing/orders");
    add("out_order_no", ACCEPTED, BRAND_SHARED, "v3/brand/profitsharing/finish-order");
    add(
        "out_return_no",
        PARTNER_SHARE_RETURNED,
        v3(
            "brand/profitsharing/returnorders",
            "out_return_no sub_mchid order_id out_order_no",
            PARTNER_SHARE_RETURNED),
        "v3/brand/profitsharing/returnorders");
    add(
        "out_order_no",
        SHARED_BY_STATE,
        GLOBAL_SHARED,
        "v3/global/profit-sharing/orders",
        "v3/global/profit-sharing/orders/unfreeze");
    add("out_order_no", SHARED_BY_STATUS, V2_SHARED, "secapi/pay/profitsharing");
    add(
        "out_order_no",
        ACCEPTED,
        V2_SHARED,
        "secapi/pay/multiprofitsharing",
        "secapi/pay/profitsharingfinish");
    add(
        "out_return_no",
        SHARE_RETURNED,
        v2(
            "pay/profitsharingreturnquery",
            "out_return_no order_id out_order_no" + V2_MERCHANT,
            SHARE_RETURNED),
        "secapi/pay/profitsharingreturn");
  }

  private static void serviceOrders() {
    created(
        "out_order_no",
        SERVICE_ORDER,
        "v3/payscore/serviceorder",
        "v3/payscore/serviceorder/direct-complete",
        "v3/payscore/servicepayondeliveryorder");
    created(
        "out_order_no",
        PARTNER_SERVICE_ORDER,
        "v3/payscore/partner/serviceorder",
        "v3/payscore/partner/serviceorder/direct-complete",
        "v3/payscore/partner/servicepayondeliveryorder");
    created(
        "out_order_no",
        BANK_SERVICE_ORDER,
        "v3/payscore/acquiringbank/serviceorder",
        "v3/payscore/acquiringbank/servicepayondeliveryorder");
    created(
        "out_order_no",
        v3("payscore/oversea/partner/serviceorder", "out_order_no service_id sub_mchid", SERVED),
        "v3/payscore/oversea/partner/serviceorder");
    created(
        "out_order_no",
        v3("payscore/payafter-orders", "out_order_no service_id appid", SERVED_LATER),
        "v3/payscore/payafter-orders");
    created(
        "out_order_no",
        v3("payscore/smartretail-orders", "out_order_no service_id appid", SERVED_LATER),
        "v3/payscore/smartretail-orders");
    created(
        "out_order_no",
        v2("wxv/queryrentbill", "out_order_no appid mch_id service_id version", SERVED_LATER),
        "wxv/createrentbill");
    created(
        "out_order_no",
        v2("wxv/queryhotelbill", "out_order_no appid mch_id service_id version", SERVED_LATER),
        "wxv/createhotelbill");
  }

  /** Adds coupons and stocks, which have no query by the number of the request. */
  private static void coupons() {
    executed("partner_trade_no", "mmpaymkttransfers/send_coupon");
    executed(
        "out_request_no",
        "v3/marketing/favor/coupon-stocks",
        "v3/marketing/favor/users/{openid}/coupons",
        "v3/multiuse/users/{openid}/coupons",
        "v3/marketing/busifavor/coupons/associate",
        "v3/marketing/busifavor/coupons/disassociate",
        "v3/marketing/busifavor/coupons/send",
        "v3/marketing/busifavor/coupons/{card_id}/send",
        "v3/marketing/busifavor/product-coupons/send",
        "v3/marketing/busifavor/stocks",
        "PATCH v3/marketing/busifavor/stocks/{stock_id}");
    executed("send_request_no", "v3/marketing/busifavor/product-coupons/pre-send");
    executed("use_request_no", "v3/marketing/busifavor/coupons/use");
    executed("return_request_no", "v3/marketing/busifavor/coupons/return");
    executed("deactivate_request_no", "v3/marketing/busifavor/coupons/deactivate");
    executed("modify_budget_request_no", "PATCH v3/marketing/busifavor/stocks/{stock_id}/budget");
    executed("upload_request_no", "v3/marketing/busifavor/stocks/{stock_id}/couponcodes");
    add(
        "out_subsidy_no",
        States.of("status", "PAY_RECEIPT_SUCCESS", "PAY_RECEIPT_FAIL"),
        v3(
            "marketing/busifavor/subsidy/pay-receipts",
            "out_subsidy_no stock_id coupon_code",
            States.of(
                "pay_receipt_list/status",
                "PAY_RECEIPT_SUCCESS PAY_RECEIPT_PARTIAL_RETURN",
                "PAY_RECEIPT_FAIL PAY_RECEIPT_FULL_RETURN")),
        "v3/marketing/busifavor/subsidy/pay-receipts");
    add(
        "out_subsidy_return_no",
        States.of("status", "RETURN_RECEIPT_SUCCESS", "RETURN_RECEIPT_FAIL"),
        null,
        "v3/marketing/busifavor/subsidy/return-receipts");
  }

  private static StateQuery v3(String path, String fields, States states) {
    return StateQuery.of("GET v3/" + path, fields, states);
  }

  private static StateQuery v2(String path, String fields, States states) {
    return StateQuery.of("POST v2/" + path, fields, states);
  }

  /** Adds writes that create what is executed later; their response settles them. */
  private static void created(String field, StateQuery query, String... paths) {
    confirmed(field, EXECUTED, query, paths);
  }

  /**
   * Adds writes that create what may have to be confirmed, depending on the state in the response.
   */
  private static void confirmed(String field, States response, StateQuery query, String... paths) {
    for (String path : paths) {
      add(path, field, true, response, query);
    }
  }

  private static void executed(String field, String... paths) {
    add(field, EXECUTED, null, paths);
  }

  private static void add(
      String field, States response, @Nullable StateQuery query, String... paths) {
    for (String path : paths) {
      add(path, field, false, response, query);
    }
  }

  private static void add(
      String request,
      String field,
      boolean isCreation,
      States response,
      @Nullable StateQuery query) {
    int blank = request.indexOf(' ');
    String method = blank < 0 ? "POST" : request.substring(0, blank);
    String path = request.substring(blank + 1);
    NumberedWrite row = new NumberedWrite(method, path, field, isCreation, response, query);
    ALL.add(row);
    if (path.indexOf('{') < 0) {
      BY_PATH.put(method + " " + path, row);
    }
  }

  private static void refersTo(StateQuery query, String path) {
    REFERRING.put(PathShape.of(path), query);
  }

  /** Returns the rows in the order of the table. */
  static List<NumberedWrite> all() {
    return ALL;
  }

  static Optional<NumberedWrite> find(String method, List<String> path) {
    NumberedWrite literal = BY_PATH.get(method + " " + String.join("/", path));
    if (literal != null) {
      return Optional.of(literal);
    }
    return ALL.stream()
        .filter(row -> row.method().equals(method) && row.shape().matches(path))
        .findFirst();
  }

  /** Returns the query of the first row with a query at a path. */
  static Optional<StateQuery> query(String method, List<String> path) {
    return ALL.stream()
        .flatMap(row -> row.query().stream())
        .filter(query -> query.method().equals(method) && query.shape().matches(path))
        .findFirst();
  }

  /** Returns the query about the order or transfer that another write refers to. */
  static Optional<StateQuery> referred(String method, List<String> path) {
    return method.equals("POST")
        ? REFERRING.entrySet().stream()
            .filter(entry -> entry.getKey().matches(path))
            .map(Map.Entry::getValue)
            .findFirst()
        : Optional.empty();
  }
}
