package io.github.wxpay.codec;

/**
 * Receives the rows of a bill from {@link Bill#forEach}, one after another.
 *
 * <pre>{@code
 * bill.forEach(row -> fees.merge(row.get("交易类型"), row.fen("订单金额"), Long::sum));
 * }</pre>
 *
 * @param <X> the checked exception that the visitor throws; {@link RuntimeException} for none
 */
@FunctionalInterface
public interface RowVisitor<X extends Exception> {
  /**
   * Receives a row, which is valid until this method returns.
   *
   * @throws X if the visitor fails; reading ends, and {@link Bill#forEach} throws it
   */
  void visit(BillRow row) throws X;
}
