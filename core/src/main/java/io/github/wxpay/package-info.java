/**
 * A chained-path client of WeChat Pay: every endpoint of APIv3, whether anybody typed it or not.
 *
 * <pre>{@code
 * Wxpay wxpay = Wxpay.load(Path.of("wxpay.json"));
 * Response order = wxpay.v3().chain("pay/transactions/native").post(Map.of(…));
 * String codeUrl = order.get("code_url");
 * }</pre>
 *
 * <p>A port of the npm package {@code wechatpay-axios-plugin}, called the original in this
 * documentation. Its {@code Wechatpay} is {@link io.github.wxpay.Wxpay} and {@link
 * io.github.wxpay.Chain} here; {@code Formatter}, {@code Hash}, {@code Rsa}, {@code AesGcm}, {@code
 * AesEcb}, {@code AesCbc} and {@code Multipart} keep their names.
 */
@NullMarked
package io.github.wxpay;

import org.jspecify.annotations.NullMarked;
