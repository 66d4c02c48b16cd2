package io.github.wxpay.benchmarks.client;

import io.github.wxpay.Chain;
import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.benchmarks.Settings;
import java.security.Provider;

/** The client of this project with its blocking verbs. */
public final class WxpayClient implements Client {
  private final String mchid;
  private final Chain create;
  private final Chain query;

  /** Creates the client. */
  public WxpayClient(Settings settings) {
    this(settings, WxpayClients.builder(settings));
  }

  private WxpayClient(Settings settings, WxpayBuilder builder) {
    this(settings, builder.build());
  }

  private WxpayClient(Settings settings, Wxpay wxpay) {
    mchid = settings.mchid();
    create = wxpay.chain("v3/pay/transactions/native");
    query = wxpay.chain("v3/pay/transactions/out-trade-no/{out_trade_no}").query("mchid", mchid);
  }

  /** Creates a client that signs and verifies with a provider. */
  static WxpayClient with(Provider provider, Settings settings) {
    return new WxpayClient(settings, WxpayClients.builder(settings).provider(provider));
  }

  /** Creates a client that was prepared for its first call. */
  static WxpayClient warmedUp(Settings settings) {
    Wxpay wxpay = WxpayClients.builder(settings).build();
    wxpay.warmUp();
    return new WxpayClient(settings, wxpay);
  }

  @Override
  public String createOrder(String number) {
    return create.post(Order.fields(mchid, number)).require("code_url");
  }

  @Override
  public String queryOrder(String number) {
    return query.with("out_trade_no", number).get().require("trade_state");
  }
}
