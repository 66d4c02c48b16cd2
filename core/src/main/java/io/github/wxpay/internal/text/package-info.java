/**
 * Text functions of all packages: printable text, scalars and times, texts to sign, checks of
 * settings. Internal.
 */
@NullMarked
package io.github.wxpay.internal.text;

import org.jspecify.annotations.NullMarked;
