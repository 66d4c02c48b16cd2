package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What an endpoint does with a request that is as documented. */
@FunctionalInterface
public interface Operation {
  /**
   * Returns what is known of the answer: of its documented fields those that are there, and made-up
   * ones where others are required; may throw {@link io.github.wxpay.sandbox.ledger.Trouble}.
   */
  ObjectNode answer(CheckedRequest asked);
}
