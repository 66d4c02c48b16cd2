package io.github.wxpay.sandbox.ledger;

import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.ledger.LedgerException.Kind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The orders, refunds and other movements of money; the last 100,000 of each are kept. Safe for use
 * by many threads, with one lock.
 */
public final class Ledger {
  private final Clock clock;
  private final Map<String, Order> orders = new BoundedMap<>();
  private final Map<String, String> byTransaction = new BoundedMap<>();
  private final Map<String, List<String>> combined = new BoundedMap<>();
  private final Map<String, Refund> refunds = new BoundedMap<>();
  private final Map<Object, MoneyMovement> flows = new BoundedMap<>();
  private long revision;
  private Consumer<Refund> refundListener = refund -> {};
  private Consumer<Order> deductionListener = order -> {};

  public Ledger(Clock clock) {
    this.clock = clock;
  }

  /**
   * Sets the listeners of new refunds, and of orders that are paid when they are created. Both are
   * called under the lock and must return immediately.
   */
  public synchronized void listeners(Consumer<Refund> refunds, Consumer<Order> deductions) {
    this.refundListener = refunds;
    this.deductionListener = deductions;
  }

  /** Creates an order, or returns the existing one for an equal draft. */
  public synchronized Order place(Draft draft) {
    Order known = orders.get(draft.outTradeNo());
    if (known == null) {
      return keep(Order.open(draft, clock.instant()));
    }
    mustBeOpenAndSame(known, draft);
    return known;
  }

  /**
   * Creates all orders of a combined order or none, or returns the existing ones for equal drafts.
   */
  public synchronized List<Order> placeTogether(String number, List<Draft> drafts) {
    List<String> parts = new ArrayList<>();
    drafts.forEach(draft -> parts.add(draft.outTradeNo()));
    List<String> known = combined.get(number);
    if (known != null && !known.equals(parts)) {
      throw new LedgerException(
          Kind.ORDER_DIFFERS, "order " + number + " was created with other sub-orders");
    }
    for (Draft draft : drafts) {
      Order order = orders.get(draft.outTradeNo());
      if (order != null && known == null) {
        throw new LedgerException(
            Kind.ORDER_DIFFERS, "order " + draft.outTradeNo() + " exists already");
      }
      if (order != null) {
        mustBeOpenAndSame(order, draft);
      }
    }
    combined.put(number, List.copyOf(parts));
    List<Order> placed = new ArrayList<>();
    drafts.forEach(draft -> placed.add(place(draft)));
    return placed;
  }

  private static void mustBeOpenAndSame(Order known, Draft draft) {
    if (known.state() == State.CLOSED) {
      throw new LedgerException(Kind.ORDER_CLOSED, "order " + draft.outTradeNo() + " is closed");
    }
    if (known.state() != State.NOTPAY) {
      throw new LedgerException(Kind.ORDER_PAID, "order " + draft.outTradeNo() + " is paid");
    }
    if (!known.draft().sameAs(draft)) {
      throw new LedgerException(
          Kind.ORDER_DIFFERS,
          "order " + draft.outTradeNo() + " was created with other parameters; use a new number");
    }
  }

  /** Pays an open order as its payer. */
  public synchronized Order pay(String outTradeNo) {
    return pay(open(outTradeNo), Randoms.openid());
  }

  /** Creates an order and pays it, or returns the existing paid order for an equal draft. */
  public synchronized Order payAtOnce(Draft draft) {
    Order known = orders.get(draft.outTradeNo());
    boolean again = known != null && known.draft().sameAs(draft) && known.payment() != null;
    if (known != null && again) {
      return known;
    }
    Order paid = pay(place(draft).outTradeNo());
    deductionListener.accept(paid);
    return paid;
  }

  /**
   * Pays an open order, or all orders of a combined one, found by its number or that of one of
   * them.
   */
  public synchronized List<Order> payAll(String number) {
    Order one = orders.get(number);
    String combination = one == null ? number : one.draft().text("combine_out_trade_no");
    List<String> parts = combination == null ? null : combined.get(combination);
    if (parts == null) {
      return List.of(pay(number));
    }
    parts.forEach(this::open);
    String openid = Randoms.openid();
    List<Order> paid = new ArrayList<>();
    parts.forEach(part -> paid.add(pay(open(part), openid)));
    return paid;
  }

  private Order open(String outTradeNo) {
    Order order = byNumber(outTradeNo);
    if (order.state() == State.CLOSED) {
      throw new LedgerException(
          Kind.ORDER_CLOSED, "order " + outTradeNo + " is CLOSED, not NOTPAY");
    }
    if (order.state() != State.NOTPAY) {
      throw new LedgerException(
          Kind.ORDER_PAID, "order " + outTradeNo + " is " + order.state() + ", not NOTPAY");
    }
    return order;
  }

  private Order pay(Order order, String otherwise) {
    String openid = Objects.requireNonNullElse(order.draft().text("openid"), otherwise);
    Order.Payment payment = Order.Payment.by(openid, clock.instant());
    byTransaction.put(payment.transactionId(), order.outTradeNo());
    return keep(order.paid(payment));
  }

  /** Closes all of the open orders or none. */
  public synchronized void closeAll(List<String> numbers) {
    numbers.forEach(this::closable);
    numbers.forEach(this::close);
  }

  /** Closes an open order. */
  public synchronized Order close(String outTradeNo) {
    return keep(closable(outTradeNo).closed());
  }

