/** The process that runs one client and measures itself. */
@NullMarked
package io.github.wxpay.benchmarks.worker;

import org.jspecify.annotations.NullMarked;
