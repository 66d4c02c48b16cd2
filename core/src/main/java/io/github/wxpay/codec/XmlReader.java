package io.github.wxpay.codec;

import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.internal.text.Printable;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads XML strictly with the JDK's StAX: fails at a document type or an entity reference, so that
 * nothing is fetched or expanded, and limits size, depth and the number of elements.
 */
final class XmlReader {
  /**
   * JavaScript's white space, which the original trims; it includes more characters than Java's.
   */
  private static final String WHITE =
      "\t\n\u000b\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
          + "\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";

  private static final String TEXT = "#text";
  private static final String REPORT_CDATA =
      "http://java.sun.com/xml/stream/properties/report-cdata-event";

  private static final Pattern REFERENCE = Pattern.compile("&#[0-9A-Za-z]++;");
  private static final char NO_MARK = 0;
  private static final char FIRST_MARK = '\ue000';
  private static final char LAST_MARK = '\uf8ff';

  private final XMLStreamReader in;
  private final char mark;
  private final Limits limits;
  private int elements;

  private XmlReader(XMLStreamReader in, char mark, Limits limits) {
    this.in = in;
    this.mark = mark;
    this.limits = limits;
  }

  static @Nullable Map<String, Object> read(String xml, Limits limits) {
    String text = trimmed(xml);
    if (text.indexOf('<') < 0) {
      return null;
    }
    if (text.length() > limits.characters) {
      throw new MalformedException(
          "The XML has "
              + text.length()
              + " characters; at most "
              + limits.characters
              + " are read.");
    }
    refuseDocumentType(text);
    try {
      char mark = text.contains("&#") ? unused(text) : NO_MARK;
      XMLStreamReader in = factory().createXMLStreamReader(new StringReader(marked(text, mark)));
      try {
        return new XmlReader(in, mark, limits).document();
      } finally {
        in.close();
      }
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
      // Not chained: the parser's message may contain parts of the document.
      throw new MalformedException("The text is not well-formed XML (line " + line + ").");
    }
  }

  private Map<String, Object> document() throws XMLStreamException {
    Map<String, Object> root = null;
    while (in.hasNext()) {
      int event = in.next();
      refuse(event);
      if (event == XMLStreamConstants.START_ELEMENT) {
        Object content = content(1);
        root = new LinkedHashMap<>();
        if (content instanceof Content) {
          root.putAll(((Content) content).fields);
        } else if (!content.toString().isEmpty()) {
          root.put(TEXT, content);
        }
      }
    }
    if (root == null) {
      throw new MalformedException("The XML has no element.");
    }
    return root;
  }

  /** Reads the content of an element up to its end tag: a text, or fields. */
  private Object content(int depth) throws XMLStreamException {
    if (depth > limits.depth || ++elements > limits.elements) {
      throw new MalformedException(
          "The XML is nested deeper than "
              + limits.depth
              + " or has more than "
              + limits.elements
              + " elements.");
    }
    if (!limits.attributes && in.getAttributeCount() > 0) {
      throw new MalformedException(
          "The XML has an attribute on the element '"
              + Printable.of(in.getLocalName(), 64)
              + "'; the platform sends none.");
    }
    Content content = new Content(mark);
    while (true) {
      int event = in.next();
      refuse(event);
      switch (event) {
        case XMLStreamConstants.CHARACTERS:
        case XMLStreamConstants.SPACE:
          content.run.append(in.getText());
          break;
        case XMLStreamConstants.COMMENT: // the text before and after it is one run
          break;
        case XMLStreamConstants.CDATA:
          content.endRun();
          content.text.append(in.getText());
          break;
        case XMLStreamConstants.START_ELEMENT:
          content.endRun();
          String name = in.getLocalName();
          add(content.fields, name, value(content(depth + 1)), depth);
          break;
        case XMLStreamConstants.END_ELEMENT:
          content.endRun();
          return content.value();
        default:
          content
              .endRun(); // a processing instruction separates two runs of text, as in the original
          break;
      }
    }
  }

  private void add(Map<String, Object> fields, String name, Object value, int depth) {
    Object before = fields.get(name);
    if (before == null) {
      fields.put(name, value);
    } else if (limits.oneOfEach && depth == 1) {
      throw new MalformedException(
          "The XML has the field '"
              + Printable.of(name, 64)
              + "' more than once, so it is ambiguous.");
    } else if (before instanceof Repeated) {
      ((Repeated) before).add(value);
    } else {
      Repeated both = new Repeated();
      both.add(before);
      both.add(value);
      fields.put(name, both);
    }
  }

