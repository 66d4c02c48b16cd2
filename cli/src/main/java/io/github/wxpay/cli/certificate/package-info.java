/** Platform certificates as files. */
@NullMarked
package io.github.wxpay.cli.certificate;

import org.jspecify.annotations.NullMarked;
