/**
 * The JSON side (APIv3): verifies and reads requests, signs responses, and has the endpoints with
 * keys and files.
 */
@NullMarked
package io.github.wxpay.sandbox.v3;

import org.jspecify.annotations.NullMarked;
