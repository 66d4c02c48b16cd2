package peers;

import com.github.binarywang.wxpay.bean.notify.SignatureHeader;
import com.github.binarywang.wxpay.bean.request.WxPayRefundV3Request;
import com.github.binarywang.wxpay.bean.request.WxPayUnifiedOrderRequest;
import com.github.binarywang.wxpay.bean.request.WxPayUnifiedOrderV3Request;
import com.github.binarywang.wxpay.bean.result.enums.TradeTypeEnum;
import com.github.binarywang.wxpay.config.WxPayConfig;
import com.github.binarywang.wxpay.service.WxPayService;
import com.github.binarywang.wxpay.service.impl.WxPayServiceImpl;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SignedNotification;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Calls with the client weixin-java-pay of WxJava in both protocols. It signs only requests to
 * hosts of the platform, so a hosts file resolves such a name to this machine.
 */
final class WxJava {
  private static final String NUMBER = "wxjava0001";
  private static final String CLOSED = "wxjava0002";
  private static final String VERSION_2 = "wxjava0003";

  private WxJava() {}

  public static void main(String[] args) {
    try (Sandbox sandbox = Sandbox.start()) {
      callAll(sandbox, service(sandbox));
      Calls.end();
    } catch (Exception | AssertionError e) {
      Calls.fail(e);
    }
  }

  private static WxPayService service(Sandbox sandbox) {
    Map.Entry<String, String> key = Calls.publicKey(sandbox);
    WxPayConfig config = new WxPayConfig();
    config.setAppId(Calls.APPID);
    config.setMchId(Calls.text(sandbox, "mchid"));
    config.setMchKey(Calls.text(sandbox, "secret"));
    config.setCertSerialNo(Calls.text(sandbox, "serial"));
    config.setPrivateKeyContent(bytes(Calls.text(sandbox, "privateKey")));
    config.setPublicKeyId(key.getKey());
    config.setPublicKeyContent(bytes(key.getValue()));
    config.setFullPublicKeyModel(true);
    config.setApiV3Key(Calls.text(sandbox, "apiV3Key"));
    config.setNotifyUrl(Calls.NOTIFY_URL);
    String uri = Calls.platform(sandbox).toString();
    config.setApiHostUrl(uri.substring(0, uri.length() - 1));
    WxPayService service = new WxPayServiceImpl();
    service.setConfig(config);
    return service;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void callAll(Sandbox sandbox, WxPayService service) throws Exception {
    Calls.check(
        "native order",
        true,
        () -> {
          String codeUrl = service.createOrderV3(TradeTypeEnum.NATIVE, order(NUMBER));
          return codeUrl.startsWith("weixin:");
        });
    Calls.check("query", "NOTPAY", () -> service.queryOrderV3("", NUMBER).getTradeState());
    service.createOrderV3(TradeTypeEnum.NATIVE, order(CLOSED));
    Calls.check(
        "close",
        "CLOSED",
        () -> {
          service.closeOrderV3(CLOSED);
          return service.queryOrderV3("", CLOSED).getTradeState();
        });
    sandbox.pay(NUMBER);
    Calls.check(
        "refund",
        1,
        () -> {
          WxPayRefundV3Request request =
              new WxPayRefundV3Request()
                  .setOutTradeNo(NUMBER)
                  .setOutRefundNo(NUMBER + "r")
                  .setAmount(
                      new WxPayRefundV3Request.Amount()
                          .setRefund(1)
                          .setTotal(Calls.TOTAL)
                          .setCurrency("CNY"));
          return service.refundV3(request).getAmount().getRefund();
        });
    Calls.check("refund query", "SUCCESS", () -> service.refundQueryV3(NUMBER + "r").getStatus());
    Calls.check("notification", NUMBER, () -> notification(sandbox, service));
    Calls.check(
        "APIv2 order",
        true,
        () -> {
          WxPayUnifiedOrderRequest request = new WxPayUnifiedOrderRequest();
          request.setBody("公仔");
          request.setOutTradeNo(VERSION_2);
          request.setTotalFee(Calls.TOTAL);
          request.setSpbillCreateIp("127.0.0.1");
          request.setTradeType("NATIVE");
          request.setProductId("1");
          request.setNotifyUrl(Calls.NOTIFY_URL);
          return service.unifiedOrder(request).getCodeURL().startsWith("weixin:");
        });
    Calls.check("APIv2 query", "NOTPAY", () -> service.queryOrder("", VERSION_2).getTradeState());
  }

  private static WxPayUnifiedOrderV3Request order(String number) {
    return new WxPayUnifiedOrderV3Request()
        .setDescription("公仔")
        .setOutTradeNo(number)
        .setAmount(
            new WxPayUnifiedOrderV3Request.Amount().setTotal(Calls.TOTAL).setCurrency("CNY"));
  }

  private static String notification(Sandbox sandbox, WxPayService service) throws Exception {
    SignedNotification sent =
        sandbox.notification("TRANSACTION.SUCCESS", Map.of("out_trade_no", NUMBER));
    Map<String, String> headers = sent.headers();
    SignatureHeader header =
        new SignatureHeader(
            headers.get("Wechatpay-Timestamp"),
            headers.get("Wechatpay-Nonce"),
            headers.get("Wechatpay-Signature"),
            headers.get("Wechatpay-Serial"));
    return service.parseOrderNotifyV3Result(sent.text(), header).getResult().getOutTradeNo();
  }
}
