package io.github.wxpay.reliability;

import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes one call in a separate JVM, with only the classes loaded that it requires. */
final class FirstCall {
  private FirstCall() {}

  /** Takes the URL, the merchant's number and serial, its key, the platform's, and the time. */
  public static void main(String[] args) {
    Map<String, Object> amount = new LinkedHashMap<>();
    amount.put("total", 100);
    amount.put("currency", "CNY");
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("mchid", args[1]);
    order.put("description", "\u5f62\u8c61\u5e97");
    order.put("out_trade_no", "order-4711");
    order.put("amount", amount);
    try (Wxpay wxpay =
        Wxpay.builder()
            .baseUrl(args[0])
            .mchid(args[1])
            .serial(args[2])
            .privateKey(Path.of(args[3]))
            .platformKey(args[4], Path.of(args[5]))
            .clock(Clock.fixed(Instant.ofEpochSecond(Long.parseLong(args[6])), ZoneOffset.UTC))
            .build()) {
      Response response = wxpay.chain("v3/pay/transactions/native").post(order);
      System.out.println("answer ".concat(response.get("code_url")));
    }
    System.exit(0);
  }
}
