/** Programs that compare the performance of the client with other clients. */
@NullMarked
package io.github.wxpay.benchmarks;

import org.jspecify.annotations.NullMarked;
