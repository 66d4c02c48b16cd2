/** Keys, certificates and signatures of the sandbox; knows neither HTTP nor orders. */
@NullMarked
package io.github.wxpay.sandbox.crypto;

import org.jspecify.annotations.NullMarked;
