package io.github.wxpay;

import io.github.wxpay.internal.trust.KeyRing;
import io.github.wxpay.internal.trust.Merchant;
import io.github.wxpay.internal.v2.V2;
import io.github.wxpay.internal.v3.V3;
import io.github.wxpay.internal.v3.V3Verifier;

/**
 * One merchant with all that proves, signs and opens for it: what notifications and call-ups need.
 */
final class Identity {
  final Merchant merchant;
  final KeyRing keys;
  final V3Verifier verifier;
  final V3 v3;
  final V2 v2;

  Identity(Merchant merchant, KeyRing keys, V3Verifier verifier, V3 v3, V2 v2) {
    this.merchant = merchant;
    this.keys = keys;
    this.verifier = verifier;
    this.v3 = v3;
    this.v2 = v2;
  }

  @Override
  public String toString() {
    return merchant + ", platformKeys=" + keys.ids();
  }
}
