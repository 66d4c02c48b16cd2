package io.github.wxpay;

/**
 * Documented event types of notifications of APIv3, to compare with {@link
 * Notification#eventType()}. The platform may add others, so leave a default for them.
 *
 * <pre>{@code
 * switch (notification.eventType()) {
 *   case EventTypes.TRANSACTION_SUCCESS: return paid(notification);
 *   case EventTypes.REFUND_SUCCESS: return refunded(notification);
 *   default: return notification.success();
 * }
 * }</pre>
 */
public final class EventTypes {
  /** Abnormal funds were transferred. */
  public static final String ABNORMAL_FUND_PROCESSING_TRANSFER_SUCCESS =
      "ABNORMAL_FUND_PROCESSING.TRANSFER.SUCCESS";

  /** An application to change an H5 payment domain was approved. */
  public static final String APPLYMENT_STATE_APPROVED = "APPLYMENT_STATE.APPROVED";

  /** Transactions of a merchant were blocked. */
  public static final String BLOCKRECORD_CHANGE = "BLOCKRECORD.CHANGE";

  /** The appeal against blocked transactions changed its state. */
  public static final String BLOCKSUBMISSION_CHANGE = "BLOCKSUBMISSION.CHANGE";

  /** A member of a brand exchanged points for a coupon. */
  public static final String BRAND_MEMBER_CARD_SP_POINT_EXCHANGE_COUPON =
      "BRAND_MEMBER_CARD_SP.POINT_EXCHANGE_COUPON";

  /** The points of a member of a brand are to be synchronised. */
  public static final String BRAND_MEMBER_CARD_SP_SYNC_USER_POINT =
      "BRAND_MEMBER_CARD_SP.SYNC_USER_POINT";

  /** A user opened a member card of a brand. */
  public static final String BRAND_MEMBER_CARD_SP_USER_CARD_CREATE =
      "BRAND_MEMBER_CARD_SP.USER_CARD.CREATE";

  /** A user deleted a member card of a brand. */
  public static final String BRAND_MEMBER_CARD_SP_USER_CARD_DELETE =
      "BRAND_MEMBER_CARD_SP.USER_CARD.DELETE";

  /** The application for a donation budget was closed. */
  public static final String BUDGET_CLOSED = "BUDGET.CLOSED";

  /** The application for a donation budget was finished. */
  public static final String BUDGET_FINISHED = "BUDGET.FINISHED";

  /** A donation budget was locked. */
  public static final String BUDGET_LOCKED = "BUDGET.LOCKED";

  /** A user made a complaint. */
  public static final String COMPLAINT_CREATE = "COMPLAINT.CREATE";

  /** A complaint changed its state. */
  public static final String COMPLAINT_STATE_CHANGE = "COMPLAINT.STATE_CHANGE";

  /** A user received a coupon. */
  public static final String COUPON_SEND = "COUPON.SEND";

  /** A coupon was used. */
  public static final String COUPON_USE = "COUPON.USE";

  /** An automatic repayment succeeded. */
  public static final String CREDIT_REPAYMENT_DEDUCTION_PAY = "CREDIT_REPAYMENT.DEDUCTION_PAY";

  /** A user signed a contract for automatic repayment. */
  public static final String CREDIT_REPAYMENT_SIGN_CONTRACT = "CREDIT_REPAYMENT.SIGN_CONTRACT";

  /** A user ended a contract for automatic repayment. */
  public static final String CREDIT_REPAYMENT_TERMINATE_CONTRACT =
      "CREDIT_REPAYMENT.TERMINATE_CONTRACT";

  /** The platform asks for the merchant of a QR code; reply with data. */
  public static final String CROSS_BORDER_PAY_GET_MCH_INFO = "CROSS_BORDER_PAY.GET_MCH_INFO";

  /** The platform sends an order of a QR code. */
  public static final String CROSS_BORDER_PAY_PUSH_ORDER_INFO = "CROSS_BORDER_PAY.PUSH_ORDER_INFO";

  /** A delivery plan changed its state. */
  public static final String DELIVERY_PLAN_CHANGE = "DELIVERY_PLAN.CHANGE";

  /** The agreement of a discount card ended. */
  public static final String DISCOUNT_CARD_AGREEMENT_ENDED = "DISCOUNT_CARD.AGREEMENT_ENDED";

