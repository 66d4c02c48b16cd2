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
 * Converts fields to APIv2's XML and back. Corresponds to the original's class of that name. Safe
 * for use by many threads.
 *
 * <pre>{@code
 * String xml = Transformer.toXml(Map.of("return_code", "SUCCESS"));
 * Map<String, Object> fields = Transformer.toObject(xml);
 * }</pre>
 *
 * <p>Writes one element for each field below {@code <xml>}, in the given order: a value with any of
 * {@code < > & ' "} as CDATA, {@code null} and the empty string as an empty element, a list as
 * repeated elements. Reads strictly: a document type is refused, and so are entities except the
 * five predefined and numeric ones. All values are text. White space around text outside CDATA is
 * trimmed unless it is written as numeric references.
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
   * Converts fields to {@code <xml>…</xml>}, with numbers and times as calls of APIv2 send them.
   *
   * @throws IllegalArgumentException if a name is not an XML name, a value has a character that XML
   *     cannot represent, or a value is not a text, a number, a time, a list or a Map
   */
  public static String toXml(Map<String, ?> fields) {
    return element("xml", fields);
  }

  /** Converts a text to {@code <xml>text</xml>}. */
  public static String toXml(String text) {
    return element("xml", text);
  }

  /**
   * Returns the content of the root element of any name: texts, lists of repeated elements, and
   * maps by element name. {@code #text} is the key of text beside elements.
   *
   * @return {@code null} if the text has no element
   * @throws io.github.wxpay.exception.MalformedException if it is not XML, or has a part that is
   *     refused
   */
  public static @Nullable Map<String, Object> toObject(String xml) {
    return XmlReader.read(xml, XmlReader.Limits.LENIENT);
  }

  /**
   * Reads a message of the platform as {@link #toObject} does, within limits: 1 MiB, a depth of 4,
   * 2,000 elements, and every name at most once below the root.
   */
  public static @Nullable Map<String, Object> toMessage(String xml) {
    return XmlReader.read(xml, XmlReader.Limits.MESSAGE);
  }

  /**
   * Reads a notification of APIv2 as {@link #toMessage} reads a message, within limits: 64 KiB, 256
   * fields, no attributes.
   */
  public static @Nullable Map<String, Object> toNotification(String xml) {
    return XmlReader.read(xml, XmlReader.Limits.NOTIFICATION);
  }

  private static String element(String name, @Nullable Object value) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + Printable.of(name, 64) + "' cannot be the name of a field: it is not an XML name.");
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
              + ". Pass a text, a number, a List or a Map.");
    }
    return Scalars.text(value, Times.V2);
  }

  private static String text(String name, String value) {
    if (NOT_XML.matcher(value).find()) {
      throw new IllegalArgumentException(
          "The value of '"
              + Printable.of(name, 64)
              + "' contains a character that XML cannot represent: a control character or an"
              + " unpaired surrogate.");
    }
    return MARKUP.matcher(value).find()
        ? "<![CDATA[" + value.replace("]]>", "]]]]><![CDATA[>") + "]]>"
        : value;
  }
}
