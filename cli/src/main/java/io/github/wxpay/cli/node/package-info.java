/** Converts programs of the original from JavaScript to Java. */
@NullMarked
package io.github.wxpay.cli.node;

import org.jspecify.annotations.NullMarked;
