package io.github.wxpay.benchmarks.client;

import java.util.concurrent.CompletableFuture;

/** A client whose calls do not wait; its blocking calls wait for them. Thread-safe. */
public interface AsyncClient extends Client {
  /** Creates an order as {@link #createOrder} does, without waiting. */
  CompletableFuture<String> createOrderAsync(String number);

  /** Queries an order as {@link #queryOrder} does, without waiting. */
  CompletableFuture<String> queryOrderAsync(String number);

  @Override
  default String createOrder(String number) throws Exception {
    return createOrderAsync(number).get();
  }

  @Override
  default String queryOrder(String number) throws Exception {
    return queryOrderAsync(number).get();
  }
}
