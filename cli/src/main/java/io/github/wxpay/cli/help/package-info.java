/** Texts made from the options of all commands: completion scripts and the man page. */
@NullMarked
package io.github.wxpay.cli.help;

import org.jspecify.annotations.NullMarked;
