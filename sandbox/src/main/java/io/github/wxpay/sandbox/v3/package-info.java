/** The JSON side (APIv3): gate, stamp and one file for each family of endpoints. */
@NullMarked
package io.github.wxpay.sandbox.v3;

import org.jspecify.annotations.NullMarked;
