package io.github.wxpay.internal.v3;

import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Body;
import io.github.wxpay.internal.call.Protocol;
import io.github.wxpay.internal.call.Signed;
import io.github.wxpay.internal.call.Task;
import java.net.http.HttpRequest;

/**
 * Downloads from a host that takes no signature and sends none: the link is all that the platform
 * asks for, and the digest beside the link verifies the file.
 */
public final class BareDownload implements Protocol {
  /** Is for the proxy that the download goes through too. */
  private static final String PROXY = "Proxy-Authorization";

  @Override
  public Task<Signed> sign(Outgoing request) {
    HttpRequest.Builder wire = HttpRequest.newBuilder(request.uri());
    request.headers().all(PROXY).forEach(value -> wire.header(PROXY, value));
    return Task.value(new Signed(request, wire, Body.none()));
  }

  @Override
  public boolean isUnsigned(Outgoing request) {
    return true;
  }

  @Override
  public Task<Incoming> verify(Signed request, Incoming response) {
    return Task.value(response);
  }
}
