/** Keys, signatures, ciphers and digests, with the original's names. */
@NullMarked
package io.github.wxpay.crypto;

import org.jspecify.annotations.NullMarked;
