package io.github.wxpay.cli.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/** JSON as indented text: as JSON, or as a tree without its punctuation. */
public final class JsonText {
  private static final String INDENT = "  ";
  private static final int WIDEST = 100;
  private static final int LONGEST = 200;

  private final Terminal terminal;

  /** Creates texts with the colours of a terminal. */
  public JsonText(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Returns indented JSON; without the colours it is the same value when it is parsed. */
  public String json(JsonNode node) {
    StringBuilder text = new StringBuilder();
    json(node, "", text);
    return text.toString();
  }

  private void json(JsonNode node, String indent, StringBuilder text) {
    if (node.isEmpty() || node.isValueNode()) {
      text.append(value(node));
      return;
    }
    boolean object = node.isObject();
    String inner = indent + INDENT;
    String between = "";
    text.append(object ? "{" : "[");
    Iterator<Map.Entry<String, JsonNode>> fields = node.properties().iterator();
    for (JsonNode element : node) {
      text.append(between).append('\n').append(inner);
      if (object) {
        text.append(terminal.styled(Style.NAME, quoted(fields.next().getKey()))).append(": ");
      }
      json(element, inner, text);
      between = ",";
    }
    text.append('\n').append(indent).append(object ? "}" : "]");
  }

  /** Returns the value of a leaf as JSON. */
  private String value(JsonNode node) {
    String json = escaped(node.toString());
    return node.isTextual()
        ? terminal.styled(Style.STRING, json)
        : node.isContainerNode() ? json : terminal.styled(Style.NUMBER, json);
  }

  private static String quoted(String name) {
    return escaped(TextNode.valueOf(name).toString());
  }

  /**
   * Returns a tree with one field or element on each line. A string is quoted only where it could
   * be taken for something else, and shortened after 200 characters.
   *
   * @param indent the indentation of the first level
   */
  public String tree(JsonNode node, String indent) {
    StringBuilder text = new StringBuilder();
    if (node.isValueNode() || node.isEmpty()) {
      text.append(indent).append(leaf(node)).append('\n');
    } else if (node.isObject()) {
      object(node, indent, indent, text);
    } else {
      array(node, indent, text);
    }
    return text.substring(0, text.length() - 1);
  }

  private void object(JsonNode node, String first, String indent, StringBuilder text) {
    String before = first;
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      text.append(before)
          .append(terminal.styled(Style.NAME, Printable.line(field.getKey())))
          .append(':');
      before = indent;
      if (value.isValueNode() || value.isEmpty()) {
        text.append(' ').append(leaf(value)).append('\n');
      } else if (value.isObject()) {
        text.append('\n');
        object(value, indent + INDENT, indent + INDENT, text);
      } else if (isShort(value)) {
        text.append(' ').append(value(value)).append('\n');
      } else {
        text.append('\n');
        array(value, indent + INDENT, text);
      }
    }
  }

  private void array(JsonNode node, String indent, StringBuilder text) {
    for (JsonNode element : node) {
      if (element.isObject() && !element.isEmpty()) {
        object(element, indent + "- ", indent + INDENT, text);
      } else {
        text.append(indent).append("- ");
        text.append(element.isArray() ? value(element) : leaf(element)).append('\n');
      }
    }
  }

  private static boolean isShort(JsonNode array) {
    for (JsonNode element : array) {
      if (element.isContainerNode()) {
        return false;
      }
    }
    return array.toString().length() <= WIDEST;
  }

  private String leaf(JsonNode node) {
    if (!node.isTextual()) {
      return value(node);
    }
    String text = node.asText();
    if (text.length() > LONGEST) {
      String shown = escaped(TextNode.valueOf(text.substring(0, LONGEST)).toString());
      return terminal.styled(Style.STRING, shown) + "… (" + text.length() + " characters)";
    }
    boolean bare =
        !text.isEmpty()
            && text.equals(text.strip())
            && !text.matches("-?[0-9.]+(?:[eE].*)?|true|false|null|[\"'\\[{].*")
            && text.equals(Printable.line(text));
    return terminal.styled(Style.STRING, bare ? text : escaped(node.toString()));
  }

  /** Writes characters that a terminal would act upon as escapes of JSON. */
  private static String escaped(String json) {
    StringBuilder out = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            c -> {
              if (Printable.acts(c)) {
                for (char unit : Character.toChars(c)) {
                  out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }
}
