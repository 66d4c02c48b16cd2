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

/** What happened on one day of Beijing's: payments, refunds and other flows, oldest first. */
public final class DayOfTrade {
  private final List<Order> paid;
  private final List<Refund> back;
  private final List<MoneyMovement> flows;

  private DayOfTrade(List<Order> paid, List<Refund> back, List<MoneyMovement> flows) {
    this.paid = paid;
    this.back = back;
    this.flows = flows;
  }

  /** Returns what happened on a day like {@code 20180608}. */
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
    } catch (LedgerException none) {
      return List.of();
    }
  }

  /** Returns these entries, or only those that a bill of that kind has. */
  public DayOfTrade of(TradeBill.Kind kind) {
    return new DayOfTrade(
        kind == TradeBill.Kind.REFUND ? List.of() : paid,
        kind == TradeBill.Kind.SUCCESS ? List.of() : back,
        flows);
  }

  /** Returns these entries, or only those of a merchant for whom a service provider works. */
  public DayOfTrade ofSub(@Nullable String subMchid) {
    if (subMchid == null) {
      return this;
    }
    List<Order> theirs = new ArrayList<>(paid);
    theirs.removeIf(order -> isOfOther(order, subMchid));
    List<Refund> given = new ArrayList<>(back);
    given.removeIf(refund -> isOfOther(refund.order(), subMchid));
    return new DayOfTrade(theirs, given, flows);
  }

  // Orders that name nobody are anybody's.
  private static boolean isOfOther(Order order, String subMchid) {
    String named = order.draft().text("sub_mchid");
    return named != null && !named.equals(subMchid);
  }

  /** Returns whether there was no trade. */
  public boolean isEmpty() {
    return paid.isEmpty() && back.isEmpty();
  }

  /** Returns whether no money came or went. */
  public boolean isStill() {
    return isEmpty() && flows.isEmpty();
  }

  /** Returns all flows of money in the order of time, payments and refunds among them. */
  List<MoneyMovement> all() {
    List<MoneyMovement> all = new ArrayList<>();
    for (Order order : paid) {
      Order.Payment payment = TradeBill.payment(order);
      all.add(new MoneyMovement(payment.time(), payment.transactionId(), "交易", order.total()));
    }
    for (Refund refund : back) {
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
