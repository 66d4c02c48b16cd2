/** Readers of keys and certificates in text, bytes and files; access to Bouncy Castle. Internal. */
@NullMarked
package io.github.wxpay.internal.keys;

import org.jspecify.annotations.NullMarked;
