package shop.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Options;
import java.net.http.HttpClient;

/** Uses types of every package of the library, and of what the library hands on. */
public final class Shop {
  private Shop() {}

  /** Queries an order. */
  public static JsonNode query(Wxpay wxpay, String number) {
    try {
      Response r =
          wxpay
              .chain("v3/pay/transactions/out-trade-no/{out_trade_no}")
              .get(Options.of("out_trade_no", number).query("mchid", wxpay.mchid()));
      return r.data();
    } catch (WxpayException e) {
      throw new IllegalStateException(e.outcome().toString(), e);
    }
  }

  /** Prints a digest, and the name of the module that made it. */
  public static void main(String[] args) {
    WxpayBuilder builder = Wxpay.builder().httpClient(HttpClient.newHttpClient());
    System.out.println(
        Hash.md5(Formatter.nonce()).length()
            + " "
            + builder.getClass().getModule().getName()
            + " "
            + Shop.class.getModule().getName());
  }
}
