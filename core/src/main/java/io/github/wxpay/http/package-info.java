/** Requests and responses as immutable values, options of calls, hooks and listeners. */
@NullMarked
package io.github.wxpay.http;

import org.jspecify.annotations.NullMarked;
