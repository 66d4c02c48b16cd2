/** Example programs. Each runs without arguments, and a test compares its output. */
@NullMarked
package io.github.wxpay.examples;

import org.jspecify.annotations.NullMarked;
