package io.github.wxpay.sandbox.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import io.github.wxpay.sandbox.ledger.Times;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/** Values of single fields, by their names; the same event and name have the same value. */
final class Values {
  private static final Pattern OURS =
      Pattern.compile("mch_?id|(sp|combine|consume|sponsor|stock_creator)_mch_?id|merchant_code");
  private static final Pattern TIME = Pattern.compile(".*_time|.*createtime|time_.*");
  private static final Pattern NOTHING = Pattern.compile(".*(discount|coupon|contribute|reduce).*");
  private static final Pattern MONEY =
      Pattern.compile(".*(total|amount|fee|refund|price|paid|payer|cut_to).*");
  private static final Pattern CURRENCY = Pattern.compile(".*(currency|fee_type)");
  private static final String APPID = "wx8888888888888888";
  private static final Map<String, String> KNOWN = known();

  private final Event event;
  private final EventContext facts;
  private final long total;
  private final long refund;

  /** Takes what all amounts shall be, in fen: those of refunds, and the rest. */
  Values(Event event, EventContext facts, long total, long refund) {
    this.event = event;
    this.facts = facts;
    this.total = total;
    this.refund = refund;
  }

  private static Map<String, String> known() {
    Map<String, String> known = new LinkedHashMap<>();
    known.put("appid", APPID);
    known.put("sp_appid", APPID);
    known.put("combine_appid", APPID);
    known.put("nonce_str", "");
    known.put("return_code", "SUCCESS");
    known.put("return_msg", "OK");
    known.put("result_code", "SUCCESS");
    known.put("bank_type", "OTHERS");
    known.put("trade_type", "JSAPI");
    known.put("trade_state", "SUCCESS");
    known.put("trade_state_desc", "支付成功");
    known.put("trade_state_description", "支付成功");
    known.put("user_received_account", "支付用户零钱");
    known.put("refund_recv_accout", "支付用户零钱");
    known.put("refund_account", "REFUND_SOURCE_RECHARGE_FUNDS");
    known.put("plate_number", "粤B12345");
    known.put("sub_mchid", "1900000110");
    known.put("sub_mch_id", "1900000110");
    known.put("phone_number", "13800138000");
    known.put("country_code", "86");
    known.put("device_ip", "127.0.0.1");
    return known;
  }

  /** Returns a value of the shape's type. */
  JsonNode leaf(String name, JsonNode shape) {
    if (shape.isBoolean()) {
      return BooleanNode.FALSE;
    }
    if (shape.isNumber()) {
      return LongNode.valueOf(shape.asLong() == 0 ? number(name) : shape.asLong());
    }
    String values = shape.asText();
    if (values.equals("*")) {
      return Nodes.text(facts.encrypt(secret(name)));
    }
    return Nodes.text(values.isEmpty() ? text(name) : fitting(values.split("\\|")));
  }

  private String secret(String name) {
    if (name.startsWith("encrypt_")) {
      return text(name.substring("encrypt_".length()));
    }
    return name.contains("phone") ? text("phone_number") : "张三";
  }

  // A closed refund is CLOSED: the event's last word decides where the field knows it.
  private String fitting(String[] values) {
    String last = event.name().substring(event.name().lastIndexOf('.') + 1);
    for (String value : values) {
      if (value.equals(last.toUpperCase(Locale.ROOT))) {
        return value;
      }
    }
    return values[0];
  }

  private long number(String name) {
    if (TIME.matcher(name).matches()) {
      return facts.now().getEpochSecond();
    }
    if (NOTHING.matcher(name).matches()) {
      return 0;
    }
    return MONEY.matcher(name).matches() ? money(name) : 1;
  }

  private long money(String name) {
    return name.contains("refund") ? refund : total;
  }

  private String text(String name) {
    String known = KNOWN.get(name);
    if (known != null) {
      return known;
    }
    if (OURS.matcher(name).matches()) {
      return facts.mchid();
    }
    if (TIME.matcher(name).matches()) {
      return time(name);
    }
    if (CURRENCY.matcher(name).matches()) {
      return "CNY";
    }
    if (NOTHING.matcher(name).matches() && name.matches(".*(fee|amount|count)")) {
      return "0";
    }
    if (name.matches(".*(_fee|_amount|_total)")) {
      return Long.toString(money(name));
    }
    return identifier(name);
  }

  private String time(String name) {
    if (event.version() == 3) {
      return Times.rfc3339(facts.now());
    }
    return name.startsWith("time_") ? Times.compact(facts.now()) : Times.spaced(facts.now());
  }

  private String identifier(String name) {
    Random random = new Random(event.toString().hashCode() * 31L + name.hashCode());
    if (name.endsWith("appid")) {
      return "wx" + digits(random, "0123456789abcdef", 16);
    }
    if (name.endsWith("openid")) {
      return "oSandbox" + digits(random, "0123456789ABCDEFabcdef", 20);
    }
    if (name.endsWith("transaction_id")) {
      return "4200" + digits(random, "0123456789", 24);
    }
    if (name.endsWith("_date")) {
      return Times.rfc3339(facts.now()).substring(0, 10);
    }
    if (name.endsWith("_url") || name.endsWith("_pics")) {
      return "https://example.com/" + name;
    }
    if (name.startsWith("out_") || name.matches(".*(_no|code|number)")) {
      return "SANDBOX" + digits(random, "0123456789", 12);
    }
    if (name.endsWith("_id") || name.endsWith("_qq")) {
      return digits(random, "123456789", 1) + digits(random, "0123456789", 18);
    }
    return name + " 示例";
  }

  private static String digits(Random random, String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
