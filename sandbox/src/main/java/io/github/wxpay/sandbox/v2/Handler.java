package io.github.wxpay.sandbox.v2;

import io.github.wxpay.sandbox.http.Answer;

/** One endpoint. */
@FunctionalInterface
interface Handler {
  /** Returns the answer; may throw {@link Failure} or let a {@code LedgerException} pass. */
  Answer handle(V2Request request);
}
