package io.github.wxpay.internal.call;

import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.url.Gateway;
import java.net.URI;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** A signed request: target, headers and body as they are sent. */
public final class Signed {
  private final Outgoing request;
  private final HttpRequest.Builder wire;
  private final Body body;
  private final String signType;

  /** The URL at a gateway that replaces the request's own; {@code null} without a gateway. */
  private final @Nullable URI route;

  private final long clockOffset;

  /** Creates a signed request of a protocol whose responses are verified by the platform's keys. */
  public Signed(Outgoing request, HttpRequest.Builder wire, Body body) {
    this(request, wire, body, "");
  }

  /** Creates a signed request of APIv2, whose response must not have a weaker sign type. */
  public Signed(Outgoing request, HttpRequest.Builder wire, Body body, String signType) {
    this(request, wire, body, signType, null, 0);
  }

  private Signed(
      Outgoing request,
      HttpRequest.Builder wire,
      Body body,
      String signType,
      @Nullable URI route,
      long clockOffset) {
    this.request = request;
    this.wire = wire;
    this.body = body;
    this.signType = signType;
    this.route = route;
    this.clockOffset = clockOffset;
  }

  /** Returns this request with the seconds that were added to this machine's time to sign it. */
  public Signed movedBy(long seconds) {
    return new Signed(request, wire, body, signType, route, seconds);
  }

  /** Returns this request, to be sent to a gateway; the signature does not change. */
  public Signed through(Gateway gateway) {
    URI uri = gateway.route(wire.build().uri());
    request.options().host().ifPresent(host -> wire.setHeader(Outgoing.FORWARDED_HOST, host));
    return new Signed(request, wire.uri(uri), body, signType, uri, clockOffset);
  }

  /** Returns the URL to which the request is sent, possibly without its query. */
  public URI destination() {
    return route == null ? request.endpoint() : route;
  }

  /** Returns whether the request is sent to a gateway. */
  public boolean isRouted() {
    return route != null;
  }

  /** Returns the request before it was signed, for messages and for its response. */
  public Outgoing request() {
    return request;
  }

  /** Returns the target and the headers; the transport sets method, body and timeout. */
  public HttpRequest.Builder wire() {
    return wire;
  }

  /** Returns the body that is sent. */
  public Body body() {
    return body;
  }

  /** Returns the sign type of APIv2; empty for APIv3. */
  public String signType() {
    return signType;
  }

  /**
   * Returns the seconds that were added to this machine's time to sign the request; 0 for none. Its
   * response is checked against the same time.
   */
  public long clockOffset() {
    return clockOffset;
  }

  /** Returns the method and the template. */
  @Override
  public String toString() {
    return request.toString();
  }
}
