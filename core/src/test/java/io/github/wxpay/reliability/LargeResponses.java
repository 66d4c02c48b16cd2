package io.github.wxpay.reliability;

import io.github.wxpay.Chain;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FaultServer;
import io.github.wxpay.testing.Fixtures;
import java.time.Duration;
import java.util.Map;

/**
 * The program of {@link LargeResponseTest}: meets the faults that are named in its arguments after
 * the URL, one after the other, and prints what became of each call.
 */
final class LargeResponses {
  private LargeResponses() {}

  public static void main(String[] args) {
    try (Wxpay wxpay = Clients.builder().secret(Fixtures.SECRET).baseUrl(args[0]).build()) {
      for (int i = 1; i < args.length; i++) {
        for (boolean v2 : new boolean[] {false, true}) {
          for (boolean async : ways(i, v2)) {
            String result = call(wxpay, args[i], v2, async);
            String then = call(wxpay, "good", v2, async);
            System.out.println(
                String.join("|", args[i], v2 ? "v2" : "v3", async ? "async" : "waiting", result)
                    + "|"
                    + then);
          }
        }
      }
    }
  }

  /** Returns one way of waiting for a fault and a protocol; both in a nightly run. */
  static boolean[] ways(int fault, boolean v2) {
    return Boolean.getBoolean("nightly")
        ? new boolean[] {false, true}
        : new boolean[] {fault % 2 == 1 == v2};
  }

  private static String call(Wxpay wxpay, String fault, boolean v2, boolean async) {
    boolean stalls = fault.contains("stalls") || fault.contains("drips");
    Options options =
        Options.none()
            .header(FaultServer.NUMBER, fault + (v2 ? " v2" : " v3"))
            .timeout(stalls ? Duration.ofMillis(200) : Duration.ofSeconds(40));
    Chain chain = v2 ? wxpay.v2().chain("pay/orderquery") : wxpay.chain("v3/pay");
    try {
      Response response =
          Clients.call(async, chain, "POST", Map.of("mch_id", Fixtures.MCHID), options);
      return "success " + response.bytes().length;
    } catch (StatusException e) {
      return "StatusException "
          + e.status()
          + (e.text().length() > 64 << 10 ? " with a text of " + e.text().length() : "");
    } catch (WxpayException e) {
      return e.getClass().getSimpleName() + " " + e.outcome();
    } catch (RuntimeException | Error e) {
      return String.valueOf(e).replace('\n', ' ');
    }
  }
}
