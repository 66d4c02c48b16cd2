package io.github.wxpay.sandbox.ledger;

/** The trade types: how a payer gets to an order. */
public enum TradeType {
  /** A QR code shown by the merchant. */
  NATIVE,
  /** On a page or in a mini program inside WeChat. */
  JSAPI,
  /** From another app. */
  APP,
  /** From a mobile browser (H5). */
  MWEB,
  /** The merchant scans the payer's code. */
  MICROPAY
}
