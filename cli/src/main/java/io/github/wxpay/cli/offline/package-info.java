/** Verification, decryption, signing and encryption of files, without any network. */
@NullMarked
package io.github.wxpay.cli.offline;

import org.jspecify.annotations.NullMarked;
