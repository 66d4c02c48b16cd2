package io.github.wxpay.sandbox.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.NotificationType;
import io.github.wxpay.catalogue.Samples;
import io.github.wxpay.sandbox.crypto.Credentials;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Creates payloads of the documented notifications, with realistic values. */
public final class NotificationShapes {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  // The names of fields with an amount, the most general first.
  private static final String[] TOTALS = {
    "total", "total_fee", "total_amount", "transfer_amount", "amount"
  };
  private static final String[] REFUNDS = {"refund", "refund_fee", "refund_amount"};
  private static final long DEFAULT_TOTAL = 100;

  private final Credentials credentials;

  public NotificationShapes(Credentials credentials) {
    this.credentials = credentials;
  }

  /**
   * Returns the names of all notifications, APIv3 first; those of APIv2 have the prefix {@code
   * v2/}.
   */
  public static List<String> names() {
    List<NotificationType> types = new ArrayList<>(Catalogue.load().notifications());
    types.sort(Comparator.comparingInt(type -> -type.version()));
    List<String> names = new ArrayList<>();
    types.forEach(type -> names.add(name(type)));
    return List.copyOf(names);
  }

  /** Returns the name of a notification, in APIv2 with the prefix {@code v2/}. */
  public static String name(NotificationType type) {
    return type.version() == 2 ? "v2/" + type.name() : type.name();
  }

  /**
   * Returns the notification with a name; a name that both protocols have means APIv3.
   *
   * @throws IllegalArgumentException if there is none; the message suggests the nearest
   */
  public static NotificationType named(String name) {
    Catalogue catalogue = Catalogue.load();
    return catalogue
        .notification(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no event type "
                        + name
                        + "; the nearest is "
                        + name(catalogue.nearestNotification(name))));
  }

  /**
   * Returns a payload. Given entries replace the defaults, and a given total is used for all
   * amounts.
   */
  public ObjectNode payload(NotificationType type, Instant now, Map<String, ?> given) {
    ObjectNode entries = MAPPER.valueToTree(given);
    long refund = amount(entries, REFUNDS, amount(entries, TOTALS, DEFAULT_TOTAL));
    long total = amount(entries, TOTALS, refund);
    NotificationValues values = new NotificationValues(type, credentials, now, total, refund);
    ObjectNode made =
        Samples.seeded(name(type).hashCode(), now)
            .total(total)
            .sealed(credentials::encrypt)
            .from(values)
            .of(type.payload(), values::isIncluded);
    ObjectNode payload = values.arranged(made);
    merge(entries, payload);
    return payload;
  }

  private static long amount(ObjectNode given, String[] names, long otherwise) {
    for (String name : names) {
      JsonNode value = given.findValue(name);
      if (value != null && value.isValueNode() && value.asLong() > 0) {
        return value.asLong();
      }
    }
    return otherwise;
  }

  /**
   * Merges the upper object into the lower one: objects are merged recursively, other values are
   * replaced, and null removes a field.
   */
  private static void merge(ObjectNode above, ObjectNode below) {
    Iterable<String> names = above::fieldNames;
    for (String name : names) {
      JsonNode value = above.get(name);
      JsonNode known = below.get(name);
      if (value.isNull()) {
        below.remove(name);
      } else if (value.isObject() && known instanceof ObjectNode) {
        merge((ObjectNode) value, (ObjectNode) known);
      } else {
        below.set(name, value);
      }
    }
  }
}
