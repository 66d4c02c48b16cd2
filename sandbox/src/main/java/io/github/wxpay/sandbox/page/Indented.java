package io.github.wxpay.sandbox.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;

/** Indents JSON and XML; other or malformed text is returned unchanged. */
final class Indented {
  private static final JsonFactory JSON = new JsonFactory();
  private static final DefaultIndenter TWO = new DefaultIndenter("  ", "\n");

  private Indented() {}

  static String of(String text) {
    String bare = text.trim();
    if (bare.startsWith("{") || bare.startsWith("[")) {
      return json(text);
    }
    return bare.startsWith("<") ? xml(bare) : text;
  }

  // Copied token by token, so that numbers keep their digits and duplicate names are kept.
  private static String json(String text) {
    StringWriter out = new StringWriter();
    try (JsonParser in = JSON.createParser(text);
        JsonGenerator to = JSON.createGenerator(out)) {
      to.setPrettyPrinter(new Printer());
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token.isNumeric()) {
          to.writeNumber(in.getText());
        } else {
          to.copyCurrentEvent(in);
        }
      }
    } catch (IOException e) {
      return text;
    }
    return out.toString();
  }

  /**
   * A printer with a space after each colon and none in empty objects. Uses only methods that
   * Jackson 2.13 has too.
   */
  private static final class Printer extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1L;

    Printer() {
      indentObjectsWith(TWO);
      indentArraysWith(TWO);
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator to) throws IOException {
      to.writeRaw(": ");
    }

    @Override
    public void writeEndObject(JsonGenerator to, int entries) throws IOException {
      if (entries > 0) {
        super.writeEndObject(to, entries);
      } else {
        _nesting--;
        to.writeRaw('}');
      }
    }

    @Override
    public void writeEndArray(JsonGenerator to, int items) throws IOException {
      if (items > 0) {
        super.writeEndArray(to, items);
      } else {
        _nesting--;
        to.writeRaw(']');
      }
    }
  }

  // Not parsed, since malformed XML must be shown too. Adds a line break before each tag that
  // follows another tag, outside of CDATA.
  private static String xml(String text) {
    StringBuilder out = new StringBuilder();
    int depth = 0;
    for (int at = 0; at < text.length(); ) {
      int end = end(text, at);
      String piece = text.substring(at, end);
      boolean closing = piece.startsWith("</");
      boolean tag = piece.startsWith("<") && !piece.startsWith("<![CDATA[");
      if (closing) {
        depth = Math.max(0, depth - 1);
      }
      boolean afterTag = at > 0 && text.charAt(at - 1) == '>' && !endsCdata(text, at);
      if (tag && afterTag && !(closing && opens(out))) {
        out.append('\n').append("  ".repeat(Math.min(depth, 20)));
      }
      out.append(piece);
      if (tag && !closing && !piece.endsWith("/>") && !piece.startsWith("<?")) {
        depth++;
      }
      at = end;
    }
    return out.toString();
  }

  private static int end(String text, int at) {
    int end;
    if (text.startsWith("<![CDATA[", at)) {
      end = text.indexOf("]]>", at) + 3;
      return end < 3 ? text.length() : end;
    }
    if (text.charAt(at) == '<') {
      end = text.indexOf('>', at) + 1;
      return end < 1 ? text.length() : end;
    }
    end = text.indexOf('<', at);
    return end < 0 ? text.length() : end;
  }

  private static boolean endsCdata(String text, int at) {
    return text.startsWith("]]>", at - 3);
  }

  // Returns whether the last line is only an opening tag; an empty element stays in one line.
  private static boolean opens(StringBuilder out) {
    int open = out.lastIndexOf("<");
    return open >= 0 && out.charAt(open + 1) != '/';
  }
}
