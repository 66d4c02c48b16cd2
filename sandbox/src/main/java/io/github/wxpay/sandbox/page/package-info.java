/** The page at the sandbox's address: what was asked, ordered and notified, to be looked at. */
@NullMarked
package io.github.wxpay.sandbox.page;

import org.jspecify.annotations.NullMarked;
