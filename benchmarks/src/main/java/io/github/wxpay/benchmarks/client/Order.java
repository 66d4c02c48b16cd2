package io.github.wxpay.benchmarks.client;

import java.util.LinkedHashMap;
import java.util.Map;

/** The order that all clients create: about 300 bytes of JSON. */
final class Order {
  static final String CREATE = "/v3/pay/transactions/native";
  static final String QUERY = "/v3/pay/transactions/out-trade-no/";
  static final String APPID = "wxd678efh567hg6787";
  static final String DESCRIPTION = "Image形象店-深圳腾大-QQ公仔";
  static final String ATTACH = "store-0042/till-07";
  static final String NOTIFY_URL = "https://shop.example.com/wxpay/notifications/orders";
  static final int TOTAL = 100;

  private Order() {}

  /** Returns the fields of the request. */
  static Map<String, Object> fields(String mchid, String number) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("appid", APPID);
    fields.put("mchid", mchid);
    fields.put("description", DESCRIPTION);
    fields.put("out_trade_no", number);
    fields.put("attach", ATTACH);
    fields.put("notify_url", NOTIFY_URL);
    fields.put("amount", Map.of("total", TOTAL, "currency", "CNY"));
    return fields;
  }
}
