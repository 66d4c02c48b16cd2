/** The shell: JShell with a client, a kit of commands, and values shown for people. */
@NullMarked
package io.github.wxpay.cli.shell;

import org.jspecify.annotations.NullMarked;
