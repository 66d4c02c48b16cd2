/**
 * The page at the sandbox's address, which shows calls, orders and notifications. It uses the
 * public API of the sandbox, which loads it as a {@link io.github.wxpay.sandbox.http.SiteProvider}.
 */
@NullMarked
package io.github.wxpay.sandbox.page;

import org.jspecify.annotations.NullMarked;
