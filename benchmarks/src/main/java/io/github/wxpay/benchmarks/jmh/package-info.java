/** Measures the hot places of the library one by one, with JMH. */
package io.github.wxpay.benchmarks.jmh;
