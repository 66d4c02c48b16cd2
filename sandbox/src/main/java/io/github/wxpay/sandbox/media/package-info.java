/** Uploaded files. */
@NullMarked
package io.github.wxpay.sandbox.media;

import org.jspecify.annotations.NullMarked;
