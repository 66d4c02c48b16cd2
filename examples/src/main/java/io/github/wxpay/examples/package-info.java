/** Programs to read and to run; each of them is a test too. */
@NullMarked
package io.github.wxpay.examples;

import org.jspecify.annotations.NullMarked;
