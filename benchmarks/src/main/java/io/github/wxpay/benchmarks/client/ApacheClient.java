package io.github.wxpay.benchmarks.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.wechat.pay.contrib.apache.httpclient.WechatPayHttpClientBuilder;
import io.github.wxpay.benchmarks.Settings;
import io.github.wxpay.benchmarks.TestKeys;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.entity.ContentType;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.util.EntityUtils;

/** The platform's wechatpay-apache-httpclient with its defaults, and Jackson. */
public final class ApacheClient implements Client {
  private final ObjectMapper json = new ObjectMapper();
  private final Settings settings;
  private final String url;
  private final CloseableHttpClient http;

  /** Creates the client. */
  public ApacheClient(Settings settings) throws IOException, GeneralSecurityException {
    this.settings = settings;
    url = PlatformHost.url(settings);
    WechatPayHttpClientBuilder builder =
        WechatPayHttpClientBuilder.create()
            .withMerchant(
                settings.mchid(), settings.serial(), TestKeys.privateKey(settings.privateKey()))
            .withWechatPay(settings.publicKeyId(), TestKeys.publicKey(settings.publicKey()));
    PlatformHost.resolve(builder);
    http = builder.build();
  }

  @Override
  public String createOrder(String number) throws Exception {
    HttpPost request = new HttpPost(url + Order.CREATE);
    String body = json.writeValueAsString(Order.fields(settings.mchid(), number));
    request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
    return call(request, "code_url");
  }

  @Override
  public String queryOrder(String number) throws Exception {
    return call(
        new HttpGet(url + Order.QUERY + number + "?mchid=" + settings.mchid()), "trade_state");
  }

  private String call(HttpUriRequest request, String field) throws IOException {
    request.addHeader("Accept", "application/json");
    try (CloseableHttpResponse response = http.execute(request)) {
      return json.readTree(EntityUtils.toString(response.getEntity())).path(field).asText();
    }
  }
}
