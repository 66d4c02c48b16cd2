package io.github.wxpay.sandbox.state;

/**
 * An operation of an endpoint, on a request that was checked against the catalogue.
 *
 * @param <R> the type of the result: a JSON object for most endpoints, the response for a download
 */
@FunctionalInterface
public interface Operation<R> {
  /**
   * Returns the result. The response has the documented fields of an object, and generated values
   * for absent required ones.
   *
   * @throws io.github.wxpay.sandbox.ledger.LedgerException if the request is rejected
   */
  R respond(CheckedRequest request);
}
