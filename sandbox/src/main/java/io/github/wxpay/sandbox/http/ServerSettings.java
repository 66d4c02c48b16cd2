package io.github.wxpay.sandbox.http;

import java.time.Clock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Settings that all servers of a sandbox share. Immutable. */
public final class ServerSettings {
  final @Nullable TlsLayer tls;
  final Function<Inbound, RequestHandler> handler;
  final @Nullable Supplier<ConnectionFate> fates;
  final RequestLimits limits;
  final Clock clock;

  /**
   * Creates the settings.
   *
   * @param tls the TLS layer; null for plain HTTP
   * @param handler returns the handler of a request, whose head alone has been received
   * @param fates supplies the fate of each connection in the order of arrival; null if all are
   *     served. With it, a connection ends after one request, so that each call has its own fate
   * @param clock the clock for the header {@code Date}
   */
  public ServerSettings(
      @Nullable TlsLayer tls,
      Function<Inbound, RequestHandler> handler,
      @Nullable Supplier<ConnectionFate> fates,
      RequestLimits limits,
      Clock clock) {
    this.tls = tls;
    this.handler = handler;
    this.fates = fates;
    this.limits = limits;
    this.clock = clock;
  }
}
