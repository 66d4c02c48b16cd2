/** Requests of the command: their path, data and check, the dry run, and the printed response. */
@NullMarked
package io.github.wxpay.cli.request;

import org.jspecify.annotations.NullMarked;
