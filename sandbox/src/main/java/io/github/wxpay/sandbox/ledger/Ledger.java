package io.github.wxpay.sandbox.ledger;

import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.ledger.Trouble.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Orders and refunds, in memory; one lock for both, since a refund changes its order. */
public final class Ledger {
  private final Clock clock;
  private final Map<String, Order> orders = new LinkedHashMap<>();
  private final Map<String, Refund> refunds = new LinkedHashMap<>();
  private long revision;

  public Ledger(Clock clock) {
    this.clock = clock;
  }

  /** Opens an order; the same draft again gives the same order. */
  public synchronized Order place(Draft draft) {
    Order known = orders.get(draft.outTradeNo());
    if (known == null) {
      String stamp = Times.compact(clock.instant());
      String prepayId = "wx" + stamp + Randoms.hex(20).toLowerCase(Locale.ROOT);
      Order order = Order.open(draft, prepayId, Randoms.alphanumeric(9));
      return keep(order);
    }
    if (known.state() == State.CLOSED) {
      throw new Trouble(Kind.ORDER_CLOSED, "order " + draft.outTradeNo() + " is closed");
    }
    if (known.state() != State.NOTPAY) {
      throw new Trouble(Kind.ORDER_PAID, "order " + draft.outTradeNo() + " is paid");
    }
    if (!known.draft().sameAs(draft)) {
      throw new Trouble(
          Kind.ORDER_DIFFERS,
          "order " + draft.outTradeNo() + " was made with other parameters; take a new number");
    }
    return known;
  }

  /** The payer pays an open order. */
  public synchronized Order pay(String outTradeNo) {
    Order order = byNumber(outTradeNo);
    if (order.state() == State.CLOSED) {
      throw new Trouble(Kind.ORDER_CLOSED, "order " + outTradeNo + " is CLOSED, not NOTPAY");
    }
    if (order.state() != State.NOTPAY) {
      throw new Trouble(
          Kind.ORDER_PAID, "order " + outTradeNo + " is " + order.state() + ", not NOTPAY");
    }
    Instant now = clock.instant();
    String day = Times.compact(now).substring(0, 8);
    String transactionId = "420000" + Randoms.digits(4) + day + Randoms.digits(10);
    String openid =
        Objects.requireNonNullElseGet(
            order.draft().text("openid"), () -> "oUpF8u" + Randoms.alphanumeric(22));
    return keep(order.paid(new Order.Payment(transactionId, now, openid)));
  }

  /** Closes an open order. */
  public synchronized Order close(String outTradeNo) {
    Order order = byNumber(outTradeNo);
    if (order.state() == State.CLOSED) {
      throw new Trouble(Kind.ORDER_CLOSED, "order " + outTradeNo + " is closed already");
    }
    if (order.state() == State.SUCCESS || order.state() == State.REFUND) {
      throw new Trouble(Kind.ORDER_PAID, "order " + outTradeNo + " is paid, refund it instead");
    }
    return keep(order.closed());
  }

  /** Returns the order of that merchant's number. */
  public synchronized Order byNumber(String outTradeNo) {
    Order order = orders.get(outTradeNo);
    if (order == null) {
      throw new Trouble(Kind.ORDER_UNKNOWN, "there is no order " + outTradeNo);
    }
    return order;
  }

  /** Returns the order of that number of the platform. */
  public synchronized Order byTransaction(String transactionId) {
    for (Order order : orders.values()) {
      Order.Payment payment = order.payment();
      if (payment != null && payment.transactionId().equals(transactionId)) {
        return order;
      }
    }
    throw new Trouble(Kind.ORDER_UNKNOWN, "there is no transaction " + transactionId);
  }

  /** Returns the order of the number that is given; the platform's goes first. */
  public synchronized Order byEither(@Nullable String transactionId, @Nullable String outTradeNo) {
    if (transactionId != null) {
      return byTransaction(transactionId);
    }
    return byNumber(Objects.requireNonNull(outTradeNo, "outTradeNo == null"));
  }

  /** Gives money back; the same claim again gives the same refund. */
  public synchronized Refund refund(Order of, Refund.Claim claim) {
    Refund known = refunds.get(claim.outRefundNo());
    if (known != null) {
      if (!known.claim().sameAs(claim)) {
        throw new Trouble(
            Kind.REFUND_DIFFERS,
            "refund " + claim.outRefundNo() + " was made with other parameters");
      }
      return known;
    }
    Order order = byNumber(of.outTradeNo());
    if (order.payment() == null) {
      throw new Trouble(
          Kind.NOT_PAID, "order " + order.outTradeNo() + " is " + order.state() + ", not paid");
    }
    if (claim.total() != order.total()) {
      throw new Trouble(
          Kind.REFUND_TOTAL_DIFFERS,
          "the order's total is " + order.total() + ", not " + claim.total());
    }
    long left = order.total() - order.refunded();
    if (claim.amount() > left) {
      throw new Trouble(
          Kind.REFUND_TOO_MUCH,
          "of " + order.total() + " only " + left + " is left, " + claim.amount() + " is too much");
    }
    String refundId =
        "503000" + Times.compact(clock.instant()).substring(0, 8) + Randoms.digits(15);
    Order after = keep(order.refunded(claim.amount()));
    Refund refund = new Refund(refundId, claim, after, clock.instant());
    refunds.put(claim.outRefundNo(), refund);
    return refund;
  }

  /** Returns the refunds that fit, oldest first; never none. */
  public synchronized List<Refund> refunds(String what, Predicate<Refund> wanted) {
    List<Refund> found = new ArrayList<>();
    for (Refund refund : refunds.values()) {
      if (wanted.test(refund)) {
        found.add(refund);
      }
    }
    if (found.isEmpty()) {
      throw new Trouble(Kind.REFUND_UNKNOWN, "there is no refund " + what);
    }
    return found;
  }

  /** Returns all orders, oldest first. */
  public synchronized List<Order> orders() {
    return List.copyOf(orders.values());
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