  private Order closable(String outTradeNo) {
    Order order = byNumber(outTradeNo);
    if (order.state() == State.CLOSED) {
      throw new LedgerException(Kind.ORDER_CLOSED, "order " + outTradeNo + " is closed already");
    }
    if (order.state() == State.SUCCESS || order.state() == State.REFUND) {
      throw new LedgerException(
          Kind.ORDER_PAID, "order " + outTradeNo + " is paid, refund it instead");
    }
    return order;
  }

  /** Returns the order with a merchant's number. */
  public synchronized Order byNumber(String outTradeNo) {
    Order order = orders.get(outTradeNo);
    if (order == null) {
      throw new LedgerException(Kind.ORDER_UNKNOWN, "there is no order " + outTradeNo);
    }
    return order;
  }

  /** Returns the order with a transaction ID of the platform. */
  public synchronized Order byTransaction(String transactionId) {
    String number = byTransaction.get(transactionId);
    Order order = number == null ? null : orders.get(number);
    if (order != null) {
      return order;
    }
    throw new LedgerException(Kind.ORDER_UNKNOWN, "there is no transaction " + transactionId);
  }

  /** Returns the order with a transaction ID or, if that is null, with a merchant's number. */
  public synchronized Order byEither(@Nullable String transactionId, @Nullable String outTradeNo) {
    if (transactionId != null) {
      return byTransaction(transactionId);
    }
    return byNumber(Objects.requireNonNull(outTradeNo, "outTradeNo == null"));
  }

  /** Refunds the remaining amount of an order, if there is any. */
  public synchronized void refundRest(String outTradeNo) {
    Order order = byNumber(outTradeNo);
    long rest = order.total() - order.refunded();
    if (rest > 0) {
      String number = "reverse-" + outTradeNo;
      refund(order, new Refund.Claim(number, rest, order.total(), number));
    }
  }

  /** Refunds a part of an order, or returns the existing refund for an equal claim. */
  public synchronized Refund refund(Order of, Refund.Claim claim) {
    Refund known = refunds.get(claim.outRefundNo());
    if (known != null) {
      if (!known.claim().sameAs(claim)) {
        throw new LedgerException(
            Kind.REFUND_DIFFERS,
            "refund "
                + claim.outRefundNo()
                + " was created with other parameters; use a new number");
      }
      return known;
    }
    Order order = byNumber(of.outTradeNo());
    if (order.payment() == null) {
      throw new LedgerException(
          Kind.NOT_PAID, "order " + order.outTradeNo() + " is " + order.state() + ", not paid");
    }
    if (claim.total() != order.total()) {
      throw new LedgerException(
          Kind.REFUND_TOTAL_DIFFERS,
          "the order's total is " + order.total() + ", not " + claim.total());
    }
    long left = order.total() - order.refunded();
    if (claim.amount() > left) {
      throw new LedgerException(
          Kind.REFUND_TOO_MUCH,
          "of " + order.total() + " only " + left + " is left, " + claim.amount() + " is too much");
    }
    String refundId =
        "503000" + Times.compact(clock.instant()).substring(0, 8) + Randoms.digits(15);
    Order after = keep(order.refunded(claim.amount()));
    Refund refund = new Refund(refundId, claim, after, clock.instant());
    refunds.put(claim.outRefundNo(), refund);
    refundListener.accept(refund);
    return refund;
  }

  /**
   * Returns the refunds that match, oldest first; throws a {@link LedgerException} if there are
   * none.
   */
  public synchronized List<Refund> refunds(String what, Predicate<Refund> filter) {
    List<Refund> found = new ArrayList<>();
    for (Refund refund : refunds.values()) {
      if (filter.test(refund)) {
        found.add(refund);
      }
    }
    if (found.isEmpty()) {
      throw new LedgerException(Kind.REFUND_UNKNOWN, "there is no refund " + what);
    }
    return found;
  }

  /** Returns the refund with a merchant's number. */
  public synchronized Refund refundOf(String outRefundNo) {
    Refund refund = refunds.get(outRefundNo);
    if (refund == null) {
      throw new LedgerException(Kind.REFUND_UNKNOWN, "there is no refund " + outRefundNo);
    }
    return refund;
  }

  /** Records a movement of money. */
  public synchronized void record(MoneyMovement flow) {
    flows.put(new Object(), flow);
  }

  /** Returns the recorded movements, oldest first. */
  public synchronized List<MoneyMovement> flows() {
    return List.copyOf(flows.values());
  }

  /** Returns all orders, oldest first. */
  public synchronized List<Order> orders() {
    return List.copyOf(orders.values());
  }

  /** Returns all orders with their refunds, both oldest first. */
  public synchronized Map<Order, List<Refund>> ordersWithRefunds() {
    Map<String, List<Refund>> byOrder = new HashMap<>();
    for (Refund refund : refunds.values()) {
      String number = refund.order().outTradeNo();
      byOrder.computeIfAbsent(number, n -> new ArrayList<>()).add(refund);
    }
    Map<Order, List<Refund>> all = new LinkedHashMap<>();
    for (Order order : orders.values()) {
      all.put(order, byOrder.getOrDefault(order.outTradeNo(), List.of()));
    }
    return all;
  }

  /** Returns a number that grows with every change of an order; 0 before the first order. */
  public synchronized long revision() {
    return revision;
  }

  private Order keep(Order order) {
    revision++;
    orders.put(order.outTradeNo(), order);
    return order;
  }
}
