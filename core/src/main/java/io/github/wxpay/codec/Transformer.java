package io.github.wxpay.codec;

import io.github.wxpay.internal.text.Names;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.text.Scalars;
import io.github.wxpay.internal.text.Times;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * APIv2's XML from fields and back. The original's class of that name.
 *
 * <p>Written: one element a field below {@code <xml>}, in the order given; a value with any of
 * {@code < > & ' "} in CDATA; {@code null} and the empty text as an empty element; a list as
 * elements of one name. Read: strictly (no document type, no entities but the five and numeric
 * ones), all values as text, text outside CDATA without white space around it unless that is
 * written as numeric references.
 */
public final class Transformer {
  private static final Pattern NAME =
      Pattern.compile(
          "[:A-Z_a-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c"
              + "\\u200d\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd]"
              + "[-.0-9:A-Z_a-z\\u00b7\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u037d\\u037f-\\u1fff"
              + "\\u200c\\u200d\\u203f\\u2040\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf"
              + "\\ufdf0-\\ufffd]*");
  private static final Pattern MARKUP = Pattern.compile("[<>&'\"]");
  private static final Pattern NOT_XML =
      Pattern.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\x{10000}-\\x{10ffff}]");

  private Transformer() {}

  /**
   * Writes fields as {@code <xml>…</xml>}, numbers and times as calls of APIv2 send them.
   *
   * @throws IllegalArgumentException if a name is not an XML name, a value has a character that XML
   *     cannot represent, or a value is not a text, a number, a time, a list or a Map
   */
  public static String toXml(Map<String, ?> fields) {
    return element("xml", fields);
  }

  /** A text as {@code <xml>text</xml>}. */
  public static String toXml(String text) {
    return element("xml", text);
  }

  /**
   * The content of the root element, whatever its name: texts, lists of repeated elements, and maps
   * by element name; {@code #text} holds text that stands beside or instead of elements.
   *
   * @return {@code null} when the text holds no element at all
   * @throws io.github.wxpay.exception.MalformedException when it is no XML, or not of the strict
   *     kind
   */
  public static @Nullable Map<String, Object> toObject(String xml) {
    return XmlReader.read(xml, XmlReader.Limits.LENIENT);
  }

  /**
   * A message of the platform as {@link #toObject} reads it, within what such messages need: 1 MiB,
   * 4 deep, 2,000 elements, and every name once below the root.
   */
  public static @Nullable Map<String, Object> toMessage(String xml) {
    return XmlReader.read(xml, XmlReader.Limits.MESSAGE);
  }

  /**
   * Reads a notification of APIv2 as {@link #toMessage} reads a message, within what notifications
   * need: 64 KiB, 256 fields, no attributes.
   */
  public static @Nullable Map<String, Object> toNotification(String xml) {
    return XmlReader.read(xml, XmlReader.Limits.NOTIFICATION);
  }

  private static String element(String name, @Nullable Object value) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + Printable.of(name, 64) + "' cannot be the name of a field: it is no XML name.");
    }
    StringBuilder content = new StringBuilder();
    if (value instanceof Map) {
      ((Map<?, ?>) value).forEach((k, v) -> content.append(elements(Names.field(k), v)));
    } else if (value != null) {
      content.append(text(name, scalar(name, value)));
    }
    return content.length() == 0
        ? "<" + name + "/>"
        : "<" + name + ">" + content + "</" + name + ">";
  }

  private static String elements(String name, @Nullable Object value) {
    if (!(value instanceof Collection)) {
      return element(name, value);
    }
    StringBuilder out = new StringBuilder();
    ((Collection<?>) value).forEach(item -> out.append(element(name, item)));
    return out.toString();
  }

  private static String scalar(String name, Object value) {
    String problem = Scalars.problem(value);
    if (!problem.isEmpty()) {
      throw new IllegalArgumentException(
          "The value of '"
              + name
              + "' is "
              + problem
              + "; give a text, a number, a List or a Map.");
    }
    return Scalars.text(value, Times.V2);
  }

  private static String text(String name, String value) {
    if (NOT_XML.matcher(value).find()) {
      throw new IllegalArgumentException(
          "The value of '"
              + Printable.of(name, 64)
              + "' holds a character that XML cannot (a control character, or half"
              + " of a surrogate pair).");
    }
    return MARKUP.matcher(value).find()
        ? "<![CDATA[" + value.replace("]]>", "]]]]><![CDATA[>") + "]]>"
        : value;
  }
}
