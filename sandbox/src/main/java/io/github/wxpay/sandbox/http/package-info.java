/** The HTTP server, requests and answers as values, the table of routes; knows no protocol. */
@NullMarked
package io.github.wxpay.sandbox.http;

import org.jspecify.annotations.NullMarked;
