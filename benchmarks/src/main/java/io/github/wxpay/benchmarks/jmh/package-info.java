/** Measures single operations of the library with JMH. */
package io.github.wxpay.benchmarks.jmh;
