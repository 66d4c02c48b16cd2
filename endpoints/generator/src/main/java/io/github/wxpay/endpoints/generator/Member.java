package io.github.wxpay.endpoints.generator;

import io.github.wxpay.catalogue.Field;
import io.github.wxpay.endpoints.generator.Shapes.Use;
import java.util.Set;

/** A field of a generated type: how it is written in Java, and the type of its objects. */
final class Member {
  /** Numbers that the documentation gives as decimals. */
  private static final Set<String> DECIMALS = Set.of("risk_score", "settlement_rate");

  private final Field field;
  private final String nested;
  private final Use use;

  /**
   * Creates a member.
   *
   * @param nested the type of its objects; empty if it has none
   */
  Member(Field field, String nested, Use use) {
    this.field = field;
    this.nested = nested;
    this.use = use;
  }

  Field field() {
    return field;
  }

  /** Returns the type of its objects; empty if it has none. */
  String nested() {
    return nested;
  }

  boolean isSame(Member other) {
    return signature(field, use).equals(signature(other.field, use)) && nested.equals(other.nested);
  }

  /** Returns what decides about the Java of a field, without its nested fields. */
  static String signature(Field field, Use use) {
    return field.name()
        + ":"
        + field.type()
        + (field.isEncrypted() ? "!" : "")
        + (field.isUrlencoded() ? "&" : "")
        + (field.json().isEmpty() ? "" : "(" + field.json() + ")")
        + (use == Use.BODY && isTime(field) ? "@" : "");
  }

  static boolean isTime(Field field) {
    return field.format().equals("rfc3339") || field.format().equals("yyyyMMddHHmmss");
  }

  /** Returns whether the elements are numbers. */
  boolean isNumber() {
    return field.elementType().equals("number") || field.elementType().equals("integer");
  }

  /** Returns whether a number may have decimals. */
  boolean isDecimal() {
    return field.elementType().equals("number") && DECIMALS.contains(field.name());
  }
}
