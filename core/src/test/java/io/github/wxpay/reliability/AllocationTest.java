package io.github.wxpay.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.Chain;
import io.github.wxpay.Wxpay;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.AllocatedBytes;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bytes that a call allocates on its thread: counted, not timed, with room above them. */
@Timeout(120)
class AllocationTest {
  private static final int WARM = 200;
  private static final int BATCHES = 5;
  private static final int CALLS = 30;

  /** A quarter above what Java 11, 17 and 25 allocated for either, 89 KB; of that RSA is 54 KB. */
  private static final long BOUND = 112_000;

  @BeforeAll
  static void needsCountsOfTheJvm() {
    AllocatedBytes.assumeCounted();
  }

  @Test
  void callsOfApiv3AllocateNoMoreThanTheirBound() {
    byte[] created =
        Reply.signed("{\"code_url\":\"weixin://wxpay/bizpayurl?pr=p4lpSuKzz\"}").wire();
    byte[] order =
        Reply.signed(
                "{\"mchid\":\"1900000109\",\"out_trade_no\":\"order-4711\",\"trade_state\":\"SUCCESS\","
                    + "\"transaction_id\":\"1217752501201407033233368018\",\"amount\":{\"total\":100,"
                    + "\"payer_total\":100,\"currency\":\"CNY\"},\"payer\":{\"openid\":\"oUpF8uMuAJO_M2pxb1Q9\"}}")
            .wire();
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  out.write(request.startsWith("POST") ? created : order);
                  return true;
                });
        Wxpay wxpay = Clients.builder().baseUrl(server.url()).build()) {
      Chain orders = wxpay.chain("v3/pay/transactions/out-trade-no/{out_trade_no}");
      Options number = Options.of("out_trade_no", "order-4711").query("mchid", "1900000109");

      long post = perCall(() -> post(wxpay));
      long get = perCall(() -> assertThat(orders.get(number).status()).isEqualTo(200));

      System.out.println("AllocationTest: POST " + post + " bytes, GET " + get + " bytes");
      assertThat(post).as("bytes of a POST").isBetween(10_000L, BOUND);
      assertThat(get).as("bytes of a GET").isBetween(10_000L, BOUND);
    }
  }

  private static void post(Wxpay wxpay) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("appid", "wx8888888888888888");
    order.put("mchid", "1900000109");
    order.put("description", "Image形象店-深圳腾大-QQ公仔");
    order.put("out_trade_no", "order-4711");
    order.put("notify_url", "https://example.com/notify");
    order.put("amount", Map.of("total", 100, "currency", "CNY"));
    String url = wxpay.chain("v3/pay/transactions/native").post(order).get("code_url");
    assertThat(url.length()).isPositive();
  }

  /** Returns the median of several batches, after calls that load classes and compile. */
  private static long perCall(Runnable call) {
    for (int i = 0; i < WARM; i++) {
      call.run();
    }
    long[] batches = new long[BATCHES];
    for (int batch = 0; batch < BATCHES; batch++) {
      long before = AllocatedBytes.ofThisThread();
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      batches[batch] = (AllocatedBytes.ofThisThread() - before) / CALLS;
    }
    Arrays.sort(batches);
    return batches[BATCHES / 2];
  }
}
