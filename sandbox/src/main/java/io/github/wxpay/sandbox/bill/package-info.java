/** Bills: the ledger's entries of a day as text tables, and their files for download. */
@NullMarked
package io.github.wxpay.sandbox.bill;

import org.jspecify.annotations.NullMarked;
