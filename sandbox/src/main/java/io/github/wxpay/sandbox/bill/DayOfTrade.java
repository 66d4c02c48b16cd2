package io.github.wxpay.sandbox.bill;

import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.MoneyMovement;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Refund;
import io.github.wxpay.sandbox.ledger.Times;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The payments, refunds and other money movements of a day in Beijing, oldest first. Immutable. */
public final class DayOfTrade {
  private final List<Order> paid;
  private final List<Refund> refunded;
  private final List<MoneyMovement> flows;

  private DayOfTrade(List<Order> paid, List<Refund> refunded, List<MoneyMovement> flows) {
    this.paid = paid;
    this.refunded = refunded;
    this.flows = flows;
  }

  /** Returns the entries of a day such as {@code 20180608}. */
  public static DayOfTrade on(Ledger ledger, String day) {
    List<Order> paid = new ArrayList<>();
    for (Order order : ledger.orders()) {
      Order.Payment payment = order.payment();
      if (payment != null && Times.compact(payment.time()).startsWith(day)) {
        paid.add(order);
      }
    }
    List<MoneyMovement> flows = new ArrayList<>(ledger.flows());
    flows.removeIf(flow -> !Times.compact(flow.time()).startsWith(day));
    return new DayOfTrade(paid, refunds(ledger, day), flows);
  }

  private static List<Refund> refunds(Ledger ledger, String day) {
    try {
      return ledger.refunds("on " + day, r -> Times.compact(r.time()).startsWith(day));
    } catch (LedgerException e) {
      return List.of();
    }
  }

  /** Returns the entries that a bill of this kind has. */
  public DayOfTrade of(TradeBill.Kind kind) {
    return new DayOfTrade(
        kind == TradeBill.Kind.REFUND ? List.of() : paid,
        kind == TradeBill.Kind.SUCCESS ? List.of() : refunded,
        flows);
  }

  /** Returns the entries of a sub-merchant, or these entries if {@code subMchid} is null. */
  public DayOfTrade ofSub(@Nullable String subMchid) {
    if (subMchid == null) {
      return this;
    }
    List<Order> payments = new ArrayList<>(paid);
    payments.removeIf(order -> isOfOther(order, subMchid));
    List<Refund> refunds = new ArrayList<>(refunded);
    refunds.removeIf(refund -> isOfOther(refund.order(), subMchid));
    return new DayOfTrade(payments, refunds, flows);
  }

  // Orders without a sub-merchant belong to all of them.
  private static boolean isOfOther(Order order, String subMchid) {
    String named = order.draft().text("sub_mchid");
    return named != null && !named.equals(subMchid);
  }

  /** Returns whether there was no trade. */
  public boolean isEmpty() {
    return paid.isEmpty() && refunded.isEmpty();
  }

  /** Returns whether no money was moved. */
  public boolean isStill() {
    return isEmpty() && flows.isEmpty();
  }

  /** Returns all money movements by time, including payments and refunds. */
  List<MoneyMovement> all() {
    List<MoneyMovement> all = new ArrayList<>();
    for (Order order : paid) {
      Order.Payment payment = TradeBill.payment(order);
      all.add(new MoneyMovement(payment.time(), payment.transactionId(), "交易", order.total()));
    }
    for (Refund refund : refunded) {
      all.add(new MoneyMovement(refund.time(), refund.refundId(), "退款", -refund.amount()));
    }
    all.addAll(flows);
    all.sort(Comparator.comparing(MoneyMovement::time));
    return all;
  }

  List<Order> paid() {
    return paid;
  }

  List<Refund> back() {
    return refunded;
  }

  int count() {
    return paid.size() + refunded.size();
  }

  long in() {
    return paid.stream().mapToLong(Order::total).sum();
  }

  long out() {
    return refunded.stream().mapToLong(Refund::amount).sum();
  }
}
