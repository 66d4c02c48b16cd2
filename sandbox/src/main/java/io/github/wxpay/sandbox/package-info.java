/**
 * WeChat Pay on 127.0.0.1, for tests and first steps.
 *
 * <pre>{@code
 * try (Sandbox sandbox = Sandbox.start()) {
 *   Wxpay wxpay = Wxpay.of(sandbox.config());
 *   wxpay.chain("v3/pay/transactions/native").post(order);
 *   sandbox.pay("order-1");
 * }
 * }</pre>
 *
 * <p>The sandbox is an implementation of the protocol of its own; it shares no line with the client
 * library, so each checks the other.
 */
@NullMarked
package io.github.wxpay.sandbox;

import org.jspecify.annotations.NullMarked;
