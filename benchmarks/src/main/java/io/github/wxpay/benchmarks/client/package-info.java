/** The clients that are compared, each behind the same two calls. */
@NullMarked
package io.github.wxpay.benchmarks.client;

import org.jspecify.annotations.NullMarked;
