/** The order of the steps of a request, and its observation. Internal. */
@NullMarked
package io.github.wxpay.internal.pipeline;

import org.jspecify.annotations.NullMarked;
