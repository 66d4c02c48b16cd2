/** The only room that does input and output. Internal. */
@NullMarked
package io.github.wxpay.internal.transport;

import org.jspecify.annotations.NullMarked;
