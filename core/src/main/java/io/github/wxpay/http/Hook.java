package io.github.wxpay.http;

/**
 * Sees, and may replace, the request before it is sealed and the answer after it was opened: the
 * original's {@code transformRequest} and {@code transformResponse}. What a hook returns is what is
 * signed and sent, or handed to the caller. Hooks run in the order they were added, answers in the
 * reverse order; they must not block, and an exception of theirs ends the call.
 */
@FunctionalInterface
public interface Hook {
  /** The request to go on with: the one given, or another made from it. */
  Outgoing request(Outgoing request);

  /**
   * The answer to go on with; it was verified already. The body of a download lies in its file and
   * cannot be replaced here.
   */
  default Incoming response(Incoming response) {
    return response;
  }
}
