package io.github.wxpay.sandbox.state;

/**
 * An operation of an endpoint on a request that is as documented.
 *
 * @param <R> what it gives: for most endpoints a JSON object, for a download the response itself
 */
@FunctionalInterface
public interface Operation<R> {
  /**
   * Returns what is known of the response. Of an object the documented fields are taken, and made
   * up where required ones are absent.
   *
   * @throws io.github.wxpay.sandbox.ledger.LedgerException if it is refused
   */
  R respond(CheckedRequest request);
}
