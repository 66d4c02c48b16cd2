/** Properties that hold for any input of a parser; see {@code FuzzTarget}. */
package io.github.wxpay.fuzz;
