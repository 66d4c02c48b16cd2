/**
 * The endpoints with a state, one file for each family. A family registers operations of documented
 * endpoints, which take a checked request and return the fields that are known of the response.
 */
@NullMarked
package io.github.wxpay.sandbox.state;

import org.jspecify.annotations.NullMarked;
