/**
 * Unchecked exceptions, one class for each kind of failure; {@code WxpayException} is their
 * superclass.
 */
@NullMarked
package io.github.wxpay.exception;

import org.jspecify.annotations.NullMarked;
