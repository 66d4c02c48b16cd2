package io.github.wxpay.sandbox.http;

import java.time.Clock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all servers of a sandbox have in common. Immutable. */
public final class ServerSettings {
  final @Nullable TlsLayer tls;
  final Function<Inbound, RequestHandler> handler;
  final @Nullable Supplier<ConnectionFate> fates;
  final RequestLimits limits;
  final Clock clock;

  /**
   * Takes the settings.
   *
   * @param tls null for plain HTTP
   * @param handler decides what becomes of a request, by its head
   * @param fates decides what becomes of a connection, in the order in which they arrive; each has
   *     one request then, so that the next call meets the next fate. Null if all are served
   * @param clock what {@code Date} is taken from
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
