/** The configuration file of {@code wxpay sandbox}. */
@NullMarked
package io.github.wxpay.cli.sandbox;

import org.jspecify.annotations.NullMarked;
