package io.github.wxpay.internal.pipeline;

import io.github.wxpay.exception.StatusException;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.transport.Transport;
import io.github.wxpay.internal.trust.Failures;
import io.github.wxpay.internal.trust.PlatformKey;
import io.github.wxpay.internal.v3.Certificates;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/** The journey that fetches the platform's certificates: hooks see nothing of it. */
public final class Refresher {
  private static final String UNVERIFIED = "errors of a certificate download are not";

  private final Transport transport;
  private final Duration timeout;
  private final Certificates certificates;

  /** A journey over this transport. */
  public Refresher(Transport transport, Duration timeout, Certificates certificates) {
    this.transport = transport;
    this.timeout = timeout;
    this.certificates = certificates;
  }

  /** The certificates that the platform holds out now, proved. */
  public CompletableFuture<Collection<PlatformKey>> fetch() {
    Outgoing request = certificates.request();
    String host = String.valueOf(request.endpoint().getHost());
    return certificates
        .seal()
        .thenCompose(wire -> transport.send(wire, timeout, false))
        .handle((answer, e) -> arrived(answer, e, request, host))
        .thenCompose(certificates::open);
  }

  private static Incoming arrived(Incoming answer, Throwable e, Outgoing request, String host) {
    if (e != null) {
      Throwable cause = Failures.cause(e);
      throw cause instanceof IllegalStateException
          ? (IllegalStateException) cause
          : Transport.failure(cause, request.toString(), host);
    }
    if (answer.status() == 404) {
      StatusException refusal = Refusals.of(request, answer, UNVERIFIED);
      throw new StatusException(
          refusal.getMessage()
              + ". This merchant uses the platform's public key, and has no certificates: give"
              + " platformKey(\"PUB_KEY_ID_…\", …) with the key shown on the merchant platform.",
          refusal.status(),
          refusal.code(),
          refusal.message(),
          refusal.detail(),
          refusal.requestId(),
          refusal.text());
    }
    if (answer.status() < 200 || answer.status() > 299) {
      throw Refusals.of(request, answer, UNVERIFIED);
    }
    return answer;
  }
}
