/**
 * What the platform remembers beyond orders and refunds: one file for each family of endpoints, all
 * of one form. A family is told which endpoint was asked for with what, and says what is known; the
 * protocol's side does the rest.
 */
@NullMarked
package io.github.wxpay.sandbox.state;

import org.jspecify.annotations.NullMarked;
