package io.github.wxpay.endpoints.generator;

import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/**
 * The Java names of segments, placeholders and fields. A segment is spelt as in the original's
 * chain: kebab-case becomes camelCase, underscores and capitals stay. A keyword and the name of a
 * method of Object get a trailing underscore.
 */
final class Names {
  private static final Set<String> OF_OBJECT =
      Set.of(
          "clone",
          "equals",
          "finalize",
          "getClass",
          "hashCode",
          "notify",
          "notifyAll",
          "toString",
          "wait");

  private Names() {}

  /** Returns the method for a segment: {@code out-trade-no} is {@code outTradeNo}. */
  static String segment(String segment) {
    return method(camel(segment, '-'));
  }

  /** Returns the method for a placeholder: {@code out_trade_no} is {@code _out_trade_no_}. */
  static String placeholder(String name) {
    return "_" + name + "_";
  }

  /** Returns the method for a field: {@code out_trade_no} is {@code outTradeNo}. */
  static String field(String name) {
    return method(camel(base(name), '_'));
  }

  /** Returns the name of a field without its indexes: {@code coupon_id_$n} is {@code coupon_id}. */
  static String base(String field) {
    return field.replaceAll("_\\$[nm]", "");
  }

  /** Returns how many indexes the name of a field has. */
  static int indexes(String field) {
    return (int) field.chars().filter(c -> c == '$').count();
  }

  /** Returns the part of a type's name for a segment. */
  static String typeOfSegment(String segment) {
    return upperFirst(camel(segment, '-'));
  }

  /** Returns the part of a type's name for a placeholder. */
  static String typeOfPlaceholder(String name) {
    return "By" + upperFirst(camel(name, '_'));
  }

  /** Returns the part of a type's name for a field. */
  static String typeOfField(String name) {
    return upperFirst(camel(base(name), '_'));
  }

  /** Returns the part of a type's name for an HTTP method: {@code POST} is {@code Post}. */
  static String typeOfVerb(String verb) {
    return upperFirst(verb.toLowerCase(Locale.ROOT));
  }

  /** Returns the class of a kind of notification, which says the version of APIv2. */
  static String typeOfEvent(int version, String name) {
    StringBuilder type = new StringBuilder(version == 2 ? "V2" : "");
    for (String word : name.split("[._-]", -1)) {
      type.append(upperFirst(word.toLowerCase(Locale.ROOT)));
    }
    boolean typed = name.equals(name.toUpperCase(Locale.ROOT));
    return type.append(typed ? "Event" : "Notice").toString();
  }

  /** Returns a name that may be that of a method. */
  static String method(String name) {
    return SourceVersion.isKeyword(name, SourceVersion.RELEASE_11) || OF_OBJECT.contains(name)
        ? name + "_"
        : name;
  }

  private static String camel(String text, char between) {
    StringBuilder camel = new StringBuilder();
    boolean upper = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == between) {
        upper = camel.length() > 0;
      } else {
        camel.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return camel.toString();
  }

  private static String upperFirst(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
