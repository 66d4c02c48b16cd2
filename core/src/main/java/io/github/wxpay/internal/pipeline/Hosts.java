package io.github.wxpay.internal.pipeline;

import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Signed;
import io.github.wxpay.internal.transport.Transport;
import io.github.wxpay.internal.url.Gateway;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that a client sends its requests to: the one of their URL, a gateway, or a backup host
 * while the one of the base URL does not respond. Thread-safe.
 *
 * <p>The backup host takes over when a request does not reach the base URL, or gets no response.
 * After a minute, or as soon as it fails as well, requests are sent to the base URL again. The path
 * that is signed is the same at both.
 */
public final class Hosts {
  private static final long BACKUP_NANOS = Duration.ofMinutes(1).toNanos();

  private final @Nullable Gateway gateway;
  private final @Nullable Gateway backup;
  private final LongSupplier nanoTime;

  private final Object lock = new Object();
  private boolean backedUp;
  private long until;

  private Hosts(@Nullable Gateway gateway, @Nullable Gateway backup, LongSupplier nanoTime) {
    this.gateway = gateway;
    this.backup = backup;
    this.nanoTime = nanoTime;
  }

  /** Returns the hosts of a client that sends every request to the host of its URL. */
  public static Hosts direct() {
    return new Hosts(null, null, System::nanoTime);
  }

  /** Returns the hosts of a client that sends every request to a gateway. */
  public static Hosts gateway(Gateway gateway) {
    return new Hosts(gateway, null, System::nanoTime);
  }

  /**
   * Returns the hosts of a client with a backup host.
   *
   * @param backup the scheme and the authority of the backup host
   * @param nanoTime a source of time as {@link System#nanoTime}
   */
  public static Hosts backup(Gateway backup, LongSupplier nanoTime) {
    return new Hosts(null, backup, nanoTime);
  }

  /** Returns a request with the host that it is sent to. */
  Signed route(Signed signed) {
    if (gateway != null) {
      return signed.through(gateway);
    }
    return backup != null && switches(signed.request()) && isBackedUp()
        ? signed.through(backup)
        : signed;
  }

  /**
   * Records a failed attempt and returns whether the next one is sent to another host.
   *
   * @param sent the request as {@link #route} returned it
   */
  boolean failed(Signed sent, WxpayException e) {
    if (backup == null || !switches(sent.request()) || !isHostLost(e)) {
      return false;
    }
    synchronized (lock) {
      backedUp = !sent.isRouted();
      until = nanoTime.getAsLong() + BACKUP_NANOS;
    }
    return true;
  }

  private boolean isBackedUp() {
    synchronized (lock) {
      backedUp = backedUp && until - nanoTime.getAsLong() > 0;
      return backedUp;
    }
  }

  /** Returns whether a request is for the base URL: links and calls with their own host are not. */
  private static boolean switches(Outgoing request) {
    return request.options().baseUrl().isEmpty() && request.options().host().isEmpty();
  }

  /**
   * Returns whether the host was not reached or did not respond; the caller did not end the call.
   */
  private static boolean isHostLost(WxpayException e) {
    Throwable cause = e.getCause();
    return e instanceof TransportException
        && (Transport.isCircuitOpen(e)
            || cause instanceof IOException
            || cause instanceof TimeoutException);
  }
}
