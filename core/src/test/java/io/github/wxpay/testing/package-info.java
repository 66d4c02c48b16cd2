/** What the tests share: keys, a fake client of the JDK, a raw server. */
package io.github.wxpay.testing;
