package io.github.wxpay.sandbox.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.catalogue.NotificationType;
import io.github.wxpay.catalogue.Samples;
import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Instant;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values of a notification: from the table, the merchant and the amounts. */
final class NotificationValues implements Samples.Source {
  private static final Pattern MERCHANT_NUMBER =
      Pattern.compile("((sp|combine|consume|sponsor|stock_creator)_)?mch_?id|merchant_code");
  private static final Pattern REFUND =
      Pattern.compile("((payer|settlement|cash)_)?refund(ed)?(_fee|_amount)?");
  private static final Pattern TIME = Pattern.compile(".*_time|.*createtime|time_.*");
  // Fields of failures, which a success has only if the table lists them.
  private static final Pattern FAILED =
      Pattern.compile("(.*_)?(fail|failed|error|err|reject|abnormal|close)(_.*)?|.*[$].*");
  private static final String DIGITS = "0123456789";
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final NotificationTable table = NotificationTable.load();
  private final String event;
  private final ObjectNode known;
  private final boolean xml;
  private final boolean direct;
  private final Credentials credentials;
  private final Instant now;
  private final long total;
  private final long refund;

  /**
   * Creates the values.
   *
   * @param total all amounts except those of refunds, in fen
   * @param refund the amounts of refunds, in fen
   */
  NotificationValues(
      NotificationType type, Credentials credentials, Instant now, long total, long refund) {
    this.event = NotificationShapes.name(type);
    this.known = table.event(event);
    this.xml = type.version() == 2;
    this.direct = type.payload().stream().anyMatch(field -> field.name().matches("mch_?id"));
    this.credentials = credentials;
    this.now = now;
    this.total = total;
    this.refund = refund;
  }

  /** Returns whether the notification has a documented field. */
  boolean isIncluded(String pointer, Field field) {
    JsonNode value = known.at(pointer);
    if (value.isNull()) {
      return false;
    }
    String name = field.name();
    boolean others = name.startsWith("sp_") || name.matches("sub_(?!order).*");
    return !value.isMissingNode()
        || field.isRequired()
        // A direct merchant has neither a service provider nor a sub-merchant.
        || (!(direct && others) && !FAILED.matcher(name).matches());
  }

  @Override
  public @Nullable JsonNode value(String pointer, Field field) {
    JsonNode value = known.at(pointer);
    if (value.isContainerNode()) {
      return value;
    }
    if (!value.isMissingNode() && !isDocumented(value)) {
      return resolved(field.name(), value);
    }
    boolean text = field.elementType().equals("string");
    JsonNode named = text ? named(field.name()) : null;
    if (field.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      // No coupon was used, so the payer paid the total.
      boolean none = field.name().equals("promotion_detail");
      return none ? array : named == null ? null : array.add(named);
    }
    if (REFUND.matcher(field.name()).matches()) {
      return text ? TextNode.valueOf(Long.toString(refund)) : LongNode.valueOf(refund);
    }
    boolean listed =
        named != null && (field.values().isEmpty() || field.values().contains(named.asText()));
    return listed ? named : null;
  }

  /** Returns the fields in the table's order if it lists all of them, else unchanged. */
  ObjectNode arranged(ObjectNode made) {
    return table.isComplete(event) ? arranged(known, made) : made;
  }

  private ObjectNode arranged(JsonNode order, JsonNode made) {
    ObjectNode arranged = JsonNodeFactory.instance.objectNode();
    Iterable<String> names = order::fieldNames;
    for (String name : names) {
      JsonNode value = order.get(name);
      if (value.isObject()) {
        arranged.set(name, arranged(value, made.path(name)));
      } else if (!isDocumented(value)) {
        arranged.set(name, resolved(name, value));
      } else {
        // The table may have a field that is not documented.
        arranged.set(name, made.has(name) ? made.get(name) : named(name));
      }
    }
    return arranged;
  }

  private static boolean isDocumented(JsonNode value) {
    return value.isTextual() && value.textValue().isEmpty();
  }

  /** Returns the text that fields with a name have in all events, null if any text is possible. */
  private @Nullable JsonNode named(String name) {
    if (MERCHANT_NUMBER.matcher(name).matches()) {
      return TextNode.valueOf(credentials.mchid());
    }
    String pattern = table.field(name);
    if (pattern != null) {
      return resolved(name, TextNode.valueOf(pattern));
    }
    if (xml && TIME.matcher(name).matches()) {
      return TextNode.valueOf(name.startsWith("time_") ? Times.compact(now) : Times.spaced(now));
    }
    return null;
  }

  private JsonNode resolved(String name, JsonNode value) {
    String text = value.isTextual() ? value.textValue() : "";
    switch (text) {
      case "":
        return value;
      case "{total}":
        return LongNode.valueOf(total);
      case "{time}":
        return TextNode.valueOf(Times.rfc3339(now));
      case "{empty}":
        return TextNode.valueOf("");
      default:
        break;
    }
    if (text.startsWith("{secret}")) {
      return TextNode.valueOf(credentials.encrypt(text.substring("{secret}".length())));
    }
    String time = Times.compact(now);
    String dated = text.replace("{t}", time).replace("{d}", time.substring(0, 8));
    return TextNode.valueOf(generated(name, dated.replace("{y}", time.substring(2, 8))));
  }

  /** Generates the marked characters; the same event and name give the same characters. */
  private String generated(String name, String pattern) {
    Random random = new Random(event.hashCode() * 31L + name.hashCode());
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      String from = c == '#' ? DIGITS : c == '~' ? DIGITS + "abcdef" : DIGITS + LETTERS;
      text.append("#~$".indexOf(c) < 0 ? c : from.charAt(random.nextInt(from.length())));
    }
    return text.toString();
  }
}
