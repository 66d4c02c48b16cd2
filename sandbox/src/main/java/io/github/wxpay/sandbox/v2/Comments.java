package io.github.wxpay.sandbox.v2;

import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Body;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Times;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Comments of payers on orders, {@code billcommentsp/batchquerycomment}; all are positive. */
final class Comments {
  private static final Pattern TIME = Pattern.compile("20[0-9]{12}");
  private static final String RULE = "a time such as 20170724000000";
  private static final int MAX_LIMIT = 200;

  private final Ledger ledger;

  Comments(Ledger ledger) {
    this.ledger = ledger;
  }

  void register(Endpoints endpoints) {
    endpoints.on("POST", "billcommentsp/batchquerycomment", this::list);
  }

  private Answer list(V2Request request) {
    Form form = request.form();
    form.text("appid", 32);
    String begin = form.matching("begin_time", TIME, RULE);
    String end = form.matching("end_time", TIME, RULE);
    int offset = (int) form.integer("offset", 0, Integer.MAX_VALUE);
    int limit =
        form.optional("limit") == null ? MAX_LIMIT : (int) form.integer("limit", 1, MAX_LIMIT);
    List<String> lines = lines(begin, end);
    if (offset >= lines.size()) {
      throw Failure.business(
          "NO_COMMENT", "没有评论: there are no comments from " + begin + " to " + end);
    }
    int until = Math.min(lines.size(), offset + limit);
    String text = until + "\n" + String.join("\n", lines.subList(offset, until)) + "\n";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Answer.file("text/plain; charset=utf-8", Body.of(bytes));
  }

  private List<String> lines(String begin, String end) {
    List<String> lines = new ArrayList<>();
    for (Order order : ledger.orders()) {
      Order.Payment payment = order.payment();
      String time = payment == null ? "" : Times.compact(payment.time());
      if (payment != null && time.compareTo(begin) >= 0 && time.compareTo(end) <= 0) {
        String spaced = Times.spaced(payment.time());
        lines.add("`" + spaced + ",`" + payment.transactionId() + ",`5,`赞，水果很新鲜");
      }
    }
    return lines;
  }
}
