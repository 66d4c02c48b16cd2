/** URLs: templates, percent-encoding, queries, base URLs. Internal. */
@NullMarked
package io.github.wxpay.internal.url;

import org.jspecify.annotations.NullMarked;
