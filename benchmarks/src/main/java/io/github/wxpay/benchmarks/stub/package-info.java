/** A server that responds to two calls with little work and verifies signatures of requests. */
@NullMarked
package io.github.wxpay.benchmarks.stub;

import org.jspecify.annotations.NullMarked;
