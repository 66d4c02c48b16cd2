package io.github.wxpay.endpoints;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.Response;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.http.Options;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A typed view of an object in a verified message. An accessor returns {@code null} if the platform
 * left the field out, also where it is documented as required, and an empty list for a list.
 * Numbers are exact, times are texts ({@link #time} parses them), and encrypted fields are
 * decrypted when they are read. Immutable and safe for use by many threads.
 *
 * <pre>{@code
 * var order = v3.pay().transactions().outTradeNo()._out_trade_no_(no).get(q -> q.mchid(mchid));
 * order.amount().payerTotal();   // 1
 * order.time("success_time");    // 2018-06-08T10:34:56+08:00
 * order.require("/payer/openid");
 * }</pre>
 */
public abstract class View implements Typed {
  /** The object in its message. */
  protected final Place place;

  /** Creates the view of an object. */
  protected View(Place place) {
    this.place = place;
  }

  /** Returns a copy of the object as JSON. */
  public final JsonNode json() {
    return place.node().deepCopy();
  }

  /**
   * Returns one value as text, by its name or by a JSON Pointer (RFC 6901) from this object; also
   * one that is not documented.
   *
   * @throws MalformedException if there is none
   */
  public final String require(String nameOrPointer) {
    JsonNode value =
        nameOrPointer.startsWith("/") ? place.node().at(nameOrPointer) : place.get(nameOrPointer);
    if (value.isMissingNode() || value.isNull()) {
      throw new MalformedException(
          place.source().name() + " has no " + at(nameOrPointer) + ". Look at json().");
    }
    return text(value);
  }

  /**
   * Returns the time in a field: RFC 3339 in APIv3, {@code yyyyMMddHHmmss} in Beijing in APIv2.
   *
   * @return {@code null} if the field is missing or empty
   * @throws MalformedException if the field is not a time
   */
  public final @Nullable OffsetDateTime time(String name) {
    String text = text(name);
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      if (text.length() == 14 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return LocalDateTime.parse(text, Formats.V2).atOffset(Formats.BEIJING);
      }
      return text.length() == 19 && text.charAt(10) == ' '
          ? LocalDateTime.parse(text, Formats.V2_SPACED).atOffset(Formats.BEIJING)
          : OffsetDateTime.parse(text);
    } catch (DateTimeException e) {
      throw unfit(name, "a time", e);
    }
  }

  /** Returns a text; an object or a list as JSON. */
  protected final @Nullable String text(String name) {
    JsonNode value = place.get(name);
    return value.isMissingNode() ? null : text(value);
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  /** Returns the plaintext of an encrypted text. */
  protected final @Nullable String decrypted(String name) {
    return place.get(name).isMissingNode()
        ? null
        : place.source().decrypt(place.pointer() + "/" + name);
  }

  /** Returns a whole number. */
  protected final @Nullable Long number(String name) {
    return number(name, place.get(name));
  }

  private @Nullable Long number(String name, JsonNode value) {
    if (isAbsent(value)) {
      return null;
    }
    if (!value.isNumber() && !value.isTextual()) {
      throw unfit(name, "a whole number", null);
    }
    try {
      return value.isIntegralNumber() && value.canConvertToLong()
          ? value.longValue()
          : exact(value).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw unfit(name, "a whole number", e);
    }
  }

  /** Returns a decimal number. */
  protected final @Nullable BigDecimal decimal(String name) {
    JsonNode value = place.get(name);
    if (isAbsent(value)) {
      return null;
    }
    try {
      return exact(value);
    } catch (NumberFormatException e) {
      throw unfit(name, "a number", e);
    }
  }

  /** Returns whether a field has no value; in XML that is an empty text. */
  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || (value.isTextual() && value.textValue().isEmpty());
  }

  private static BigDecimal exact(JsonNode value) {
    return value.isNumber() ? value.decimalValue() : new BigDecimal(value.asText());
  }

  /** Returns a truth value. */
  protected final @Nullable Boolean flag(String name) {
    JsonNode value = place.get(name);
    if (isAbsent(value)) {
      return null;
    }
    String text = value.asText().toLowerCase(Locale.ROOT);
    if (!text.equals("true") && !text.equals("false")) {
      throw unfit(name, "true or false", null);
    }
    return text.equals("true");
  }

  /** Returns an object whose fields are not documented. */
  protected final @Nullable JsonNode node(String name) {
    JsonNode value = place.get(name);
    return value.isMissingNode() ? null : value.deepCopy();
  }

  /** Returns the view of a nested object, created by a view of the same type. */
  protected final <V extends Typed> @Nullable V object(String name, V prototype) {
    JsonNode value = place.get(name);
    if (isAbsent(value)) {
      return null;
    }
    if (!value.isObject()) {
      throw unfit(name, "an object", null);
    }
    return seen(prototype, place.at("/" + name, value));
  }

  /** Returns the views of a list of objects. */
  protected final <V extends Typed> List<V> objects(String name, V prototype) {
    List<V> views = new ArrayList<>();
    JsonNode list = place.get(name);
    if (list.isObject()) { // XML with one element
      return List.of(seen(prototype, place.at("/" + name, list)));
    }
    if (!list.isArray() && !isAbsent(list)) {
      throw unfit(name, "a list", null);
    }
    for (int i = 0; i < list.size(); i++) {
      views.add(seen(prototype, place.at("/" + name + "/" + i, list.get(i))));
    }
    return List.copyOf(views);
  }

  /** Returns the objects of a list whose fields are not documented. */
  protected final List<JsonNode> nodes(String name) {
    return list(name, JsonNode::deepCopy);
  }

  /** Returns a list of texts. */
  protected final List<String> texts(String name) {
    return list(name, View::text);
  }

  /** Returns a list of encrypted texts, decrypted. */
  protected final List<String> decryptedTexts(String name) {
    List<String> texts = new ArrayList<>();
    int size = place.get(name).size();
    for (int i = 0; i < size; i++) {
      String text = place.source().decrypt(place.pointer() + "/" + name + "/" + i);
      texts.add(text == null ? "" : text);
    }
    return List.copyOf(texts);
  }

  /** Returns a list of whole numbers. */
  protected final List<Long> numbers(String name) {
    return list(
        name,
        value -> {
          Long number = number(name, value);
          if (number == null) {
            throw unfit(name, "a list of whole numbers", null);
          }
          return number;
        });
  }

  private <E> List<E> list(String name, Function<JsonNode, E> element) {
    List<E> list = new ArrayList<>();
    JsonNode values = place.get(name);
    if (values.isArray()) {
      values.forEach(value -> list.add(element.apply(value)));
    } else if (!isAbsent(values)) { // XML with one element
      list.add(element.apply(values));
    }
    return List.copyOf(list);
  }

  /** Returns the view of the object whose JSON is the text of a field. */
  protected final <V extends Typed> @Nullable V parsed(String name, V prototype) {
    JsonNode value = parsed(name);
    return value == null ? null : seen(prototype, place.at("/" + name, value));
  }

  /** Returns the views of the objects in the list whose JSON is the text of a field. */
  protected final <V extends Typed> List<V> parsedObjects(String name, V prototype) {
    List<V> views = new ArrayList<>();
    JsonNode list = parsed(name);
    if (list != null) {
      list.forEach(one -> views.add(seen(prototype, place.at("/" + name, one))));
    }
    return List.copyOf(views);
  }

  /** Returns the texts in the list whose JSON is the text of a field. */
  protected final List<String> parsedTexts(String name) {
    List<String> texts = new ArrayList<>();
    JsonNode list = parsed(name);
    if (list != null) {
      list.forEach(one -> texts.add(text(one)));
    }
    return List.copyOf(texts);
  }

  private @Nullable JsonNode parsed(String name) {
    JsonNode value = place.get(name);
    if (!value.isTextual()) { // some are sent as the object itself
      return value.isMissingNode() ? null : value;
    }
    try {
      return value.textValue().isEmpty() ? null : Formats.JSON.readTree(value.textValue());
    } catch (IOException e) {
      throw unfit(name, "JSON", null); // the cause would contain the text
    }
  }

  /** Returns a field of APIv2 with an index. */
  protected static String indexed(String name, int n) {
    return name + "_" + n;
  }

  /** Returns a field of APIv2 with two indexes. */
  protected static String indexed(String name, int n, int m) {
    return name + "_" + n + "_" + m;
  }

  /** Downloads the file of the link in this object. */
  protected final Response file(Path target, Options options) {
    return place.source().download(place.pointer(), target, options);
  }

  /** Downloads the file of the link in this object without waiting. */
  protected final CompletableFuture<Response> fileAsync(Path target, Options options) {
    return place.source().downloadAsync(place.pointer(), target, options);
  }

  /** Creates a view of the same type; overridden by the views of nested objects. */
  protected View at(Place other) {
    throw new UnsupportedOperationException(getClass().getName());
  }

  @SuppressWarnings("unchecked") // at() of a view returns the same type
  private static <V extends Typed> V seen(V prototype, Place place) {
    return (V) ((View) prototype).at(place);
  }

  private MalformedException unfit(String name, String kind, @Nullable Exception cause) {
    String message =
        at(name)
            + " of "
            + place.source().name()
            + " is not "
            + kind
            + ". Read it by require(\""
            + name
            + "\").";
    return cause == null ? new MalformedException(message) : new MalformedException(message, cause);
  }

  private String at(String name) {
    return "'" + place.pointer() + (name.startsWith("/") ? "" : "/") + name + "'";
  }

  /** Returns the object as indented JSON; of a notification, its type only. */
  @Override
  public String toString() {
    return place.source().text(place);
  }
}
