package io.github.wxpay.sandbox.state;

/** Endpoints that share a state. */
interface StatefulApi {
  /** Says which endpoints these are. */
  void register(OperationRegistry desk);
}
