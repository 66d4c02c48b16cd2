package io.github.wxpay.sandbox.testing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Bodies of orders, refunds and transfers over APIv3 that the sandbox accepts; a test changes the
 * fields that it checks.
 */
public final class OrderJson {
  /** The sandbox's merchant. */
  public static final String MCHID = "1900000109";

  /** A merchant for which the sandbox's merchant acts. */
  public static final String SUB_MCHID = "1900000110";

  private OrderJson() {}

  /** Returns an order of the merchant, for trade types that need no further field. */
  public static ObjectNode of(String number, long total) {
    ObjectNode order =
        JsonNodeFactory.instance
            .objectNode()
            .put("appid", "wxd678efh567hg6787")
            .put("mchid", MCHID)
            .put("description", "tea")
            .put("out_trade_no", number)
            .put("notify_url", "https://example.com/n");
    order.putObject("amount").put("total", total);
    return order;
  }

  /** Returns an order that a service provider places for another merchant. */
  public static ObjectNode ofPartner(String number, long total) {
    ObjectNode order =
        JsonNodeFactory.instance
            .objectNode()
            .put("sp_appid", "wx1")
            .put("sp_mchid", MCHID)
            .put("sub_mchid", SUB_MCHID)
            .put("description", "tea")
            .put("out_trade_no", number)
            .put("notify_url", "https://example.com/n");
    order.putObject("amount").put("total", total);
    return order;
  }

  /** Returns a combined order with a part for each total, numbered {@code number-0} and so on. */
  public static ObjectNode combined(String number, long... totals) {
    ObjectNode order =
        JsonNodeFactory.instance
            .objectNode()
            .put("combine_appid", "wx1")
            .put("combine_mchid", MCHID)
            .put("combine_out_trade_no", number)
            .put("notify_url", "https://example.com/n");
    ArrayNode parts = order.putArray("sub_orders");
    for (int i = 0; i < totals.length; i++) {
      ObjectNode part =
          parts
              .addObject()
              .put("mchid", MCHID)
              .put("sub_mchid", SUB_MCHID)
              .put("attach", "a")
              .put("description", "tea")
              .put("out_trade_no", number + "-" + i);
      part.putObject("amount").put("currency", "CNY").put("total_amount", totals[i]);
    }
    return order;
  }

  /** Returns a partial or full refund of an order with the given total. */
  public static ObjectNode refund(String order, String number, long amount, long total) {
    ObjectNode refund =
        JsonNodeFactory.instance
            .objectNode()
            .put("out_trade_no", order)
            .put("out_refund_no", number);
    refund.putObject("amount").put("refund", amount).put("total", total).put("currency", "CNY");
    return refund;
  }

  /** Returns a transfer to a user, without the user's name. */
  public static ObjectNode transfer(String number, long amount) {
    ObjectNode transfer =
        JsonNodeFactory.instance
            .objectNode()
            .put("appid", "wx1")
            .put("out_bill_no", number)
            .put("transfer_scene_id", "1000")
            .put("openid", "o1")
            .put("transfer_amount", amount)
            .put("transfer_remark", "prize");
    transfer
        .putArray("transfer_scene_report_infos")
        .addObject()
        .put("info_type", "a")
        .put("info_content", "b");
    return transfer;
  }
}
