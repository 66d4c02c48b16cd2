/** What was uploaded. */
@NullMarked
package io.github.wxpay.sandbox.media;

import org.jspecify.annotations.NullMarked;