  /** A user received a discount card. */
  public static final String DISCOUNT_CARD_GET_CARD = "DISCOUNT_CARD.GET_CARD";

  /** A discount card was settled. */
  public static final String DISCOUNT_CARD_SETTLEMENT = "DISCOUNT_CARD.SETTLEMENT";

  /** A user accepted a discount card. */
  public static final String DISCOUNT_CARD_USER_ACCEPTED = "DISCOUNT_CARD.USER_ACCEPTED";

  /** The payment for a discount card changed its state. */
  public static final String DISCOUNT_CARD_USER_PAID = "DISCOUNT_CARD.USER_PAID";

  /** A user signed a contract for combined deductions of a platform. */
  public static final String ECOMMERCE_ENTRUST_SIGN = "ECOMMERCE_ENTRUST.SIGN";

  /** A contract for combined deductions of a platform ended. */
  public static final String ECOMMERCE_ENTRUST_TERMINATE = "ECOMMERCE_ENTRUST.TERMINATE";

  /** The debt of a user of school payments changed its state. */
  public static final String EDU_SCHOOL_PAY_USER_DEBT_STATE_UPDATE =
      "EDU_SCHOOL_PAY.USER_DEBT_STATE_UPDATE";

  /** A user ended a contract for education renewals. */
  public static final String ENTRUST_RELEASE = "ENTRUST.RELEASE";

  /** A user signed a deduction contract. */
  public static final String ENTRUST_SIGN = "ENTRUST.SIGN";

  /** A user signed a contract for education renewals. */
  public static final String ENTRUST_SIGNING = "ENTRUST.SIGNING";

  /** A deduction contract ended. */
  public static final String ENTRUST_TERMINATE = "ENTRUST.TERMINATE";

  /** The platform asks whether a deduction contract may be ended. */
  public static final String ENTRUST_TERMINATE_INQUIRY = "ENTRUST.TERMINATE_INQUIRY";

  /** The platform asks what to offer a user who ends a deduction contract. */
  public static final String ENTRUST_TERMINATE_RETENTION = "ENTRUST.TERMINATE_RETENTION";

  /** The face payment contract of a user changed its state. */
  public static final String FACEPAY_USER_STATE_CHANGE = "FACEPAY.USER_STATE_CHANGE";

  /** The card of an invoice was discarded. */
  public static final String FAPIAO_CARD_DISCARDED = "FAPIAO.CARD_DISCARDED";

  /** An invoice was inserted into the user's cards. */
  public static final String FAPIAO_CARD_INSERTED = "FAPIAO.CARD_INSERTED";

  /** An invoice was issued. */
  public static final String FAPIAO_ISSUED = "FAPIAO.ISSUED";

  /** An invoice was reversed. */
  public static final String FAPIAO_REVERSED = "FAPIAO.REVERSED";

  /** A user entered the title of an invoice. */
  public static final String FAPIAO_USER_APPLIED = "FAPIAO.USER_APPLIED";

  /** The order of a power bank's overnight insurance changed its state. */
  public static final String HIRE_POWER_BANK_RECEIVE_INSURANCE =
      "HIRE_POWER_BANK.RECEIVE_INSURANCE";

  /** A deduction contract of an insurer was renewed. */
  public static final String INSURANCE_ENTRUST_RENEW = "INSURANCE_ENTRUST.RENEW";

  /** A user signed a deduction contract of an insurer. */
  public static final String INSURANCE_ENTRUST_SIGN = "INSURANCE_ENTRUST.SIGN";

  /** A deduction contract of an insurer ended. */
  public static final String INSURANCE_ENTRUST_TERMINATE = "INSURANCE_ENTRUST.TERMINATE";

  /** A user authorized the service for insurance policies. */
  public static final String INSURANCE_POLICY_MANAGEMENT_GRANTED =
      "INSURANCE_POLICY_MANAGEMENT.GRANTED";

  /** A user authorized the member points of a mall. */
  public static final String MALL_AUTH_ACTIVATE_CARD = "MALL_AUTH.ACTIVATE_CARD";

  /** A refund to a member of a mall succeeded. */
  public static final String MALL_REFUND_SUCCESS = "MALL_REFUND.SUCCESS";

