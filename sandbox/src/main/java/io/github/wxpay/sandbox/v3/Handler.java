package io.github.wxpay.sandbox.v3;

import io.github.wxpay.sandbox.http.Answer;

/** One endpoint. */
@FunctionalInterface
interface Handler {
  /** Returns the answer, not signed yet; may throw {@link Refusal} or let the ledger's pass. */
  Answer handle(V3Request call);
}
