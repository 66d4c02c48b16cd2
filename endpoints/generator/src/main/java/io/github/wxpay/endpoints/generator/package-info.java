/** Generates the typed chain from the catalogue; {@code Generator} tells the order of the steps. */
@NullMarked
package io.github.wxpay.endpoints.generator;

import org.jspecify.annotations.NullMarked;
