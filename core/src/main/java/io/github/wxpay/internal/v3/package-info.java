/** APIv3: signs requests, and verifies and decrypts responses and notifications. Internal. */
@NullMarked
package io.github.wxpay.internal.v3;

import org.jspecify.annotations.NullMarked;
