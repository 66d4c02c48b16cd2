package io.github.wxpay.sandbox.bill;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** A bill's text: byte order mark, headings bare, every value behind a backquote. */
final class BillWriter {
  private final StringBuilder text = new StringBuilder("\ufeff");

  BillWriter(String headings) {
    text.append(headings).append("\r\n");
  }

  void row(Object... values) {
    String separator = "`";
    for (Object value : values) {
      text.append(separator).append(value);
      separator = ",`";
    }
    text.append("\r\n");
  }

  void sums(String headings, Object... values) {
    text.append(headings).append("\r\n");
    row(values);
  }

  byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  static String yuan(long fen) {
    return BigDecimal.valueOf(fen, 2).toPlainString();
  }
}
