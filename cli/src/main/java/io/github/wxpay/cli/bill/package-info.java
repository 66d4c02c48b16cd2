/** Bills as tables of totals, CSV and JSON, read row by row. */
@NullMarked
package io.github.wxpay.cli.bill;

import org.jspecify.annotations.NullMarked;
