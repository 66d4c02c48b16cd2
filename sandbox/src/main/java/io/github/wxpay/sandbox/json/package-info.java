/** Helpers for JSON trees, independent of the other packages of the sandbox. */
@NullMarked
package io.github.wxpay.sandbox.json;

import org.jspecify.annotations.NullMarked;
