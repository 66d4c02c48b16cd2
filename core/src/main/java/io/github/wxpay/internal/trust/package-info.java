/** Keys of the merchant and the platform, certificates, and the cipher suites. Internal. */
@NullMarked
package io.github.wxpay.internal.trust;

import org.jspecify.annotations.NullMarked;
