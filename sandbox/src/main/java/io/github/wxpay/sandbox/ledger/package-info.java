/**
 * The orders, refunds and other records of a sandbox, independent of HTTP and of message formats.
 */
@NullMarked
package io.github.wxpay.sandbox.ledger;

import org.jspecify.annotations.NullMarked;
