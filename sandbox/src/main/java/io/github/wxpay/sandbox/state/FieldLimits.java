package io.github.wxpay.sandbox.state;

import io.github.wxpay.sandbox.ledger.Numbers;
import java.util.regex.Pattern;

/**
 * The limits of fields that the platform documents in words only, by kind of request. A rule can go
 * as soon as the catalogue has lengths, patterns and ranges.
 */
public final class FieldLimits {
  private static final int MAX = Integer.MAX_VALUE;
  private static final String ORDER_NUMBER = "out_trade_no";
  private static final Pattern TRANSACTION = Pattern.compile("[0-9]{28,32}");
  private static final Pattern TIME =
      Pattern.compile(
          "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](Z|[+-][0-9]{2}:[0-9]{2})");
  private static final Pattern DAY = Pattern.compile("20[0-9]{2}-[01][0-9]-[0-3][0-9]");
  private static final Pattern CALLBACK = Pattern.compile("https?://[^?#\\s]{1,248}");
  // The platform takes https only; a test's own receiver is on this machine.
  private static final Pattern COMPLAINT_CALLBACK =
      Pattern.compile(
          "https://[^?#\\s]{1,247}"
              + "|http://(127\\.0\\.0\\.1|localhost)(:[0-9]{1,5})?(/[^?#\\s]{0,220})?");
  private static final Pattern CODE = Pattern.compile("[0-9A-Za-z_\\-]{1,64}");
  private static final String CODE_WORDS = "1 to 64 of the characters 0-9 A-Z a-z _ -";
  private static final Pattern TRANSFER_NUMBER = Pattern.compile("[0-9A-Za-z]{1,32}");
  private static final Pattern REMARK = Pattern.compile(".{1,32}", Pattern.DOTALL);
  private static final Pattern SERVICE_NUMBER = Pattern.compile("[0-9A-Za-z_\\-|*]{1,32}");
  private static final FieldRules NONE = FieldRules.NONE;

  static final FieldRules ORDER =
      NONE.ours("mchid")
          .ours("sp_mchid")
          .length("appid", 1, 32)
          .length("sp_appid", 1, 32)
          .length("description", 1, 127)
          .matching(ORDER_NUMBER, Numbers.ORDER, Numbers.ORDER_RULE)
          .matching("notify_url", CALLBACK, "an http(s) address without a query")
          .length("attach", 0, 128)
          .length("goods_tag", 1, 32)
          .matching("time_expire", TIME, "a time like 2018-06-08T10:34:56+08:00")
          .length("payer/openid", 1, 128)
          .length("scene_info/payer_client_ip", 1, 45)
          .documented("amount/currency")
          .atLeast("amount/total", 1)
          .atMost("amount/total", MAX);
  static final FieldRules H5_ORDER =
      NONE.required("scene_info/payer_client_ip")
          .required("scene_info/h5_info/type")
          .length("scene_info/h5_info/type", 1, 32)
          .and(ORDER);
  static final FieldRules ORDER_QUERY =
      NONE.ours("mchid")
          .ours("sp_mchid")
          .matching("transaction_id", TRANSACTION, "28 to 32 digits")
          .matching(ORDER_NUMBER, Numbers.ORDER, Numbers.ORDER_RULE);
  static final FieldRules COMBINED_ORDER =
      NONE.ours("combine_mchid")
          .matching("combine_out_trade_no", Numbers.ORDER, Numbers.ORDER_RULE)
          .range("sub_orders/*/amount/total_amount", 1, MAX)
          .matching("sub_orders/*/out_trade_no", Numbers.ORDER, Numbers.ORDER_RULE)
          // A merchant's own orders have none.
          .optional("sub_orders/*/sub_mchid");
  static final FieldRules CODE_PAYMENT =
      NONE.ours("mchid")
          .ours("sp_mchid")
          .matching("payer/auth_code", Numbers.PAYMENT_CODE, "18 digits that begin with 10 to 15")
          .matching(ORDER_NUMBER, Numbers.ORDER, Numbers.ORDER_RULE)
          .range("amount/total", 1, MAX);
  static final FieldRules REVERSAL = NONE.ours("mchid").ours("sp_mchid");

  static final FieldRules REFUND =
      NONE.matching("out_refund_no", Numbers.REFUND, Numbers.REFUND_RULE)
          .length("transaction_id", 1, 32)
          .length("reason", 1, 80)
          .length("notify_url", 8, 256)
          .oneOf("amount/currency", "CNY")
          .atLeast("amount/refund", 1)
          .atMost("amount/refund", MAX)
          .atLeast("amount/total", 1)
          .atMost("amount/total", MAX);
  static final FieldRules DIRECT_REFUND =
      NONE.required(ORDER_NUMBER, "transaction_id")
          .length(ORDER_NUMBER, 6, 32)
          .required("amount/currency")
          .and(REFUND);
  static final FieldRules REFUND_QUERY =
      NONE.matching("out_refund_no", Numbers.REFUND, Numbers.REFUND_RULE);

