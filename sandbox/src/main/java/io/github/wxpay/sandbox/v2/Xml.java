package io.github.wxpay.sandbox.v2;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads flat XML strictly, and writes XML as the platform does. */
final class Xml {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_FIELDS = 200;
  private static final List<String> NUMBERS = List.of("_fee", "_count", "_num", "_amount");

  // Characters that can be in a query, and so in a message about it, but not in XML.
  private static final Pattern ILLEGAL =
      Pattern.compile("[^\t\n\r\\x20-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

  private Xml() {}

  /**
   * Reads {@code <xml><name>value</name>…</xml>} in UTF-8, without document type, attributes,
   * nested elements and repeated names. Values keep their blanks.
   *
   * @throws IllegalArgumentException if the XML is anything else; the message names the cause
   */
  static Map<String, String> read(byte[] body) {
    if (body.length > MAX_BYTES) {
      throw new IllegalArgumentException("more than " + MAX_BYTES + " bytes");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(text));
      return fields(reader);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not UTF-8", e);
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
      throw new IllegalArgumentException("not well-formed, see line " + line, e);
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  private static Map<String, String> fields(XMLStreamReader reader) throws XMLStreamException {
    Map<String, String> fields = new LinkedHashMap<>();
    int depth = 0;
    String name = "";
    StringBuilder value = new StringBuilder();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT:
          name = start(reader, depth++);
          value.setLength(0);
          break;
        case XMLStreamConstants.END_ELEMENT:
          if (depth-- == 2 && fields.put(name, value.toString()) != null) {
            throw new IllegalArgumentException(name + " occurs twice");
          }
          value.setLength(0);
          break;
        case XMLStreamConstants.CHARACTERS:
        case XMLStreamConstants.CDATA:
        case XMLStreamConstants.SPACE:
          value.append(reader.getText());
          if (depth < 2 && !reader.isWhiteSpace()) {
            throw new IllegalArgumentException("text between the elements");
          }
          break;
        case XMLStreamConstants.DTD:
          throw new IllegalArgumentException("a document type is not allowed");
        case XMLStreamConstants.ENTITY_REFERENCE:
          throw new IllegalArgumentException("an entity is not allowed");
        default:
          break;
      }
      if (fields.size() > MAX_FIELDS) {
        throw new IllegalArgumentException("more than " + MAX_FIELDS + " fields");
      }
    }
    return fields;
  }

  private static String start(XMLStreamReader reader, int depth) {
    String name = reader.getLocalName();
    if (depth == 0 && !name.equals("xml")) {
      throw new IllegalArgumentException("the root must be xml, not " + name);
    }
    if (depth > 1) {
      throw new IllegalArgumentException(name + " is nested in another field");
    }
    if (reader.getAttributeCount() > 0 || reader.getNamespaceCount() > 0) {
      throw new IllegalArgumentException(name + " has an attribute");
    }
    return name;
  }

  /** Returns the XML of fields; a value is a text or another map of fields. */
  static String write(Map<String, ?> fields) {
    StringBuilder out = new StringBuilder("<xml>");
    append(out, fields);
    return out.append("</xml>").toString();
  }

  // Names can have indexes at the end: coupon_fee_0, coupon_refund_fee_0_1.
  private static boolean isNumber(String name) {
    int end = name.length();
    for (int at = end - 1; at >= 0; at--) {
      char c = name.charAt(at);
      if (c == '_' && at < end - 1) {
        end = at;
      } else if (c < '0' || c > '9') {
        break;
      }
    }
    String bare = name.substring(0, end);
    return NUMBERS.stream().anyMatch(bare::endsWith);
  }

  private static void append(StringBuilder out, Map<?, ?> fields) {
    fields.forEach(
        (name, value) -> {
          out.append('<').append(name).append('>');
          if (value instanceof Map) {
            append(out, (Map<?, ?>) value);
          } else if (isNumber(name.toString())) {
            // The platform writes amounts and counts without CDATA, and all other values in CDATA.
            out.append(value);
          } else {
            String legal = ILLEGAL.matcher(value.toString()).replaceAll("\ufffd");
            String text = legal.replace("]]>", "]]]]><![CDATA[>");
            out.append("<![CDATA[").append(text).append("]]>");
          }
          out.append("</").append(name).append('>');
        });
  }
}
