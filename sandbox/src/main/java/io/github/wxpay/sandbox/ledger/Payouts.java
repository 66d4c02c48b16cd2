package io.github.wxpay.sandbox.ledger;

import io.github.wxpay.sandbox.crypto.Randoms;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Payouts of the merchant, such as red packets and transfers, by the merchant's numbers. Safe for
 * use by many threads.
 */
public final class Payouts {
  private final Clock clock;
  private final Ledger ledger;
  private final String word;
  private final Map<String, Payout> byNumber = new BoundedMap<>();

  /**
   * Creates an empty collection, which records its payouts in the ledger.
   *
   * @param word the platform's term, such as {@code 现金红包}
   */
  public Payouts(Clock clock, Ledger ledger, String word) {
    this.clock = clock;
    this.ledger = ledger;
    this.word = word;
  }

  /**
   * Pays, or returns the existing payout for equal parameters; null if the number belongs to a
   * payout with other parameters.
   */
  public synchronized @Nullable Payout pay(
      String number, String openid, long amount, Map<String, String> parameters) {
    Payout known =
        byNumber.computeIfAbsent(
            number,
            n -> {
              Instant now = clock.instant();
              String id = "1000" + Times.compact(now) + Randoms.digits(14);
              ledger.record(new MoneyMovement(now, id, word, -amount));
              return new Payout(id, openid, amount, now, Map.copyOf(parameters));
            });
    return known.parameters.equals(parameters) ? known : null;
  }

  /** Returns the payout with a number, null if there is none. */
  public synchronized @Nullable Payout find(String number) {
    return byNumber.get(number);
  }

  /** A payout. Immutable. */
  public static final class Payout {
    private final String id;
    private final String openid;
    private final long amount;
    private final Instant time;
    private final Map<String, String> parameters;

    private Payout(
        String id, String openid, long amount, Instant time, Map<String, String> parameters) {
      this.id = id;
      this.openid = openid;
      this.amount = amount;
      this.time = time;
      this.parameters = parameters;
    }

    /** Returns the platform's number. */
    public String id() {
      return id;
    }

    public String openid() {
      return openid;
    }

    /** Returns the amount in fen. */
    public long amount() {
      return amount;
    }

    public Instant time() {
      return time;
    }

    /** Returns a parameter of the request, empty if it is absent. */
    public String parameter(String name) {
      return parameters.getOrDefault(name, "");
    }
  }
}
