/** Answers in the shape the catalogue documents, made of what is known and made up for the rest. */
@NullMarked
package io.github.wxpay.sandbox.shape;

import org.jspecify.annotations.NullMarked;