  /** A payment by a member of a mall succeeded. */
  public static final String MALL_TRANSACTION_SUCCESS = "MALL_TRANSACTION.SUCCESS";

  /** A measure of the platform against a merchant was recorded. */
  public static final String MANAGERECORD_CHANGE = "MANAGERECORD.CHANGE";

  /** A user ended the authorization to receive transfers automatically. */
  public static final String MCHTRANSFER_AUTHORIZATION_CLOSED = "MCHTRANSFER.AUTHORIZATION.CLOSED";

  /** A user authorized receiving transfers automatically. */
  public static final String MCHTRANSFER_AUTHORIZATION_CONFIRMED =
      "MCHTRANSFER.AUTHORIZATION.CONFIRMED";

  /** A batch of transfers was closed. */
  public static final String MCHTRANSFER_BATCH_CLOSED = "MCHTRANSFER.BATCH.CLOSED";

  /** A batch of transfers was finished. */
  public static final String MCHTRANSFER_BATCH_FINISHED = "MCHTRANSFER.BATCH.FINISHED";

  /** A transfer ended: succeeded, failed or cancelled. */
  public static final String MCHTRANSFER_BILL_FINISHED = "MCHTRANSFER.BILL.FINISHED";

  /** A transfer to a QQ wallet ended. */
  public static final String MCHTRANSFER_QQWALLETBILL_FINISHED =
      "MCHTRANSFER.QQWALLETBILL.FINISHED";

  /** A withdrawal of a merchant changed its state. */
  public static final String MCHWITHDRAW_CHANGE = "MCHWITHDRAW.CHANGE";

  /** A payment with medical insurance succeeded. */
  public static final String MEDICAL_INSURANCE_SUCCESS = "MEDICAL_INSURANCE.SUCCESS";

  /** A user received a member card. */
  public static final String MEMBERCARD_ACCEPT_CARD = "MEMBERCARD.ACCEPT_CARD";

  /** A user activated a member card. */
  public static final String MEMBERCARD_ACTIVATE_CARD = "MEMBERCARD.ACTIVATE_CARD";

  /** A user managed a member card. */
  public static final String MEMBERCARD_USERCARD_MANAGE = "MEMBERCARD.USERCARD_MANAGE";

  /** A partner received a message that it subscribed to. */
  public static final String MERCHANT_NOTIFY_NOTIFY = "MERCHANT_NOTIFY.NOTIFY";

  /** A user signed a cross-border deduction contract. */
  public static final String PAPAY_SIGN = "PAPAY.SIGN";

  /** A cross-border deduction contract ended. */
  public static final String PAPAY_TERMINATE = "PAPAY.TERMINATE";

  /** The platform asks for a parking fee; reply with data. */
  public static final String PARKING_FEE_QUERY_TRANS_INFO = "PARKING_FEE.QUERY_TRANS_INFO";

  /** A service account was bound. */
  public static final String PAYSCORE_BIND_SERVICE_ACCOUNT = "PAYSCORE.BIND_SERVICE_ACCOUNT";

  /** The platform asks a payscore institution to place an order. */
  public static final String PAYSCORE_MCH_PREPAY = "PAYSCORE.MCH_PREPAY";

  /** A user accepted a payscore order. */
  public static final String PAYSCORE_USER_ACCEPTED = "PAYSCORE.USER_ACCEPTED";

  /** A user cancelled a payscore plan. */
  public static final String PAYSCORE_USER_CANCEL_SIGN_PLAN = "PAYSCORE.USER_CANCEL_SIGN_PLAN";

  /** A user ended the authorization of a payscore service. */
  public static final String PAYSCORE_USER_CLOSE_SERVICE = "PAYSCORE.USER_CLOSE_SERVICE";

  /** A user confirmed a payscore order. */
  public static final String PAYSCORE_USER_CONFIRM = "PAYSCORE.USER_CONFIRM";

  /** A user authorized a payscore service. */
  public static final String PAYSCORE_USER_OPEN_SERVICE = "PAYSCORE.USER_OPEN_SERVICE";

  /** A user paid a payscore order. */
  public static final String PAYSCORE_USER_PAID = "PAYSCORE.USER_PAID";

  /** A user signed a payscore plan. */
  public static final String PAYSCORE_USER_SIGN_PLAN = "PAYSCORE.USER_SIGN_PLAN";

