package io.github.wxpay.sandbox.bill;

import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Refund;
import io.github.wxpay.sandbox.ledger.Times;
import io.github.wxpay.sandbox.ledger.Trouble;
import java.util.ArrayList;
import java.util.List;

/** What happened on one day of Beijing's: payments and refunds, oldest first. */
public final class Entries {
  private final List<Order> paid;
  private final List<Refund> back;

  private Entries(List<Order> paid, List<Refund> back) {
    this.paid = paid;
    this.back = back;
  }

  /** Returns what happened on a day like {@code 20180608}. */
  public static Entries on(Ledger ledger, String day) {
    List<Order> paid = new ArrayList<>();
    for (Order order : ledger.orders()) {
      Order.Payment payment = order.payment();
      if (payment != null && Times.compact(payment.time()).startsWith(day)) {
        paid.add(order);
      }
    }
    return new Entries(paid, refunds(ledger, day));
  }

  private static List<Refund> refunds(Ledger ledger, String day) {
    try {
      return ledger.refunds("on " + day, r -> Times.compact(r.time()).startsWith(day));
    } catch (Trouble none) {
      return List.of();
    }
  }

  /** Returns these entries, or only those that a bill of that kind has. */
  public Entries of(TradeBill.Kind kind) {
    return new Entries(
        kind == TradeBill.Kind.REFUND ? List.of() : paid,
        kind == TradeBill.Kind.SUCCESS ? List.of() : back);
  }

  public boolean isEmpty() {
    return paid.isEmpty() && back.isEmpty();
  }

  List<Order> paid() {
    return paid;
  }

  List<Refund> back() {
    return back;
  }

  int count() {
    return paid.size() + back.size();
  }

  long in() {
    return paid.stream().mapToLong(Order::total).sum();
  }

  long out() {
    return back.stream().mapToLong(Refund::amount).sum();
  }
}
