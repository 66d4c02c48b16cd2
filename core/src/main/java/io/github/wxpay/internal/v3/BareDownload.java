package io.github.wxpay.internal.v3;

import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Body;
import io.github.wxpay.internal.call.Protocol;
import io.github.wxpay.internal.call.Signed;
import io.github.wxpay.internal.call.Task;
import java.net.http.HttpRequest;

/**
 * Downloads from a host without signatures: the link is sufficient for the platform, and the digest
 * in the earlier response verifies the file.
 */
public final class BareDownload implements Protocol {
  /** The header for a proxy, which the download requires too. */
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
