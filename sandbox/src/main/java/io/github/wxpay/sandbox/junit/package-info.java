/**
 * Support for the sandbox in tests with JUnit 5. Only this package needs {@code junit-jupiter-api}
 * on the class path or module path.
 */
@NullMarked
package io.github.wxpay.sandbox.junit;

import org.jspecify.annotations.NullMarked;
