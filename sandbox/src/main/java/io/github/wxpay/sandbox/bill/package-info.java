/** Bills: what the ledger says of a day, as tables of text, and files that wait to be fetched. */
@NullMarked
package io.github.wxpay.sandbox.bill;

import org.jspecify.annotations.NullMarked;
