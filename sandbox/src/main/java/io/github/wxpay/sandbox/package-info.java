/**
 * A simulation of WeChat Pay on 127.0.0.1, for tests and first steps.
 *
 * <pre>{@code
 * try (Sandbox sandbox = Sandbox.start()) {
 *   Wxpay wxpay = Wxpay.of(sandbox.config());
 *   wxpay.chain("v3/pay/transactions/native").post(order);
 *   sandbox.pay("order-1");
 * }
 * }</pre>
 *
 * <p>{@link io.github.wxpay.sandbox.Sandbox} starts the server, pays orders, creates notifications
 * and lists {@linkplain io.github.wxpay.sandbox.Recorded requests} and {@linkplain
 * io.github.wxpay.sandbox.Delivery deliveries}. {@link io.github.wxpay.sandbox.SandboxBuilder} has
 * the settings, {@link io.github.wxpay.sandbox.Fault} the failures that can be injected, and {@link
 * io.github.wxpay.sandbox.Payer} the actions of users other than payments. For JUnit 5 see {@link
 * io.github.wxpay.sandbox.junit.WxpaySandbox}.
 *
 * <p>The sandbox is a separate implementation of the protocol. It shares no code with the client
 * library, so each is a check of the other.
 */
@NullMarked
package io.github.wxpay.sandbox;

import org.jspecify.annotations.NullMarked;
