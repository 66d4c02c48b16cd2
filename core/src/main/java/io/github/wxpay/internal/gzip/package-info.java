/** Decompression of what the platform sends. Internal. */
@NullMarked
package io.github.wxpay.internal.gzip;

import org.jspecify.annotations.NullMarked;
