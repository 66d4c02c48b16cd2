/** APIv3: seals requests and opens answers. Internal. */
@NullMarked
package io.github.wxpay.internal.v3;

import org.jspecify.annotations.NullMarked;
