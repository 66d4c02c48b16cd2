package io.github.wxpay.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A documented field of a query, a body or an answer. Immutable.
 *
 * <p>What is documented is taken as it stands: {@code number} often means an integer, the list of
 * {@link #values} is seldom complete, and a field that is needed in some cases only may be marked
 * either way.
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

  /** Returns the name; in APIv2 {@code $n} and {@code $m} in it stand for an index from 0. */
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

  public boolean isArray() {
    return type.startsWith(ARRAY);
  }

  /** Returns the type of an array's elements, of anything else the type itself. */
  public String elementType() {
    return isArray() ? type.substring(ARRAY.length(), type.length() - 1) : type;
  }

  public boolean isRequired() {
    return has('r');
  }

  /**
   * Returns whether the value is encrypted: in requests for the platform, in answers for the
   * merchant.
   */
  public boolean isEncrypted() {
    return has('e');
  }

  /** Returns whether it is encrypted under the key that {@code risk/getpublickey} answers. */
  public boolean isForBank() {
    return has('b');
  }

  /** Returns whether the fields are those of several variants, of which one is sent. */
  public boolean isOneOf() {
    return has('o');
  }

  /** Returns whether the string is a query in itself, {@code name=value} pairs with {@code &}. */
  public boolean isUrlencoded() {
    return has('u');
  }

  /**
   * Returns the documented form of the text, empty if none: {@code rfc3339}, {@code date}, {@code
   * url}, {@code MediaId}, {@code MediaUrl}, {@code yyyyMMddHHmmss}, {@code mm/yy}.
   */
  public String format() {
    return format;
  }

  /**
   * Returns what is written as JSON inside the string, empty if nothing: {@code object}, {@code
   * array<string>}, {@code array<object>}; {@link #fields} describe it.
   */
  public String json() {
    return json;
  }

  /** Returns the documented values, none if the value is free. Take them as open: more may come. */
  public List<String> values() {
    return values;
  }

  /**
   * Returns the least documented length of the text, or of each text in the array, in {@link
   * #isLengthInBytes bytes} or else in characters (code points); empty if none is documented.
   */
  public OptionalInt minLength() {
    return length(limits.minLength);
  }

  /**
   * Returns the greatest documented length of the text, or of each text in the array, in {@link
   * #isLengthInBytes bytes} or else in characters (code points); empty if none is documented.
   */
  public OptionalInt maxLength() {
    return length(limits.maxLength);
  }

  /** Returns whether the length is counted in bytes of UTF-8 instead of in characters. */
  public boolean isLengthInBytes() {
    return limits.inBytes;
  }

  /** Returns the least documented value of the number; empty if none is documented. */
  public OptionalLong minimum() {
    return number(limits.minimum);
  }

  /** Returns the greatest documented value of the number; empty if none is documented. */
  public OptionalLong maximum() {
    return number(limits.maximum);
  }

  /** Returns the regular expression that the whole text must match; empty if none is documented. */
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

  /** Returns whether a name is this field's, an index in the place of {@code $n}. */
  boolean isNamed(String given) {
    return name.equals(given)
        || (name.contains("$") && given.matches(name.replaceAll("[$][nm]", "[0-9]+")));
  }

  /** Returns the field as it is inside of the string that holds it as JSON. */
  Field unwrapped() {
    return new Field(name, json, flags, "", "", values, fields);
  }

  private boolean has(char flag) {
    return flags.indexOf(flag) >= 0;
  }

  /** Returns all of it but the fields inside, to see a difference. */
  String describe() {
    String all = values.isEmpty() ? "" : " " + String.join("|", values);
    return head() + all + " " + flags + " " + format + " " + json + " " + limits;
  }

  /**
   * Returns one line for people: name, type, what is required or encrypted, the first values and
   * the names of the fields inside.
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
    int most = Math.min(SHOWN, texts.size());
    String shown = String.join(between, texts.subList(0, most));
    return texts.size() > most ? shown + between + "…" : shown;
  }
}
