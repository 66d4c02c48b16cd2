/** JSON with limits, read without loss of digits. Internal. */
@NullMarked
package io.github.wxpay.internal.json;

import org.jspecify.annotations.NullMarked;
