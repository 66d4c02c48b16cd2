package io.github.wxpay.sandbox.ledger;

import java.util.regex.Pattern;

/** The formats of numbers that several APIs use; each rule is the description of its format. */
public final class Numbers {
  /** The format of a merchant's refund number. */
  public static final Pattern REFUND = Pattern.compile("[0-9A-Za-z_\\-|*@]{1,64}");

  public static final String REFUND_RULE = "1 to 64 of the characters 0-9 A-Z a-z _ - | * @";

  /** The format of the payment code that a payer shows. */
  public static final Pattern PAYMENT_CODE = Pattern.compile("1[0-5][0-9]{16}");

  private Numbers() {}
}
