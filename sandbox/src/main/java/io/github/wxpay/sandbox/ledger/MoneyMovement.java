package io.github.wxpay.sandbox.ledger;

import java.time.Instant;

/** A movement of money other than payments and refunds. Immutable. */
public final class MoneyMovement {
  private final Instant time;
  private final String id;
  private final String name;
  private final long amount;

  /**
   * Creates a movement.
   *
   * @param id the platform's number of the document that caused it
   * @param name the platform's term, such as {@code 分账}
   * @param amount the amount in fen, negative for outgoing money
   */
  public MoneyMovement(Instant time, String id, String name, long amount) {
    this.time = time;
    this.id = id;
    this.name = name;
    this.amount = amount;
  }

  public Instant time() {
    return time;
  }

  /** Returns the platform's number of the document that caused it. */
  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  /** Returns the amount in fen, negative for outgoing money. */
  public long amount() {
    return amount;
  }
}
