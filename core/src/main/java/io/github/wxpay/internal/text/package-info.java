/** Text that every room uses: what may be shown, and what may be signed. Internal. */
@NullMarked
package io.github.wxpay.internal.text;

import org.jspecify.annotations.NullMarked;
