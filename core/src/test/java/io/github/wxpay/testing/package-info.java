/** Shared code of the tests: keys, a fake client of the JDK, a raw server. */
package io.github.wxpay.testing;
