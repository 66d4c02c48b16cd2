/** How a call runs: its steps, its waiting points, and what a protocol adds to it. */
@NullMarked
package io.github.wxpay.internal.call;

import org.jspecify.annotations.NullMarked;
