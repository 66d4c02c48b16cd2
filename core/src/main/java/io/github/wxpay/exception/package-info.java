/** What can go wrong: one small class a kind of failure, all unchecked. */
@NullMarked
package io.github.wxpay.exception;

import org.jspecify.annotations.NullMarked;
