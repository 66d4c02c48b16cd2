/** A request and its answer as values: template, options, headers, bodies. */
@NullMarked
package io.github.wxpay.http;

import org.jspecify.annotations.NullMarked;