  /** The image of a product coupon was generated, or failed to be. */
  public static final String PRODUCT_COUPON_SP_IMAGE_GENERATION =
      "PRODUCT_COUPON_SP.IMAGE_GENERATION";

  /** A user received a product coupon. */
  public static final String PRODUCT_COUPON_SP_SEND = "PRODUCT_COUPON_SP.SEND";

  /** A shared amount was returned. */
  public static final String PROFITSHARING_RETURN = "PROFITSHARING.RETURN";

  /** A share of a payment was received. */
  public static final String PROFITSHARING_SUCCESS = "PROFITSHARING.SUCCESS";

  /** A recharge of a merchant was closed. */
  public static final String RECHARGE_CLOSED = "RECHARGE.CLOSED";

  /** The funds of a recharge were returned. */
  public static final String RECHARGE_FUND_RETURNED = "RECHARGE.FUND_RETURNED";

  /** A recharge of a merchant succeeded. */
  public static final String RECHARGE_SUCCESS = "RECHARGE.SUCCESS";

  /** A refund failed and needs another way to pay it out. */
  public static final String REFUND_ABNORMAL = "REFUND.ABNORMAL";

  /** A refund was closed. */
  public static final String REFUND_CLOSED = "REFUND.CLOSED";

  /** A refund succeeded. */
  public static final String REFUND_SUCCESS = "REFUND.SUCCESS";

  /** A payment was identified as risky. */
  public static final String RISKTRADE_IDENTIFICATION = "RISKTRADE.IDENTIFICATION";

  /** A test of signatures and encryption; reply with data. */
  public static final String SECURITY_ECHO_SUCCESS = "SECURITY_ECHO.SUCCESS";

  /** A settlement of personal collections succeeded. */
  public static final String SETTLEMENT_SUCCESS = "SETTLEMENT.SUCCESS";

  /** A deduction for parking failed. */
  public static final String TRANSACTION_FAIL = "TRANSACTION.FAIL";

  /** A deduction of school payments failed. */
  public static final String TRANSACTION_INDUSTRY_FAILED = "TRANSACTION.INDUSTRY_FAILED";

  /** A deduction of school payments succeeded. */
  public static final String TRANSACTION_INDUSTRY_SUCCESS = "TRANSACTION.INDUSTRY_SUCCESS";

  /** A user repaid an advance. */
  public static final String TRANSACTION_PAY_BACK = "TRANSACTION.PAY_BACK";

  /** A payment succeeded; also of profit sharing, see {@code original_type}. */
  public static final String TRANSACTION_SUCCESS = "TRANSACTION.SUCCESS";

  /** The entrance state of a vehicle changed. */
  public static final String VEHICLE_ENTRANCE_STATE_CHANGE = "VEHICLE.ENTRANCE_STATE_CHANGE";

  /** The contract of a user for vehicle payments changed its state. */
  public static final String VEHICLE_USER_STATE_CHANGE = "VEHICLE.USER_STATE_CHANGE";

  /** A merchant appealed against a sanction. */
  public static final String VIOLATION_APPEAL = "VIOLATION.APPEAL";

  /** Transactions of a merchant were intercepted. */
  public static final String VIOLATION_INTERCEPT = "VIOLATION.INTERCEPT";

  /** A merchant was sanctioned. */
  public static final String VIOLATION_PUNISH = "VIOLATION.PUNISH";

  /** A company authorized business payments. */
  public static final String WEBIZPAY_AUTHORIZED = "WEBIZPAY.AUTHORIZED";

  /** A refund to a quota card of a company succeeded. */
  public static final String WEBIZPAY_PAYMENTREFUNDSUCCESS = "WEBIZPAY.PAYMENTREFUNDSUCCESS";

  /** A payment by a quota card of a company succeeded. */
  public static final String WEBIZPAY_PAYMENTSUCCESS = "WEBIZPAY.PAYMENTSUCCESS";

  /** A quota card of a company expired. */
  public static final String WEBIZPAY_QUOTACARDEXPIRED = "WEBIZPAY.QUOTACARDEXPIRED";

  /** A company ended the authorization of business payments. */
  public static final String WEBIZPAY_REVOKED = "WEBIZPAY.REVOKED";

  private EventTypes() {}
}
