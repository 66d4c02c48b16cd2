/** APIv2: signs fields, writes them as XML, and verifies responses and notifications. Internal. */
@NullMarked
package io.github.wxpay.internal.v2;

import org.jspecify.annotations.NullMarked;
