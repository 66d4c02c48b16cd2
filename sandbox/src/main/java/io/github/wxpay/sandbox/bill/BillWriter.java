package io.github.wxpay.sandbox.bill;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Writes the text of a bill: byte order mark, plain headings, a backquote before each value. */
final class BillWriter {
  private final StringBuilder text = new StringBuilder("\ufeff");

  BillWriter(String headings) {
    text.append(headings).append("\r\n");
  }

  /** Adds a row. */
  void row(Object... values) {
    String separator = "`";
    for (Object value : values) {
      text.append(separator).append(value);
      separator = ",`";
    }
    text.append("\r\n");
  }

  /** Adds the headings and the values of the summary. */
  void sums(String headings, Object... values) {
    text.append(headings).append("\r\n");
    row(values);
  }

  /** Returns the text in UTF-8. */
  byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns an amount in fen as yuan with two decimals. */
  static String yuan(long fen) {
    return BigDecimal.valueOf(fen, 2).toPlainString();
  }
}
