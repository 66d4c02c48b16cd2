package io.github.wxpay.exception;

/** Known effect of a failed call. */
public enum Outcome {
  /**
   * The platform refused the request with a status 4xx or a result code, and it had no effect. An
   * error response need not be signed, see {@code verified()} of the exception.
   */
  REFUSED,

  /**
   * The platform did not receive the request: nothing was sent, or not all of it, or a proxy
   * refused to forward it. The call may be made again.
   */
  NOT_SENT,

  /**
   * The request may have been executed, now or later. Query the state by your own number before you
   * send it again; send it again only with the same number and the same content.
   */
  UNKNOWN,

  /** The failure does not concern a call, but a notification, a key or a text. */
  NONE
}
