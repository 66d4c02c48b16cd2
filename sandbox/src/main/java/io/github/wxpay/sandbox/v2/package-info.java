/** The XML side (APIv2): its signs, its XML and one file for each family of endpoints. */
@NullMarked
package io.github.wxpay.sandbox.v2;

import org.jspecify.annotations.NullMarked;
