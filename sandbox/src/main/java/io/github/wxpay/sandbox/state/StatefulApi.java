package io.github.wxpay.sandbox.state;

/** A family of endpoints with a common state. */
public interface StatefulApi {
  /** Adds the operations of all endpoints of the family. */
  void register(OperationRegistry registry);
}
