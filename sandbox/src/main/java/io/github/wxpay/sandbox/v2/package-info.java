/** The implementation of APIv2: signs, XML, and one class for each family of endpoints. */
@NullMarked
package io.github.wxpay.sandbox.v2;

import org.jspecify.annotations.NullMarked;
