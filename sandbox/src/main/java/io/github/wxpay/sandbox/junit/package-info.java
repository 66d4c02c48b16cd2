/**
 * The sandbox in tests with JUnit 5; needs {@code junit-jupiter-api} on the path, nothing else
 * does.
 */
@NullMarked
package io.github.wxpay.sandbox.junit;

import org.jspecify.annotations.NullMarked;
