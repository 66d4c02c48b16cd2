/** Programs that measure the client beside its peers. */
@NullMarked
package io.github.wxpay.benchmarks;

import org.jspecify.annotations.NullMarked;
