package io.github.wxpay.sandbox.ledger;

/** How the payer meets the order. */
public enum TradeType {
  /** A QR code shown by the merchant. */
  NATIVE,
  /** Inside WeChat. */
  JSAPI,
  /** From another app. */
  APP,
  /** From a mobile browser (H5). */
  MWEB,
  /** The merchant scans the payer's code. */
  MICROPAY
}
