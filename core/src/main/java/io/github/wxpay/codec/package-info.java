/** Text in and out of the messages: signing texts, JSON, bills. */
@NullMarked
package io.github.wxpay.codec;

import org.jspecify.annotations.NullMarked;
