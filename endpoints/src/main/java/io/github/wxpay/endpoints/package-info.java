/**
 * The typed chain: every documented endpoint and notification of WeChat Pay as types, over the
 * chains of {@link io.github.wxpay.Wxpay}.
 *
 * <pre>{@code
 * V3 v3 = V3.of(wxpay);
 * String codeUrl = v3.pay().transactions().native_()
 *     .post(body -> body.appid(appid).mchid(mchid).description("tea").outTradeNo(no)
 *         .notifyUrl(url).amount(amount -> amount.total(1).currency("CNY")))
 *     .codeUrl();
 * }</pre>
 *
 * <p>{@code V3}, {@code V2}, {@code Brand}, {@code Hk}, {@code Customs} and {@code Events} are
 * generated from the catalogue, like the packages of the same names.
 */
@NullMarked
package io.github.wxpay.endpoints;

import org.jspecify.annotations.NullMarked;
