/** Helpers for JSON trees; uses no other package of the sandbox. */
@NullMarked
package io.github.wxpay.sandbox.json;

import org.jspecify.annotations.NullMarked;
