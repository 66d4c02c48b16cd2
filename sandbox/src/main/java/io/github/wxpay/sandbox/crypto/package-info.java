/** Keys, certificates and signatures of the sandbox, independent of HTTP and orders. */
@NullMarked
package io.github.wxpay.sandbox.crypto;

import org.jspecify.annotations.NullMarked;
