package io.github.wxpay.catalogue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/** Generates the value of one field from its name, type, limits and documented values. */
final class Values {
  private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
  private static final DateTimeFormatter RFC_3339 =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX", Locale.ROOT).withZone(BEIJING);
  private static final DateTimeFormatter COMPACT =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(BEIJING);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(BEIJING);

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern TIME = Pattern.compile("(.*_)?time(stamp)?(_.*)?");
  private static final Pattern DISCOUNT =
      Pattern.compile(".*(discount|coupon|contribute|reduce|offset|advance_)[a-z_]*(?<!_id)");
  private static final Pattern MONEY =
      Pattern.compile(".*(total|amount|fee|refund|price|paid|money|balance|payer_total|cost)");
  private static final Pattern COUNT =
      Pattern.compile(".*(count|quantity|num|number|times|limit|size|index|level|rate|ratio)");
  private static final Pattern NUMBERED =
      Pattern.compile("(.*_)?(id|no|billno|number|sn|seq|code|qq)");
  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry("description", "示例商品"),
          Map.entry("body", "示例商品"),
          Map.entry("currency", "CNY"),
          Map.entry("fee_type", "CNY"),
          Map.entry("bank_type", "OTHERS"),
          Map.entry("plate_number", "粤B12345"),
          Map.entry("mobile", "13800138000"),
          Map.entry("email", "someone@example.com"),
          Map.entry("id_card_number", "11010519491231002X"),
          Map.entry("return_code", "SUCCESS"),
          Map.entry("result_code", "SUCCESS"),
          Map.entry("return_msg", "OK"));

  private final long seed;
  private final Instant time;
  private final long total;
  private final boolean xml;

  Values(long seed, Instant time, long total, boolean xml) {
    this.seed = seed;
    this.time = time;
    this.total = total;
    this.xml = xml;
  }

  Values total(long fen) {
    return new Values(seed, time, fen, xml);
  }

  Values xml() {
    return new Values(seed, time, total, true);
  }

  /** Returns a number within the field's limits. */
  long number(String pointer, Field field) {
    Limits limits = field.limits();
    long free = freeNumber(pointer, field);
    long capped = limits.maximum == null ? free : Math.min(free, limits.maximum);
    return limits.minimum == null ? capped : Math.max(capped, limits.minimum);
  }

  private long freeNumber(String pointer, Field field) {
    String name = field.name();
    if (!field.values().isEmpty() && INTEGER.matcher(field.values().get(0)).matches()) {
      return Long.parseLong(field.values().get(0));
    }
    if (TIME.matcher(name).matches()) {
      return time.getEpochSecond();
    }
    if (DISCOUNT.matcher(name).matches()) {
      return 0;
    }
    if (NUMBERED.matcher(name).matches() && !name.endsWith("number")) {
      return 1_000_000L + random(pointer).nextInt(9_000_000);
    }
    return MONEY.matcher(name).matches() && !COUNT.matcher(name).matches() ? total : 1;
  }

  String text(String pointer, Field field) {
    if (!field.values().isEmpty()) {
      return field.values().get(0);
    }
    switch (field.elementType()) {
      case "integer":
      case "number":
        return Long.toString(number(pointer, field));
      case "boolean":
        return "false";
      default:
        return fitted(pointer, formed(pointer, field), field.limits());
    }
  }

  /** Returns the text if the limits allow it, and otherwise one of digits that they allow. */
  private String fitted(String pointer, String text, Limits limits) {
    if (limits.allow(text)) {
      return text;
    }
    String cut = limits.cut(text);
    if (limits.allow(cut)) {
      return cut;
    }
    String filled = limits.cut(text + pick(pointer, "0123456789", limits.shortest()));
    return limits.allow(filled)
        ? filled
        : limits.cut("1" + pick(pointer, "0123456789", Math.max(17, limits.shortest())));
  }

  private String formed(String pointer, Field field) {
    switch (field.format()) {
      case "rfc3339":
        return RFC_3339.format(time);
      case "date":
        return DAY.format(time);
      case "yyyyMMddHHmmss":
        return COMPACT.format(time);
      case "mm/yy":
        return "12/30";
      case "url":
      case "MediaUrl":
        return url(pointer, field.name());
      default:
        return named(pointer, field.name());
    }
  }

  private String named(String pointer, String name) {
    String known = KNOWN.get(name);
    if (known != null) {
      return known;
    }
    if (name.endsWith("currency")) {
      return "CNY";
    }
    if (name.endsWith("_date") || name.equals("date")) {
      return DAY.format(time);
    }
    if (name.endsWith("_url") || name.endsWith("_uri") || name.equals("url")) {
      return url(pointer, name);
    }
    if (TIME.matcher(name).matches()) {
      return (xml ? COMPACT : RFC_3339).format(time);
    }
    if (name.endsWith("phone") || name.contains("phone_number") || name.contains("mobile")) {
      return "1380013" + digits(pointer, 4);
    }
    if (name.endsWith("_ip")) {
      return "127.0.0.1";
    }
    if (name.endsWith("email")) {
      return "someone@example.com";
    }
    return identifier(pointer, name);
  }

  private String identifier(String pointer, String name) {
    if (name.endsWith("appid")) {
      return "wx" + pick(pointer, "0123456789abcdef", 16);
    }
    if (name.endsWith("openid")) {
      return "oSample" + pick(pointer, "0123456789ABCDEFabcdef", 21);
    }
    if (name.endsWith("mchid") || name.endsWith("mch_id")) {
      return "19" + digits(pointer, 8);
    }
    if (name.endsWith("transaction_id")) {
      return "4200" + digits(pointer, 24);
    }
    if (name.startsWith("out_") || NUMBERED.matcher(name).matches()) {
      return "1" + digits(pointer, 17);
    }
    if (name.contains("sha256") || name.contains("digest")) {
      return pick(pointer, "0123456789abcdef", 64);
    }
    if (MONEY.matcher(name).matches()) {
      return Long.toString(DISCOUNT.matcher(name).matches() ? 0 : total);
    }
    return COUNT.matcher(name).matches() ? "1" : name + " 示例";
  }

  private String url(String pointer, String name) {
    return "https://example.com/" + name + "/" + digits(pointer, 6);
  }

  private String digits(String pointer, int length) {
    return pick(pointer, "0123456789", length);
  }

  private String pick(String pointer, String alphabet, int length) {
    Random random = random(pointer);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  // One generator for each field: an additional field must not change the others.
  private Random random(String pointer) {
    return new Random(seed * 1_000_003 + pointer.hashCode());
  }
}
