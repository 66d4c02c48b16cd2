package io.github.wxpay.benchmarks.client;

import io.github.wxpay.Chain;
import io.github.wxpay.Wxpay;
import io.github.wxpay.benchmarks.Settings;
import java.util.concurrent.CompletableFuture;

/** The client of this project with its asynchronous verbs. */
public final class WxpayAsyncClient implements AsyncClient {
  private final String mchid;
  private final Chain create;
  private final Chain query;

  /** Creates the client. */
  public WxpayAsyncClient(Settings settings) {
    Wxpay wxpay = WxpayClients.builder(settings).build();
    mchid = settings.mchid();
    create = wxpay.chain("v3/pay/transactions/native");
    query = wxpay.chain("v3/pay/transactions/out-trade-no/{out_trade_no}").query("mchid", mchid);
  }

  @Override
  public CompletableFuture<String> createOrderAsync(String number) {
    return create.postAsync(Order.fields(mchid, number)).thenApply(r -> r.require("code_url"));
  }

  @Override
  public CompletableFuture<String> queryOrderAsync(String number) {
    return query
        .with("out_trade_no", number)
        .getAsync()
        .thenApply(response -> response.require("trade_state"));
  }
}
