package io.github.wxpay.sandbox.ledger;

import java.util.regex.Pattern;

/** The forms of numbers that several APIs take; each rule says its form in words. */
public final class Numbers {
  /** A merchant's number of a refund. */
  public static final Pattern REFUND = Pattern.compile("[0-9A-Za-z_\\-|*@]{1,64}");

  public static final String REFUND_RULE = "1 to 64 of the characters 0-9 A-Z a-z _ - | * @";

  /** The code that a payer shows. */
  public static final Pattern PAYMENT_CODE = Pattern.compile("1[0-5][0-9]{16}");

  private Numbers() {}
}
