/** Whose keys sign and verify. Internal. */
@NullMarked
package io.github.wxpay.internal.trust;

import org.jspecify.annotations.NullMarked;
