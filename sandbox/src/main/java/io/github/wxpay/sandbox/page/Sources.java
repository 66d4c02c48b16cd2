package io.github.wxpay.sandbox.page;

import io.github.wxpay.sandbox.http.Exchange;
import io.github.wxpay.sandbox.ledger.Order;
import java.util.List;

/** What the page shows, and the one thing it can do. */
public interface Sources {
  /** Returns the calls that are kept, oldest first. */
  List<Exchange> calls();

  /** Returns the orders, oldest first. */
  List<Order> orders();

  /** Returns a number that grows with every change of an order. */
  long ordersRevision();

  /** Returns the notifications that are kept, oldest first. */
  List<Sent> deliveries();

  /** Returns whether paying notifies. */
  boolean notifying();

  /**
   * Plays the payer.
   *
   * @throws IllegalArgumentException if there is no such order
   * @throws IllegalStateException if it cannot be paid now
   */
  void pay(String outTradeNo);
}
