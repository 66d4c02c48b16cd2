package io.github.wxpay.sandbox.ledger;

import java.time.Instant;

/** Money that came or went other than by payments and refunds; immutable. */
public final class MoneyMovement {
  private final Instant time;
  private final String id;
  private final String name;
  private final long amount;

  /**
   * Takes what happened.
   *
   * @param id the platform's number of the document behind it
   * @param name the platform's word, {@code 分账}
   * @param amount in fen, below 0 for what went
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

  /** Returns the platform's number of the document behind it. */
  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  /** Returns the amount in fen, below 0 for what went. */
  public long amount() {
    return amount;
  }
}
