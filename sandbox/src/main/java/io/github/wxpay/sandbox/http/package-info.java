/** The HTTP server, and requests and responses as values. Independent of APIv2 and APIv3. */
@NullMarked
package io.github.wxpay.sandbox.http;

import org.jspecify.annotations.NullMarked;
