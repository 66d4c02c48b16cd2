package io.github.wxpay.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A documented field of a path, a query, a request or a response. Immutable.
 *
 * <p>The catalogue repeats the documentation: {@code number} often means an integer, the list of
 * {@link #values} is rarely complete, and a field that is required only in some cases may be marked
 * either way.
 *
 * <pre>{@code
 * Field field = endpoint.request().get(0);
 * field.name();        // appid
 * field.isRequired();  // true
 * field.maxLength();   // OptionalInt[32]
 * }</pre>
 */
public final class Field {
  private static final String ARRAY = "array<";
  private static final int SHOWN = 8;

  private final String name;
  private final String type;
  private final String flags;
  private final String format;
  private final String json;
  private final List<String> values;
  private final List<Field> fields;
  private final Limits limits;

  Field(
      String name,
      String type,
      String flags,
      String format,
      String json,
      List<String> values,
      List<Field> fields) {
    this(name, type, flags, format, json, values, fields, Limits.NONE);
  }

  Field(
      String name,
      String type,
      String flags,
      String format,
      String json,
      List<String> values,
      List<Field> fields,
      Limits limits) {
    this.name = name;
    this.type = type;
    this.flags = flags;
    this.format = format;
    this.json = json;
    this.values = values;
    this.fields = fields;
    this.limits = limits;
  }

  /** Returns the name. In APIv2 it may have {@code $n} and {@code $m} for an index from 0. */
  public String name() {
    return name;
  }

  /**
   * Returns the type: {@code string}, {@code number}, {@code integer}, {@code boolean}, {@code
   * object}, {@code file} or {@code array<…>} of one of these.
   */
  public String type() {
    return type;
  }

  /** Returns whether the type is an array. */
  public boolean isArray() {
    return type.startsWith(ARRAY);
  }

  /** Returns the type of the array's elements, or the type itself if it is not an array. */
  public String elementType() {
    return isArray() ? type.substring(ARRAY.length(), type.length() - 1) : type;
  }

  /** Returns whether the field is documented as required. */
  public boolean isRequired() {
    return has('r');
  }

  /**
   * Returns whether the value is encrypted: in requests with the platform's key, in responses with
   * the merchant's.
   */
  public boolean isEncrypted() {
    return has('e');
  }

  /** Returns whether the value is encrypted with the key from {@code risk/getpublickey} (APIv2). */
  public boolean isForBank() {
    return has('b');
  }

  /** Returns whether {@link #fields} are of several variants, of which only one is sent. */
  public boolean isOneOf() {
    return has('o');
  }

  /** Returns whether the string has the form of a query: {@code name=value} joined by {@code &}. */
  public boolean isUrlencoded() {
    return has('u');
  }

  /**
   * Returns the documented format of the string: {@code rfc3339}, {@code date}, {@code url}, {@code
   * MediaId}, {@code MediaUrl}, {@code yyyyMMddHHmmss} or {@code mm/yy}; empty if there is none.
   */
  public String format() {
    return format;
  }

  /**
   * Returns the type of the JSON in the string: {@code object}, {@code array<string>} or {@code
   * array<object>}; empty if the string is not JSON. {@link #fields} describes its fields.
   */
  public String json() {
    return json;
  }

  /** Returns the documented values; empty if any value is allowed. The platform may add values. */
  public List<String> values() {
    return values;
  }

  /**
   * Returns the documented minimum length of the string, or of each string in the array, in {@link
   * #isLengthInBytes bytes} or else in characters (code points); empty if none is documented.
   */
  public OptionalInt minLength() {
    return length(limits.minLength);
  }

  /**
   * Returns the documented maximum length of the string, or of each string in the array, in {@link
   * #isLengthInBytes bytes} or else in characters (code points); empty if none is documented.
   */
  public OptionalInt maxLength() {
    return length(limits.maxLength);
  }

  /** Returns whether the length is counted in bytes of UTF-8 instead of code points. */
  public boolean isLengthInBytes() {
    return limits.inBytes;
  }

  /** Returns the documented minimum of the number; empty if none is documented. */
  public OptionalLong minimum() {
    return number(limits.minimum);
  }

  /** Returns the documented maximum of the number; empty if none is documented. */
  public OptionalLong maximum() {
    return number(limits.maximum);
  }

  /** Returns the pattern that the complete string must match; empty if none is documented. */
  public Optional<Pattern> pattern() {
    return Optional.ofNullable(limits.pattern);
  }

  Limits limits() {
    return limits;
  }

  private static OptionalInt length(@Nullable Integer length) {
    return length == null ? OptionalInt.empty() : OptionalInt.of(length);
  }

  private static OptionalLong number(@Nullable Long number) {
    return number == null ? OptionalLong.empty() : OptionalLong.of(number);
  }

  /** Returns the fields of the object, or of each object in the array. */
  public List<Field> fields() {
    return fields;
  }

  /** Returns whether a name matches this field, with an index instead of {@code $n}. */
  boolean isNamed(String given) {
    return name.equals(given)
        || (name.contains("$") && given.matches(name.replaceAll("[$][nm]", "[0-9]+")));
  }

  /** Returns the field with the type of the JSON in its string. */
  Field unwrapped() {
    return new Field(name, json, flags, "", "", values, fields);
  }

  private boolean has(char flag) {
    return flags.indexOf(flag) >= 0;
  }

  /** Returns all properties except the nested fields, for comparison. */
  String properties() {
    String all = values.isEmpty() ? "" : " " + String.join("|", values);
    return head() + all + " " + flags + " " + format + " " + json + " " + limits;
  }

  /**
   * Returns one line of text: name, type, whether the field is required or encrypted, the first
   * values and the names of the first nested fields.
   */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(head());
    if (!values.isEmpty()) {
      line.append(' ').append(first(values, "|"));
    }
    if (!fields.isEmpty()) {
      List<String> names = new ArrayList<>();
      for (Field field : fields) {
        names.add(field.name);
      }
      line.append(" {").append(first(names, ", ")).append('}');
    }
    return line.toString();
  }

  private String head() {
    return name
        + " "
        + type
        + (isRequired() ? " required" : "")
        + (isEncrypted() ? " encrypted" : "");
  }

  private static String first(List<String> texts, String between) {
    int count = Math.min(SHOWN, texts.size());
    String shown = String.join(between, texts.subList(0, count));
    return texts.size() > count ? shown + between + "…" : shown;
  }
}
