/**
 * APIv3: verifies and reads requests, signs responses, and implements the endpoints for keys and
 * files.
 */
@NullMarked
package io.github.wxpay.sandbox.v3;

import org.jspecify.annotations.NullMarked;
