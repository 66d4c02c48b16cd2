package peers;

import com.wechat.pay.java.core.AbstractRSAConfig;
import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.RSAAutoCertificateConfig;
import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.core.notification.NotificationConfig;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RSAPublicKeyNotificationConfig;
import com.wechat.pay.java.core.notification.RequestParam;
import com.wechat.pay.java.service.billdownload.BillDownloadServiceExtension;
import com.wechat.pay.java.service.billdownload.DigestBillEntity;
import com.wechat.pay.java.service.billdownload.model.GetTradeBillRequest;
import com.wechat.pay.java.service.file.FileUploadService;
import com.wechat.pay.java.service.payments.jsapi.JsapiServiceExtension;
import com.wechat.pay.java.service.payments.jsapi.model.Payer;
import com.wechat.pay.java.service.payments.model.Transaction;
import com.wechat.pay.java.service.payments.nativepay.NativePayService;
import com.wechat.pay.java.service.payments.nativepay.model.Amount;
import com.wechat.pay.java.service.payments.nativepay.model.CloseOrderRequest;
import com.wechat.pay.java.service.payments.nativepay.model.PrepayRequest;
import com.wechat.pay.java.service.payments.nativepay.model.QueryOrderByIdRequest;
import com.wechat.pay.java.service.payments.nativepay.model.QueryOrderByOutTradeNoRequest;
import com.wechat.pay.java.service.profitsharing.ProfitsharingService;
import com.wechat.pay.java.service.profitsharing.model.AddReceiverRequest;
import com.wechat.pay.java.service.profitsharing.model.ReceiverRelationType;
import com.wechat.pay.java.service.profitsharing.model.ReceiverType;
import com.wechat.pay.java.service.refund.RefundService;
import com.wechat.pay.java.service.refund.model.AmountReq;
import com.wechat.pay.java.service.refund.model.CreateRequest;
import com.wechat.pay.java.service.refund.model.QueryByOutRefundNoRequest;
import com.wechat.pay.java.service.refund.model.Refund;
import io.github.wxpay.sandbox.Recorded;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SignedNotification;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import okhttp3.OkHttpClient;

/**
 * Calls with the platform's SDK, with the public key and with downloaded certificates. Its services
 * call fixed hosts, so an interceptor replaces the URL by that of the sandbox.
 */
final class WechatpayJava {
  private final Sandbox sandbox;
  private final Config config;
  private final NotificationConfig notifications;
  private final HttpClient http;
  private final String name;

  private WechatpayJava(
      String name, Sandbox sandbox, AbstractRSAConfig config, NotificationConfig notifications) {
    this.name = name + ": ";
    this.sandbox = sandbox;
    this.config = config;
    this.notifications = notifications;
    this.http = builder(sandbox).config(config).build();
  }

  public static void main(String[] args) {
    try (Sandbox sandbox = Sandbox.start()) {
      Map.Entry<String, String> key = Calls.publicKey(sandbox);
      RSAPublicKeyConfig byKey =
          new RSAPublicKeyConfig.Builder()
              .merchantId(Calls.text(sandbox, "mchid"))
              .merchantSerialNumber(Calls.text(sandbox, "serial"))
              .privateKey(Calls.text(sandbox, "privateKey"))
              .publicKeyId(key.getKey())
              .publicKey(key.getValue())
              .apiV3Key(Calls.text(sandbox, "apiV3Key"))
              .build();
      NotificationConfig notifications =
          new RSAPublicKeyNotificationConfig.Builder()
              .publicKeyId(key.getKey())
              .publicKey(key.getValue())
              .apiV3Key(Calls.text(sandbox, "apiV3Key"))
              .build();
      new WechatpayJava("public key", sandbox, byKey, notifications).callAll();

      RSAAutoCertificateConfig byCertificates =
          new RSAAutoCertificateConfig.Builder()
              .merchantId(Calls.text(sandbox, "mchid"))
              .merchantSerialNumber(Calls.text(sandbox, "serial"))
              .privateKey(Calls.text(sandbox, "privateKey"))
              .apiV3Key(Calls.text(sandbox, "apiV3Key"))
              .httpClientBuilder(builder(sandbox))
              .build();
      new WechatpayJava("certificates", sandbox, byCertificates, byCertificates).callAll();
      Calls.end();
    } catch (Exception | AssertionError e) {
      Calls.fail(e);
    }
  }

