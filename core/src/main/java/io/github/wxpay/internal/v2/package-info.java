/** APIv2: signs fields into XML and opens answers. Internal. */
@NullMarked
package io.github.wxpay.internal.v2;

import org.jspecify.annotations.NullMarked;
