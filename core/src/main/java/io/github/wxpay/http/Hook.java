package io.github.wxpay.http;

/**
 * Receives, and may replace, each request before it is signed and each response after it is
 * verified, like the original's {@code transformRequest} and {@code transformResponse}. The
 * returned request is signed and sent; the returned response is passed to the caller. Hooks run in
 * the order in which they were added, for responses in reverse order. They must be thread-safe and
 * must not block. An exception of a hook ends the call.
 *
 * <pre>{@code
 * builder.hook(request -> request.withHeader("X-Trace", traceId()));
 * }</pre>
 */
@FunctionalInterface
public interface Hook {
  /** Returns the request to sign and send: the given one, or another derived from it. */
  Outgoing request(Outgoing request);

  /**
   * Returns the verified response, or another derived from it. The body of a download is in its
   * file and cannot be replaced here.
   */
  default Incoming response(Incoming response) {
    return response;
  }
}
