/**
 * Execution of calls: their steps, their waits, and the interface of the two protocols. Internal.
 */
@NullMarked
package io.github.wxpay.internal.call;

import org.jspecify.annotations.NullMarked;
