/** The journey of a request through the rooms. Internal. */
@NullMarked
package io.github.wxpay.internal.pipeline;

import org.jspecify.annotations.NullMarked;
