package peers;

import com.wechat.pay.contrib.apache.httpclient.WechatPayHttpClientBuilder;
import com.wechat.pay.contrib.apache.httpclient.WechatPayUploadHttpPost;
import com.wechat.pay.contrib.apache.httpclient.util.PemUtil;
import io.github.wxpay.sandbox.Sandbox;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.entity.ContentType;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.util.EntityUtils;

/**
 * Calls with the platform's extension of Apache HttpClient 4. It signs only requests to hosts of
 * the platform, so a hosts file resolves such a name to this machine.
 */
final class WechatpayApacheHttpclient {
  private WechatpayApacheHttpclient() {}

  public static void main(String[] args) {
    try (Sandbox sandbox = Sandbox.start()) {
      Map.Entry<String, String> key = Calls.publicKey(sandbox);
      try (CloseableHttpClient http =
          WechatPayHttpClientBuilder.create()
              .withMerchant(
                  Calls.text(sandbox, "mchid"),
                  Calls.text(sandbox, "serial"),
                  PemUtil.loadPrivateKey(Calls.text(sandbox, "privateKey")))
              .withWechatPay(key.getKey(), PemUtil.loadPublicKey(key.getValue()))
              .build()) {
        callAll(sandbox, http);
      }
      Calls.end();
    } catch (Exception | AssertionError e) {
      Calls.fail(e);
    }
  }

  private static void callAll(Sandbox sandbox, CloseableHttpClient http) {
    String mchid = Calls.text(sandbox, "mchid");
    URI platform = Calls.platform(sandbox);
    URI orders = platform.resolve("v3/pay/transactions/");
    String number = "apache0001";
    Calls.check(
        "certificates",
        true,
        () ->
            call(http, new HttpGet(platform.resolve("v3/certificates")))
                .startsWith("200 {\"data\":[{"));
    Calls.check(
        "native order",
        true,
        () -> {
          HttpPost request = new HttpPost(orders.resolve("native"));
          String body =
              "{\"appid\":\"%s\",\"mchid\":\"%s\",\"description\":\"公仔\",\"out_trade_no\":\"%s\","
                  + "\"notify_url\":\"%s\",\"amount\":{\"total\":%d}}";
          request.setEntity(
              new StringEntity(
                  String.format(body, Calls.APPID, mchid, number, Calls.NOTIFY_URL, Calls.TOTAL),
                  ContentType.APPLICATION_JSON));
          return call(http, request).startsWith("200 {\"code_url\":\"weixin:");
        });
    Calls.check(
        "query",
        true,
        () ->
            call(http, new HttpGet(orders.resolve("out-trade-no/" + number + "?mchid=" + mchid)))
                .contains("\"NOTPAY\""));
    Calls.check(
        "upload",
        true,
        () -> {
          WechatPayUploadHttpPost request =
              new WechatPayUploadHttpPost.Builder(platform.resolve("v3/merchant/media/upload"))
                  .withImage("dot.png", Calls.digest(), new ByteArrayInputStream(Calls.PNG))
                  .build();
          return call(http, request).startsWith("200 {\"media_id\":");
        });
  }

  private static String call(CloseableHttpClient http, HttpUriRequest request) throws IOException {
    request.addHeader("Accept", "application/json");
    try (CloseableHttpResponse response = http.execute(request)) {
      return response.getStatusLine().getStatusCode()
          + " "
          + EntityUtils.toString(response.getEntity());
    }
  }
}
