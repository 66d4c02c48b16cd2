/** Finds endpoints by words or by paths, for the shell and for the commands. */
@NullMarked
package io.github.wxpay.cli.search;

import org.jspecify.annotations.NullMarked;
