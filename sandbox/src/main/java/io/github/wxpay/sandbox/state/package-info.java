/**
 * The endpoints with a state, one class for each family. A family registers operations for
 * documented endpoints, each of which maps a checked request to the known fields of the response.
 */
@NullMarked
package io.github.wxpay.sandbox.state;

import org.jspecify.annotations.NullMarked;
