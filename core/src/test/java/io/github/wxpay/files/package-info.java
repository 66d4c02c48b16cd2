/** Uploads, downloads and bills. */
@NullMarked
package io.github.wxpay.files;

import org.jspecify.annotations.NullMarked;
