/** Plays the examples, and every snippet of the READMEs. */
package io.github.wxpay.examples;