  static final FieldRules PERMISSION =
      NONE.length("service_id", 1, 32)
          .length("appid", 1, 32)
          .matching("authorization_code", CODE, CODE_WORDS)
          .matching("openid", CODE, CODE_WORDS)
          .length("notify_url", 8, 256)
          .length("reason", 1, 64);
  static final FieldRules SERVICE_ORDER =
      NONE.ours("mchid")
          .matching("out_order_no", SERVICE_NUMBER, "1 to 32 of the characters 0-9 A-Z a-z _ - | *")
          .range("total_amount", 0, MAX);
  static final FieldRules SERVICE_STEP = NONE.range("total_amount", 0, MAX);

  static final FieldRules SHARING =
      NONE.matching("out_order_no", Numbers.REFUND, Numbers.REFUND_RULE)
          .range("receivers/*/amount", 1, MAX);
  static final FieldRules SHARING_RETURN = NONE.range("amount", 1, MAX);
  static final FieldRules RECEIVER = NONE.documented("type").documented("relation_type");
  static final FieldRules TRANSFER =
      NONE.matching("out_bill_no", TRANSFER_NUMBER, "1 to 32 of the characters 0-9 A-Z a-z")
          .range("transfer_amount", 10, MAX)
          .matching("transfer_remark", REMARK, "1 to 32 characters")
          .required("transfer_scene_report_infos");
  static final FieldRules TRANSFER_BATCH =
      NONE.range("transfer_detail_list/*/transfer_amount", 1, MAX)
          // Small amounts need none.
          .optional("transfer_detail_list/*/user_name");
  static final FieldRules DEDUCTION =
      NONE.matching(ORDER_NUMBER, Numbers.ORDER, Numbers.ORDER_RULE).range("amount/total", 1, MAX);
  static final FieldRules STOCK =
      NONE.ours("belong_merchant")
          .range("coupon_use_rule/fixed_normal_coupon/coupon_amount", 1, MAX)
          .range("stock_use_rule/max_coupons", 1, MAX);

  static final FieldRules COMPLAINT_LIST =
      NONE.matching("begin_date", DAY, "a day like 2019-06-11")
          .matching("end_date", DAY, "a day like 2019-06-11");
  static final FieldRules COMPLAINT_REFUND = NONE.documented("action");
  static final FieldRules COMPLAINT_ADDRESS =
      NONE.matching(
          "url", COMPLAINT_CALLBACK, "an https address without a query, or http on this machine");
  static final FieldRules BRAND_ADDRESS = NONE.required("notify_url").length("notify_url", 8, 256);

  public static final FieldRules BILL =
      NONE.matching("bill_date", DAY, "a day like 2019-06-11")
          .matching("sub_mchid", Pattern.compile("[0-9]{1,32}"), "a merchant's number")
          .documented("bill_type")
          .documented("account_type")
          .documented("algorithm")
          .documented("tar_type");
  public static final FieldRules STATEMENT =
      NONE.matching("date", Pattern.compile("20[0-9]{2}[01][0-9][0-3][0-9]"), "a day like 20180103")
          .ours("mchid");
  public static final FieldRules BILL_FILE =
      NONE.matching(
              "token", Pattern.compile("[0-9A-Za-z_\\-]{1,256}"), "a token from an earlier answer")
          .oneOf("tartype", "gzip", "GZIP");
  public static final FieldRules DOCUMENT_FILE =
      NONE.ours("mchid")
          .length("openid", 1, 128)
          .length("invoice_code", 1, 128)
          .length("invoice_no", 1, 128)
          .length("fapiao_id", 1, 128)
          .documented("source")
          .matching(
              "token",
              Pattern.compile("[0-9A-Za-z_\\-]{1,256}"),
              "1 to 256 of the characters 0-9 A-Z a-z _ -");
  public static final FieldRules IMAGE_FILE =
      NONE.length("complaint_id", 1, 64)
          .matching(
              "media_id", Pattern.compile("[0-9A-Za-z_.\\-]{1,256}"), "a media_id from an upload");
  public static final FieldRules UPLOAD =
      NONE.atLeast("item_id", 0)
          .length("sub_mchid", 1, 32)
          .length("company_mchid", 1, 32)
          .atLeast("region_id", 0)
          .atMost("region_id", MAX)
          .documented("file_type")
          .documented("digest_alogrithm")
          .documented("digest_algorithm")
          .matching(
              "package_id",
              Pattern.compile("[0-9A-Za-z_\\-]{4,16}"),
              "4 to 16 of the characters 0-9 A-Z a-z _ -")
          .length("bank_type", 1, 32)
          .length("transaction_id", 1, 32)
          .length("transaction_mchid", 0, 32)
          .length("transaction_sub_mchid", 0, 32)
          .length("out_trade_no", 1, 32)
          .length("openid", 1, 128)
          .length("upload_time", 1, 64);

  private FieldLimits() {}
}
