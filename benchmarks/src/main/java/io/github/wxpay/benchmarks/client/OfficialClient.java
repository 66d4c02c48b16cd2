package io.github.wxpay.benchmarks.client;

import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.core.http.HttpMethod;
import com.wechat.pay.java.core.http.HttpRequest;
import com.wechat.pay.java.core.http.JsonRequestBody;
import com.wechat.pay.java.core.util.GsonUtil;
import com.wechat.pay.java.service.payments.model.Transaction;
import com.wechat.pay.java.service.payments.nativepay.model.Amount;
import com.wechat.pay.java.service.payments.nativepay.model.PrepayRequest;
import com.wechat.pay.java.service.payments.nativepay.model.PrepayResponse;
import io.github.wxpay.benchmarks.Settings;

/**
 * The SDK of the platform, wechatpay-java. Its services call fixed hosts, so this class does the
 * same as {@code NativePayService}, with the URL of the stub.
 */
public final class OfficialClient implements Client {
  private final Settings settings;
  private final HttpClient http;

  /** Creates the client. */
  public OfficialClient(Settings settings) {
    this.settings = settings;
    Config config =
        new RSAPublicKeyConfig.Builder()
            .merchantId(settings.mchid())
            .merchantSerialNumber(settings.serial())
            .privateKeyFromPath(settings.privateKey().toString())
            .publicKeyFromPath(settings.publicKey().toString())
            .publicKeyId(settings.publicKeyId())
            .apiV3Key(settings.apiV3Key())
            .build();
    http = new DefaultHttpClientBuilder().config(config).build();
  }

  @Override
  public String createOrder(String number) {
    PrepayRequest order = new PrepayRequest();
    order.setAppid(Order.APPID);
    order.setMchid(settings.mchid());
    order.setDescription(Order.DESCRIPTION);
    order.setOutTradeNo(number);
    order.setAttach(Order.ATTACH);
    order.setNotifyUrl(Order.NOTIFY_URL);
    Amount amount = new Amount();
    amount.setTotal(Order.TOTAL);
    amount.setCurrency("CNY");
    order.setAmount(amount);
    HttpRequest request =
        request(HttpMethod.POST, Order.CREATE)
            .addHeader("Content-Type", "application/json")
            .body(new JsonRequestBody.Builder().body(GsonUtil.toJson(order)).build())
            .build();
    return http.execute(request, PrepayResponse.class).getServiceResponse().getCodeUrl();
  }

  @Override
  public String queryOrder(String number) {
    String target = Order.QUERY + number + "?mchid=" + settings.mchid();
    HttpRequest request = request(HttpMethod.GET, target).build();
    return http.execute(request, Transaction.class).getServiceResponse().getTradeState().name();
  }

  private HttpRequest.Builder request(HttpMethod method, String target) {
    return new HttpRequest.Builder()
        .httpMethod(method)
        .url(settings.url() + target)
        .addHeader("Accept", "application/json");
  }
}