  private static Object value(Object content) {
    return content instanceof Content ? ((Content) content).fields : content;
  }

  private static void refuse(int event) {
    if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
      throw withDocumentType();
    }
  }

  private static MalformedException withDocumentType() {
    return new MalformedException(
        "The XML has a document type or an entity reference. Both are refused, since they can make"
            + " a parser read files and fetch URLs.");
  }

  /**
   * Refuses a document type before the root without parsing it, although the parser would refuse it
   * too.
   */
  private static void refuseDocumentType(String text) {
    int at = 0;
    while (at >= 0 && at < text.length()) {
      if (WHITE.indexOf(text.charAt(at)) >= 0) {
        at++;
      } else if (text.startsWith("<!DOCTYPE", at)) {
        throw withDocumentType();
      } else {
        String end = text.startsWith("<?", at) ? "?>" : text.startsWith("<!--", at) ? "-->" : "";
        at = end.isEmpty() ? -1 : after(end, text, at);
      }
    }
  }

  private static int after(String end, String text, int from) {
    int found = text.indexOf(end, from);
    return found < 0 ? -1 : found + end.length();
  }

  private static String trimmed(CharSequence text) {
    int from = 0;
    int to = text.length();
    while (from < to && WHITE.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && WHITE.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return text.subSequence(from, to).toString();
  }

  /**
   * Returns the document with a mark on both sides of every numeric reference, so that white space
   * written as a reference is not trimmed. The marks are removed from the values.
   */
  private static String marked(String text, char mark) {
    return mark == NO_MARK ? text : REFERENCE.matcher(text).replaceAll(mark + "$0" + mark);
  }

  /** Returns a private-use character that the text does not contain. */
  private static char unused(String text) {
    BitSet used = new BitSet();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= FIRST_MARK && c <= LAST_MARK) {
        used.set(c - FIRST_MARK);
      }
    }
    int free = FIRST_MARK + used.nextClearBit(0);
    return free > LAST_MARK ? NO_MARK : (char) free;
  }

  private static XMLInputFactory factory() {
    // The JDK's parser and not one on the class path, which could have other rules.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setProperty(
        REPORT_CDATA, true); // keeps the white space of CDATA, which is trimmed from other text
    return factory;
  }

  /** Limits of the accepted XML. */
  enum Limits {
    /** The limits of the original's parser: a depth of 100. */
    LENIENT(8 << 20, 100, 20_000, false, true),
    /** The limits for messages of the platform. */
    MESSAGE(1 << 20, 4, 2_000, true, true),
    /** The limits for notifications, whose sender is not known yet. */
    NOTIFICATION(64 << 10, 4, 257, true, false);

    private final int characters;
    private final int depth;
    private final int elements;
    private final boolean oneOfEach;
    private final boolean attributes;

    Limits(int characters, int depth, int elements, boolean oneOfEach, boolean attributes) {
      this.characters = characters;
      this.depth = depth;
      this.elements = elements;
      this.oneOfEach = oneOfEach;
      this.attributes = attributes;
    }
  }

  /** List of repeated elements, distinct from other lists. */
  private static final class Repeated extends ArrayList<Object> {
    private static final long serialVersionUID = 1L;
  }

  /**
   * The content of one element. White space is trimmed from a complete run of text, which the
   * parser reports in pieces: it splits at references, comments and the end of its buffer.
   */
  private static final class Content {
    final Map<String, Object> fields = new LinkedHashMap<>();
    final StringBuilder text = new StringBuilder();
    final StringBuilder run = new StringBuilder();
    private final char mark;

    Content(char mark) {
      this.mark = mark;
    }

    void endRun() {
      text.append(trimmed(run));
      run.setLength(0);
    }

    Object value() {
      String value = text.toString();
      if (mark != NO_MARK) {
        value = value.replace(String.valueOf(mark), "");
      }
      if (fields.isEmpty()) {
        return value;
      }
      if (!value.isEmpty()) {
        fields.put(TEXT, value);
      }
      return this;
    }
  }
}
