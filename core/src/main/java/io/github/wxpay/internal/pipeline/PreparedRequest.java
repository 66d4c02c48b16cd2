package io.github.wxpay.internal.pipeline;

import io.github.wxpay.http.Outgoing;
import org.jspecify.annotations.Nullable;

/**
 * A request whose content no longer changes: every attempt signs and sends the same target and
 * body. Immutable.
 */
public final class PreparedRequest {
  private final Outgoing request;
  private final SameSubject subject;
  private final @Nullable Outgoing frozen;

  private PreparedRequest(Outgoing request, SameSubject subject, @Nullable Outgoing frozen) {
    this.request = request;
    this.subject = subject;
    this.frozen = frozen;
  }

  /**
   * Creates a request whose body is not frozen yet.
   *
   * @param subject what its response must be about; read before the first wait, since the caller
   *     may change the body after the verb has returned
   */
  static PreparedRequest of(Outgoing request, SameSubject subject) {
    return new PreparedRequest(request, subject, null);
  }

  /** Returns this request with its body as {@code Protocol.freeze} returned it. */
  PreparedRequest frozen(Outgoing frozenRequest) {
    return new PreparedRequest(request, subject, frozenRequest);
  }

  boolean isFrozen() {
    return frozen != null;
  }

  /** Returns the request as the caller and the hooks made it. */
  public Outgoing request() {
    return request;
  }

  /** Returns the request with its final body, to be signed. */
  public Outgoing frozen() {
    return frozen == null ? request : frozen;
  }

  SameSubject subject() {
    return subject;
  }

  /** Returns the method and the template. */
  @Override
  public String toString() {
    return request.toString();
  }
}
