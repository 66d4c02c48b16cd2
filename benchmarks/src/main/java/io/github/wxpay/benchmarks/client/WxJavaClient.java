package io.github.wxpay.benchmarks.client;

import com.github.binarywang.wxpay.bean.request.WxPayUnifiedOrderV3Request;
import com.github.binarywang.wxpay.bean.result.enums.TradeTypeEnum;
import com.github.binarywang.wxpay.config.HttpClientBuilderCustomizer;
import com.github.binarywang.wxpay.config.WxPayConfig;
import com.github.binarywang.wxpay.exception.WxPayException;
import com.github.binarywang.wxpay.service.WxPayService;
import com.github.binarywang.wxpay.service.impl.WxPayServiceImpl;
import io.github.wxpay.benchmarks.Settings;
import org.apache.http.impl.client.HttpClientBuilder;

/** The client weixin-java-pay of WxJava with its defaults. */
public final class WxJavaClient implements Client {
  private final WxPayService service = new WxPayServiceImpl();

  /** Creates the client. */
  public WxJavaClient(Settings settings) {
    WxPayConfig config = new WxPayConfig();
    config.setAppId(Order.APPID);
    config.setMchId(settings.mchid());
    config.setCertSerialNo(settings.serial());
    config.setPrivateKeyPath(settings.privateKey().toString());
    config.setPublicKeyId(settings.publicKeyId());
    config.setPublicKeyPath(settings.publicKey().toString());
    config.setFullPublicKeyModel(true);
    config.setApiV3Key(settings.apiV3Key());
    config.setNotifyUrl(Order.NOTIFY_URL);
    config.setApiHostUrl(PlatformHost.url(settings));
    config.setApiV3HttpClientBuilderCustomizer(
        new HttpClientBuilderCustomizer() {
          @Override
          public void customize(HttpClientBuilder builder) {
            PlatformHost.resolve(builder);
          }
        });
    service.setConfig(config);
  }

  @Override
  public String createOrder(String number) throws WxPayException {
    WxPayUnifiedOrderV3Request order =
        new WxPayUnifiedOrderV3Request()
            .setDescription(Order.DESCRIPTION)
            .setOutTradeNo(number)
            .setAttach(Order.ATTACH)
            .setAmount(
                new WxPayUnifiedOrderV3Request.Amount().setTotal(Order.TOTAL).setCurrency("CNY"));
    return service.createOrderV3(TradeTypeEnum.NATIVE, order);
  }

  @Override
  public String queryOrder(String number) throws WxPayException {
    return service.queryOrderV3("", number).getTradeState();
  }
}
