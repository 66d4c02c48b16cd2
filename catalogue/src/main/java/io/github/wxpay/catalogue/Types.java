package io.github.wxpay.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Checks values against documented types, and names both in messages. */
final class Types {
  private static final int SHOWN = 64;

  private Types() {}

  /** Returns whether a JSON value has the type. */
  static boolean fits(String type, JsonNode node) {
    switch (type) {
      case "integer":
        return node.isIntegralNumber();
      case "number":
        return node.isNumber();
      case "boolean":
        return node.isBoolean();
      default:
        return node.isTextual();
    }
  }

  /** Returns whether a string can be parsed as a value of the type, as in XML and in URLs. */
  static boolean fits(String type, String text) {
    switch (type) {
      case "integer":
        return text.matches("-?[0-9]+");
      case "number":
        return text.matches("-?[0-9]+([.][0-9]+)?");
      case "boolean":
        return text.equals("true") || text.equals("false");
      default:
        return true;
    }
  }

  static boolean isNumber(String type) {
    return type.equals("integer") || type.equals("number");
  }

  static String typeOf(JsonNode node) {
    if (node.isNull()) {
      return "null";
    }
    if (node.isNumber()) {
      return node.isIntegralNumber() ? "an integer" : "a number";
    }
    if (node.isPojo()) {
      return "a Java object";
    }
    return node.isTextual() || node.isBinary()
        ? "a string"
        : article(node.getNodeType().name().toLowerCase(Locale.ROOT));
  }

  static String article(String type) {
    return ("aeio".indexOf(type.charAt(0)) < 0 ? "a " : "an ") + type;
  }

  static String shortened(String text) {
    return shortened(text, SHOWN);
  }

  static String shortened(String text, int max) {
    return text.length() > max ? text.substring(0, max) + "…" : text;
  }

  /** Returns a name as a reference token of a JSON pointer, with its slash. */
  static String step(String name) {
    return "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
