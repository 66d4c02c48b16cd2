/** What the sandbox remembers: orders, refunds, authorizations; knows neither HTTP nor formats. */
@NullMarked
package io.github.wxpay.sandbox.ledger;

import org.jspecify.annotations.NullMarked;
