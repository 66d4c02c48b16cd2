/**
 * Responses and notifications in the shape that the catalogue documents, with known values first.
 */
@NullMarked
package io.github.wxpay.sandbox.shape;

import org.jspecify.annotations.NullMarked;