  private static DefaultHttpClientBuilder builder(Sandbox sandbox) {
    URI uri = sandbox.uri();
    OkHttpClient client =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain ->
                    chain.proceed(
                        chain
                            .request()
                            .newBuilder()
                            .url(
                                chain
                                    .request()
                                    .url()
                                    .newBuilder()
                                    .scheme(uri.getScheme())
                                    .host(uri.getHost())
                                    .port(uri.getPort())
                                    .build())
                            .build()))
            .build();
    return new DefaultHttpClientBuilder().okHttpClient(client);
  }

  private void callAll() throws Exception {
    NativePayService orders =
        new NativePayService.Builder().config(config).httpClient(http).build();
    String number = "sdk" + name.length() + "0001";
    String closed = "sdk" + name.length() + "0002";
    String jsapi = "sdk" + name.length() + "0003";

    check(
        "native order",
        true,
        () -> orders.prepay(order(number)).getCodeUrl().startsWith("weixin:"));
    check("query", Transaction.TradeStateEnum.NOTPAY, () -> query(orders, number).getTradeState());
    orders.prepay(order(closed));
    check(
        "close",
        Transaction.TradeStateEnum.CLOSED,
        () -> {
          CloseOrderRequest request = new CloseOrderRequest();
          request.setMchid(mchid());
          request.setOutTradeNo(closed);
          orders.closeOrder(request);
          return query(orders, closed).getTradeState();
        });
    sandbox.pay(number);
    check("query by id", number, () -> queryById(orders, number).getOutTradeNo());
    check("jsapi order", true, () -> pays(jsapi));
    refunds(number);
    check("upload", true, this::upload);
    check("bill", true, this::bill);
    check("encrypted field", "张三", this::receiver);
    check("notification", number, () -> notification(number));
  }

  private void check(String call, Object expected, Callable<?> made) {
    Calls.check(name + call, expected, made);
  }

  private String mchid() {
    return Calls.text(sandbox, "mchid");
  }

  private PrepayRequest order(String number) {
    PrepayRequest order = new PrepayRequest();
    order.setAppid(Calls.APPID);
    order.setMchid(mchid());
    order.setDescription("Image形象店-深圳腾大-QQ公仔");
    order.setOutTradeNo(number);
    order.setNotifyUrl(Calls.NOTIFY_URL);
    Amount amount = new Amount();
    amount.setTotal(Calls.TOTAL);
    order.setAmount(amount);
    return order;
  }

  private Transaction query(NativePayService orders, String number) {
    QueryOrderByOutTradeNoRequest request = new QueryOrderByOutTradeNoRequest();
    request.setMchid(mchid());
    request.setOutTradeNo(number);
    return orders.queryOrderByOutTradeNo(request);
  }

  private Transaction queryById(NativePayService orders, String number) {
    QueryOrderByIdRequest request = new QueryOrderByIdRequest();
    request.setMchid(mchid());
    request.setTransactionId(query(orders, number).getTransactionId());
    return orders.queryOrderById(request);
  }

  private boolean pays(String number) {
    JsapiServiceExtension service =
        new JsapiServiceExtension.Builder().config(config).httpClient(http).build();
    com.wechat.pay.java.service.payments.jsapi.model.PrepayRequest order =
        new com.wechat.pay.java.service.payments.jsapi.model.PrepayRequest();
    order.setAppid(Calls.APPID);
    order.setMchid(mchid());
    order.setDescription("QQ公仔");
    order.setOutTradeNo(number);
    order.setNotifyUrl(Calls.NOTIFY_URL);
    com.wechat.pay.java.service.payments.jsapi.model.Amount amount =
        new com.wechat.pay.java.service.payments.jsapi.model.Amount();
    amount.setTotal(Calls.TOTAL);
    order.setAmount(amount);
    Payer payer = new Payer();
    payer.setOpenid(Calls.OPENID);
    order.setPayer(payer);
    return service.prepayWithRequestPayment(order).getPackageVal().startsWith("prepay_id=wx");
  }

  private void refunds(String number) {
    RefundService refunds = new RefundService.Builder().config(config).httpClient(http).build();
    CreateRequest request = new CreateRequest();
    request.setOutTradeNo(number);
    request.setOutRefundNo(number + "r");
    AmountReq amount = new AmountReq();
    amount.setRefund(1L);
    amount.setTotal((long) Calls.TOTAL);
    amount.setCurrency("CNY");
    request.setAmount(amount);
    check("refund", 1L, () -> refunds.create(request).getAmount().getRefund());
    check(
        "refund query",
        "SUCCESS",
        () -> {
          QueryByOutRefundNoRequest query = new QueryByOutRefundNoRequest();
          query.setOutRefundNo(number + "r");
          Refund refund = refunds.queryByOutRefundNo(query);
          return refund.getStatus().name();
        });
  }

  private boolean upload() throws Exception {
    FileUploadService service =
        new FileUploadService.Builder().config(config).httpClient(http).build();
    String meta = "{\"filename\":\"dot.png\",\"sha256\":\"" + Calls.digest() + "\"}";
    String id =
        service
            .uploadImage(
                "https://api.mch.weixin.qq.com/v3/merchant/media/upload",
                meta,
                "dot.png",
                Calls.PNG)
            .getMediaId();
    return Arrays.equals(sandbox.media(id), Calls.PNG);
  }

  private boolean bill() throws Exception {
    BillDownloadServiceExtension service =
        new BillDownloadServiceExtension.Builder().config(config).httpClient(http).build();
    GetTradeBillRequest request = new GetTradeBillRequest();
    request.setBillDate(LocalDate.now(ZoneId.of("Asia/Shanghai")).toString());
    DigestBillEntity bill = service.getTradeBill(request);
    bill.getInputStream().readAllBytes();
    return bill.verifyHash();
  }

  private String receiver() {
    ProfitsharingService service =
        new ProfitsharingService.Builder().config(config).httpClient(http).build();
    AddReceiverRequest request = new AddReceiverRequest();
    request.setAppid(Calls.APPID);
    request.setType(ReceiverType.MERCHANT_ID);
    request.setAccount("1900000109");
    request.setName("张三");
    request.setRelationType(ReceiverRelationType.STORE);
    service.addReceiver(request);
    List<Recorded> requests = sandbox.requests();
    String body = requests.get(requests.size() - 1).text();
    String sent = body.replaceAll("(?s).*\"name\":\\s*\"([^\"]+)\".*", "$1");
    // Gson escapes the padding of Base64.
    return sandbox.decrypt(sent.replace("\\u003d", "="));
  }

  private String notification(String number) {
    SignedNotification sent =
        sandbox.notification("TRANSACTION.SUCCESS", Map.of("out_trade_no", number));
    Map<String, String> headers = sent.headers();
    RequestParam request =
        new RequestParam.Builder()
            .serialNumber(headers.get("Wechatpay-Serial"))
            .nonce(headers.get("Wechatpay-Nonce"))
            .signature(headers.get("Wechatpay-Signature"))
            .timestamp(headers.get("Wechatpay-Timestamp"))
            .signType(headers.get("Wechatpay-Signature-Type"))
            .body(sent.text())
            .build();
    return new NotificationParser(notifications).parse(request, Transaction.class).getOutTradeNo();
  }
}
