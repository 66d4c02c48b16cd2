package io.github.wxpay.sandbox.v2;

import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Routes;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Refund;
import io.github.wxpay.sandbox.ledger.Times;
import io.github.wxpay.sandbox.ledger.Trouble;
import io.github.wxpay.sandbox.v2.Endpoint.Trait;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Bills of a day (Beijing's), as text or packed; a day without entries has none. */
final class Bills {
  private static final Pattern DAY = Pattern.compile("20[0-9]{2}[01][0-9][0-3][0-9]");
  private static final String TRADES =
      "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
          + "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
          + "手续费,费率,订单金额,申请退款金额,费率备注";
  private static final String TRADE_SUMS = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";
  private static final String FLOWS =
      "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号";
  private static final String FLOW_SUMS = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额";

  private final Ledger ledger;

  Bills(Ledger ledger) {
    this.ledger = ledger;
  }

  void register(Routes<Endpoint> routes) {
    routes.add("POST", "pay/downloadbill", Endpoint.of(this::trades, Trait.UNSIGNED));
    routes.add(
        "POST",
        "pay/downloadfundflow",
        Endpoint.of(this::flows, Trait.UNSIGNED, Trait.CERTIFICATE, Trait.HMAC_ONLY));
  }

  private Answer trades(Ask ask) {
    Form form = ask.form();
    form.text("appid", 32);
    String day = form.text("bill_date", 8);
    if (!DAY.matcher(day).matches()) {
      throw Failure.bill("20001", "invalid bill_date");
    }
    String type = form.optional("bill_type") == null ? "ALL" : form.text("bill_type", 16);
    if (!List.of("ALL", "SUCCESS", "REFUND").contains(type)) {
      throw Failure.bill("20001", "invalid bill_type");
    }
    List<Order> paid = type.equals("REFUND") ? List.of() : paidOn(day);
    List<Refund> back = type.equals("SUCCESS") ? List.of() : refundedOn(day);
    if (paid.isEmpty() && back.isEmpty()) {
      throw Failure.bill("20002", "No Bill Exist");
    }
    String mchid = form.text("mch_id", 32);
    Table table = new Table(TRADES);
    paid.forEach(order -> table.row(row(order, mchid, null)));
    back.forEach(refund -> table.row(row(refund.order(), mchid, refund)));
    long in = paid.stream().mapToLong(Order::total).sum();
    long out = back.stream().mapToLong(Refund::amount).sum();
    int count = paid.size() + back.size();
    table.sums(TRADE_SUMS, count, yuan(in), yuan(out), yuan(0), "0.00000", yuan(in), yuan(out));
    return packed(form, table.toString());
  }

  private Answer flows(Ask ask) {
    Form form = ask.form();
    form.text("appid", 32);
    form.oneOf("account_type", "Basic", "Operation", "Fees");
    String day = form.matching("bill_date", DAY, "a day like 20180608");
    List<Order> paid = paidOn(day);
    List<Refund> back = refundedOn(day);
    if (paid.isEmpty() && back.isEmpty()) {
      throw Failure.business("NO_BILL_EXIST", "账单不存在: nothing happened on " + day);
    }
    Table table = new Table(FLOWS);
    long in = 0;
    for (Order order : paid) {
      in += order.total();
      String id = payment(order).transactionId();
      String time = Times.spaced(payment(order).time());
      table.row(time, id, id, "交易", "交易", "收入", yuan(order.total()), yuan(in), "system", "", id);
    }
    long out = 0;
    for (Refund refund : back) {
      out += refund.amount();
      String id = refund.refundId();
      String time = Times.spaced(refund.time());
      String left = yuan(in - out);
      table.row(time, id, id, "退款", "退款", "支出", yuan(refund.amount()), left, "system", "", id);
    }
    int count = paid.size() + back.size();
    table.sums(FLOW_SUMS, count, paid.size(), yuan(in), back.size(), yuan(out));
    return packed(form, table.toString());
  }

  private List<Order> paidOn(String day) {
    List<Order> paid = new ArrayList<>();
    for (Order order : ledger.orders()) {
      Order.Payment payment = order.payment();
      if (payment != null && Times.compact(payment.time()).startsWith(day)) {
        paid.add(order);
      }
    }
    return paid;
  }

  private List<Refund> refundedOn(String day) {
    try {
      return ledger.refunds("on " + day, r -> Times.compact(r.time()).startsWith(day));
    } catch (Trouble none) {
      return List.of();
    }
  }

  private static Object[] row(Order order, String mchid, @Nullable Refund refund) {
    boolean back = refund != null;
    String total = yuan(back ? 0 : order.total());
    String amount = yuan(refund == null ? 0 : refund.amount());
    return new Object[] {
      Times.spaced(refund == null ? payment(order).time() : refund.time()),
      text(order, "appid"),
      mchid,
      "0",
      text(order, "device_info"),
      payment(order).transactionId(),
      order.outTradeNo(),
      payment(order).openid(),
      order.draft().type(),
      back ? "REFUND" : "SUCCESS",
      "OTHERS",
      "CNY",
      total,
      yuan(0),
      refund == null ? "0" : refund.refundId(),
      refund == null ? "0" : refund.outRefundNo(),
      amount,
      yuan(0),
      back ? "ORIGINAL" : "",
      back ? "SUCCESS" : "",
      text(order, "description"),
      text(order, "attach"),
      "0.00000",
      "0.00%",
      total,
      amount,
      ""
    };
  }

  private static String text(Order order, String name) {
    return Objects.requireNonNullElse(order.draft().text(name), "");
  }

  private static Order.Payment payment(Order order) {
    return Objects.requireNonNull(order.payment(), "payment == null");
  }

  private static String yuan(long fen) {
    return BigDecimal.valueOf(fen, 2).toPlainString();
  }

  private static Answer packed(Form form, String bill) {
    byte[] text = bill.getBytes(StandardCharsets.UTF_8);
    String packing = form.optional("tar_type");
    if (packing == null) {
      return Answer.of(200, "text/plain; charset=utf-8", text);
    }
    form.oneOf("tar_type", "GZIP");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Answer.of(200, "application/x-gzip", out.toByteArray());
  }

  /** A bill's text: byte order mark, headings bare, every value behind a backquote. */
  private static final class Table {
    private final StringBuilder text = new StringBuilder("\ufeff");

    Table(String headings) {
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

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
