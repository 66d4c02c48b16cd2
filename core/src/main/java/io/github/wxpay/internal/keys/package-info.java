/**
 * Keys and certificates read from text, bytes and files; the only door to Bouncy Castle. Internal.
 */
@NullMarked
package io.github.wxpay.internal.keys;

import org.jspecify.annotations.NullMarked;
