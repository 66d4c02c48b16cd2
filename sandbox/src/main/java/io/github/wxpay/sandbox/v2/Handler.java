package io.github.wxpay.sandbox.v2;

import io.github.wxpay.sandbox.http.Answer;

/** The implementation of an endpoint. */
@FunctionalInterface
interface Handler {
  /** Returns the response; may throw a {@link Failure} or a {@code LedgerException}. */
  Answer handle(V2Request request);
}
