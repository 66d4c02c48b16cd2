/** A server that responds to the two calls at little cost and checks the signatures of requests. */
@NullMarked
package io.github.wxpay.benchmarks.stub;

import org.jspecify.annotations.NullMarked;
