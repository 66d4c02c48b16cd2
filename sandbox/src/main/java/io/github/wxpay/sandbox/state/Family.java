package io.github.wxpay.sandbox.state;

/** Endpoints that share a state. */
interface Family {
  /** Says which endpoints these are. */
  void register(Desk desk);
}
