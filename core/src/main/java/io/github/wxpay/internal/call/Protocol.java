package io.github.wxpay.internal.call;

import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Outgoing;

/** The steps of a request that differ by protocol; the others are in the pipeline. */
public interface Protocol {
  /**
   * Returns a request with its final body, which every attempt sends: encrypts and writes it once.
   * The request as it is if it has no body, or a form, which is read when it is sent.
   */
  default Task<Outgoing> freeze(Outgoing request) {
    return Task.value(request);
  }

  /**
   * Signs a frozen request with a new nonce and timestamp: creates the target and the bytes of one
   * attempt.
   */
  Task<Signed> sign(Outgoing request);

  /** Verifies a response (2xx) and returns it; fails if it is not authentic. */
  Task<Incoming> verify(Signed request, Incoming response);

  /**
   * Returns whether a successful response to this request is accepted without a signature, so that
   * only its length shows whether it is complete.
   */
  default boolean isUnsigned(Outgoing request) {
    return false;
  }

  /**
   * Returns why an error response is not verified, or an empty text if its signature is valid.
   * Never throws and never waits: an error response is reported in any case.
   */
  default String unverified(Signed request, Incoming response) {
    return "errors are not signed here";
  }

  /**
   * Learns the platform's time from a response, if the response has a valid signature and another
   * time than the request was signed with. Returns whether the same request would now be signed
   * with another time, so that one more attempt can succeed. To be called once for each response to
   * an attempt, of any status, before it is verified. Never throws and never waits.
   *
   * @param millis the time from sending the request to receiving the response
   */
  default boolean learns(Signed request, Incoming response, long millis) {
    return false;
  }

  /**
   * Returns what to do about an error response, if this protocol knows more than the status shows;
   * empty otherwise.
   */
  default String advice(Signed request, Incoming response) {
    return "";
  }
}
