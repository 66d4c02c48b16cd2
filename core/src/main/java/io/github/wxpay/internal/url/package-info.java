/** URLs: templates, percent-encoding, queries, base URLs, and hosts of the platform. Internal. */
@NullMarked
package io.github.wxpay.internal.url;

import org.jspecify.annotations.NullMarked;
