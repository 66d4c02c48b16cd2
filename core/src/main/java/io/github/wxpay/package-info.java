/**
 * A chained-path client of WeChat Pay: every endpoint of APIv3 by its path, and APIv2 through the
 * same chains.
 *
 * <pre>{@code
 * Wxpay wxpay = Wxpay.load(Path.of("wxpay.json"));
 * Response order = wxpay.v3().chain("pay/transactions/native").post(Map.of(…));
 * String codeUrl = order.require("code_url");
 * }</pre>
 *
 * <p>Where to start:
 *
 * <ul>
 *   <li>{@link io.github.wxpay.Wxpay} is the client of a merchant. Create it with {@link
 *       io.github.wxpay.WxpayBuilder}, or from a Map, a JSON file or environment variables.
 *   <li>{@link io.github.wxpay.Chain} is a path and the verbs that call it, also for uploads,
 *       downloads and bills. {@link io.github.wxpay.http.Options} are the options of one call.
 *   <li>{@link io.github.wxpay.Response} is a verified response. {@link io.github.wxpay.codec.Bill}
 *       is a downloaded bill.
 *   <li>{@link io.github.wxpay.Notifications} verifies and decrypts notifications of the platform,
 *       and {@link io.github.wxpay.ReplayStore} recognises copies.
 *   <li>{@link io.github.wxpay.PayParams} signs call-up parameters of pages and apps.
 *   <li>{@link io.github.wxpay.exception.WxpayException} is the superclass of the exceptions; its
 *       outcome says whether the platform may have processed a request.
 *   <li>{@link io.github.wxpay.http.Hook} changes requests and responses, {@link
 *       io.github.wxpay.http.CallListener} observes calls.
 *   <li>{@link io.github.wxpay.Fen}, {@link io.github.wxpay.OrderNumbers} and {@link
 *       io.github.wxpay.EventTypes} convert amounts, create numbers and name events.
 * </ul>
 *
 * <p>A port of the npm package {@code wechatpay-axios-plugin}, called the original in this
 * documentation. Its names correspond to:
 *
 * <ul>
 *   <li>{@code new Wechatpay(config)}: {@link io.github.wxpay.Wxpay#of}; {@code
 *       Wechatpay.normalize}: {@link io.github.wxpay.Wxpay#normalize}
 *   <li>property chains and {@code chain(path)}: {@link io.github.wxpay.Chain#prop} and {@link
 *       io.github.wxpay.Chain#chain}; calling a node: {@code post}
 *   <li>{@code Decorator.request}: {@code Chain.request}; {@code transformRequest} and {@code
 *       transformResponse}: {@link io.github.wxpay.http.Hook}
 *   <li>{@code Rsa}, {@code AesGcm}, {@code AesEcb}, {@code AesCbc} and {@code Hash}: the classes
 *       of these names in {@link io.github.wxpay.crypto}
 *   <li>{@code Formatter} and {@code Transformer}: in {@link io.github.wxpay.codec}; {@code
 *       Multipart} and {@code FormData}: {@link io.github.wxpay.http.Multipart}
 * </ul>
 */
@NullMarked
package io.github.wxpay;

import org.jspecify.annotations.NullMarked;
