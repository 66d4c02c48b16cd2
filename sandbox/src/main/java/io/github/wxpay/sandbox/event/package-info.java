/** The notifications the platform documents, as data, and what stands in them by default. */
@NullMarked
package io.github.wxpay.sandbox.event;

import org.jspecify.annotations.NullMarked;
