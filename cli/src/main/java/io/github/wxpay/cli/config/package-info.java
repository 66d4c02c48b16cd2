/** The configuration of a command's client: files, environment, arguments and prompts. */
@NullMarked
package io.github.wxpay.cli.config;

import org.jspecify.annotations.NullMarked;
