/**
 * Input and output: sends requests, receives responses and files. No other package does. Internal.
 */
@NullMarked
package io.github.wxpay.internal.transport;

import org.jspecify.annotations.NullMarked;
