/** Formats of the platform: the texts that are signed, APIv2's XML, and bills. */
@NullMarked
package io.github.wxpay.codec;

import org.jspecify.annotations.NullMarked;
