/** The command {@code wxpay}: one class for each of its commands. */
@NullMarked
package io.github.wxpay.cli;

import org.jspecify.annotations.NullMarked;
