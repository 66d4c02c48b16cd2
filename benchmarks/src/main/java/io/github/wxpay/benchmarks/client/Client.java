package io.github.wxpay.benchmarks.client;

/** A client that is measured. Thread-safe: many callers share one. */
public interface Client {
  /** Creates a Native order of this number and returns its {@code code_url}. */
  String createOrder(String number) throws Exception;

  /** Queries the order of this number and returns its {@code trade_state}. */
  String queryOrder(String number) throws Exception;
}
