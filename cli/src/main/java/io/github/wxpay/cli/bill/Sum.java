package io.github.wxpay.cli.bill;

import io.github.wxpay.codec.BillRow;
import io.github.wxpay.exception.MalformedException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** An exact sum of amounts in yuan: fen in a long, and a decimal number for other amounts. */
final class Sum {
  private static final long LIMIT = Long.MAX_VALUE / 4;

  private long fen;
  private BigDecimal rest = BigDecimal.ZERO;

  /** Adds an amount in fen. */
  void add(long amount) {
    if (Math.abs(fen) > LIMIT || Math.abs(amount) > LIMIT) {
      rest = rest.add(BigDecimal.valueOf(fen, 2)).add(BigDecimal.valueOf(amount, 2));
      fen = 0;
    } else {
      fen += amount;
    }
  }

  /** Adds another amount in yuan. */
  void add(BigDecimal amount) {
    rest = rest.add(amount);
  }

  /** Adds another sum. */
  void add(Sum other) {
    add(other.fen);
    rest = rest.add(other.rest);
  }

  boolean isZero() {
    return yuan().signum() == 0;
  }

  /** Returns the exact sum. */
  BigDecimal yuan() {
    return rest.add(BigDecimal.valueOf(fen, 2));
  }

  /** Returns the sum in yuan with two decimals; a fee of more decimals is rounded here only. */
  String text() {
    return yuan().setScale(2, RoundingMode.HALF_UP).toPlainString();
  }

  /** The amount of a column in a row. Fees may have more than two decimals. */
  static final class Reader {
    private final String name;
    private boolean plain = true;

    Reader(String name) {
      this.name = name;
    }

    /** Adds the amount of a row to a sum; an empty value is none. */
    void addTo(Sum sum, BillRow row) {
      if (plain) {
        try {
          sum.add(row.fen(name));
          return;
        } catch (MalformedException e) {
          if (row.get(name).isEmpty()) {
            return;
          }
          plain = false; // the exception would cost too much in every row
        }
      }
      if (!row.get(name).isEmpty()) {
        sum.add(row.number(name));
      }
    }
  }
}
