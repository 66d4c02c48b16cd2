/** The checks of {@code wxpay doctor}: each returns verdicts on a configuration. */
@NullMarked
package io.github.wxpay.cli.doctor;

import org.jspecify.annotations.NullMarked;
