package io.github.wxpay.sandbox.ledger;

import io.github.wxpay.sandbox.crypto.Randoms;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An order in one state. Immutable; a change creates another instance. */
public final class Order {
  private final Draft draft;
  private final Instant created;
  private final String prepayId;
  private final String token;
  private final State state;
  private final @Nullable Payment payment;
  private final long refunded;

  private Order(
      Draft draft,
      Instant created,
      String prepayId,
      String token,
      State state,
      @Nullable Payment payment,
      long refunded) {
    this.draft = draft;
    this.created = created;
    this.prepayId = prepayId;
    this.token = token;
    this.state = state;
    this.payment = payment;
    this.refunded = refunded;
  }

  static Order open(Draft draft, Instant now) {
    String prepayId = "wx" + Times.compact(now) + Randoms.hex(20).toLowerCase(Locale.ROOT);
    return new Order(draft, now, prepayId, Randoms.alphanumeric(9), State.NOTPAY, null, 0);
  }

  Order paid(Payment by) {
    return new Order(draft, created, prepayId, token, State.SUCCESS, by, 0);
  }

  Order closed() {
    return new Order(draft, created, prepayId, token, State.CLOSED, null, 0);
  }

  Order refunded(long amount) {
    return new Order(draft, created, prepayId, token, State.REFUND, payment, refunded + amount);
  }

  public Draft draft() {
    return draft;
  }

  public Instant created() {
    return created;
  }

  public String outTradeNo() {
    return draft.outTradeNo();
  }

  public long total() {
    return draft.total();
  }

  public String prepayId() {
    return prepayId;
  }

  /** Returns the random part of the order's QR code and links. */
  public String token() {
    return token;
  }

  /**
   * Returns the text of the QR code to be scanned; null if the trade type is not {@code NATIVE}.
   */
  public @Nullable String codeUrl() {
    return draft.type() == TradeType.NATIVE ? "weixin://wxpay/bizpayurl?pr=" + token : null;
  }

  public State state() {
    return state;
  }

  /** Returns the payment, null if the order is not paid. */
  public @Nullable Payment payment() {
    return payment;
  }

  /** Returns the refunded amount in fen. */
  public long refunded() {
    return refunded;
  }

  /** The payment of an order. */
  public static final class Payment {
    private final String transactionId;
    private final Instant time;
    private final String openid;

    private Payment(String transactionId, Instant time, String openid) {
      this.transactionId = transactionId;
      this.time = time;
      this.openid = openid;
    }

    static Payment by(String openid, Instant now) {
      String day = Times.compact(now).substring(0, 8);
      String id = "420000" + Randoms.digits(4) + day + Randoms.digits(10);
      return new Payment(id, now, openid);
    }

    public String transactionId() {
      return transactionId;
    }

    public Instant time() {
      return time;
    }

    public String openid() {
      return openid;
    }
  }
}
