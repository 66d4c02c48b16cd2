package io.github.wxpay.cli.node;

import io.github.wxpay.cli.node.Node.Syntax;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converts literals of objects, arrays, numbers and templates. */
final class Literals {
  private final Context context;
  private final Expressions expressions;
  private final Values values;

  Literals(Context context, Expressions expressions, Values values) {
    this.context = context;
    this.expressions = expressions;
    this.values = values;
  }

  /** Converts an object literal; {@code name} is that of the variable that it initialises. */
  Code object(Node object, @Nullable String name, boolean changed) {
    return object(object.kids, object, name, changed, true);
  }

  private Code object(
      List<Node> properties, Node at, @Nullable String name, boolean changed, boolean nulls) {
    boolean mutable = isMutable(changed);
    Set<String> seen = new HashSet<>();
    boolean plain =
        properties.stream()
            .allMatch(
                one ->
                    one.is(Syntax.PROPERTY)
                        && !one.flag
                        && !one.text.isEmpty()
                        && seen.add(one.text));
    if (plain) {
      String fields = fields(properties, nulls);
      return Code.of(mutable ? "new LinkedHashMap<>(" + fields + ")" : fields, Kind.MAP);
    }
    List<String> lines = new ArrayList<>();
    String map = name != null ? name : context.method().fresh("fields");
    int first = 0;
    String begin = "new LinkedHashMap<>()";
    if (properties.get(0).is(Syntax.SPREAD)) {
      Code base = expressions.convert(properties.get(0).kid(0));
      begin = "new LinkedHashMap<>(" + values.as(base, Kind.MAP, at) + ")";
      first = 1;
    }
    lines.add("Map<String, Object> " + map + " = " + begin + ";");
    for (Node property : properties.subList(first, properties.size())) {
      String line = put(map, property, nulls);
      if (line != null) {
        lines.add(line);
      }
    }
    lines.forEach(line -> context.before(at, line));
    return Code.of(map, Kind.MAP);
  }

  private boolean isMutable(boolean changed) {
    return changed || (!context.sent && context.known.areChanged());
  }

  private @Nullable String put(String map, Node property, boolean nulls) {
    if (property.is(Syntax.SPREAD)) {
      Code more = expressions.convert(property.kid(0));
      return map + ".putAll(" + values.as(more, Kind.MAP, property) + ");";
    }
    Node node = property.kid(property.flag ? 1 : 0);
    String value = value(node, nulls);
    if (value == null) {
      return null;
    }
    String key =
        property.flag
            ? values.text(expressions.convert(property.kid(0)), property)
            : JavaText.quoted(property.text);
    return map + ".put(" + key + ", " + value + ");";
  }

  private String fields(List<Node> properties, boolean nulls) {
    List<String> pairs = new ArrayList<>();
    for (Node property : properties) {
      String value = value(property.kid(0), nulls);
      if (value != null) {
        pairs.add(JavaText.quoted(property.text) + ", " + value);
      }
    }
    return "Wxpay.fields(" + String.join(", ", pairs) + ")";
  }

  /** Returns the value of a field; none for undefined, which is left out. */
  private @Nullable String value(Node node, boolean nulls) {
    if (node.is(Syntax.NAME, "undefined") && !context.isDeclared("undefined")) {
      return null;
    }
    if (node.is(Syntax.WORD, "null")) {
      return nulls ? "NullNode.getInstance()" : null;
    }
    if (node.is(Syntax.OBJECT)) {
      return object(node.kids, node, null, false, nulls).text;
    }
    Code code = expressions.convert(node);
    return code.kind == Kind.NULL ? null : values.object(code, node);
  }

  /** Converts the options of a request, without those headers that a form has itself. */
  String options(Node config, List<Node> kept, boolean form) {
    List<Node> properties = new ArrayList<>();
    for (Node property : kept) {
      Node value = property.is(Syntax.PROPERTY) && !property.flag ? property.kid(0) : null;
      if (form && property.text.equals("headers") && value != null && value.is(Syntax.OBJECT)) {
        List<Node> headers = new ArrayList<>(value.kids);
        headers.removeIf(Requests::isHeaderOfForm);
        value = Node.of(Syntax.OBJECT, "", false, headers, value.line, value.start, value.end);
        property =
            Node.of(
                Syntax.PROPERTY,
                property.text,
                false,
                List.of(value),
                property.line,
                property.start,
                property.end);
      }
      properties.add(property);
    }
    return object(properties, config, null, false, false).text;
  }

  /** Converts an array literal. */
  Code array(Node array, boolean changed) {
    boolean mutable = isMutable(changed);
    boolean spread = array.kids.stream().anyMatch(one -> one.is(Syntax.SPREAD));
    if (spread) {
      String list = context.method().fresh("list");
      List<String> lines = new ArrayList<>();
      lines.add("List<Object> " + list + " = new ArrayList<>();");
      for (Node item : array.kids) {
        lines.add(
            item.is(Syntax.SPREAD)
                ? list
                    + ".addAll("
                    + values.as(expressions.convert(item.kid(0)), Kind.LIST, item)
                    + ");"
                : list + ".add(" + item(item) + ");");
      }
      lines.forEach(line -> context.before(array, line));
      return Code.of(list, Kind.LIST);
    }
    List<String> items = new ArrayList<>();
    array.kids.forEach(item -> items.add(item(item)));
    String all = String.join(", ", items);
    boolean nulls = items.contains("null");
    if (nulls && items.size() == 1) {
      all = "(Object) null"; // null alone would be the array itself
    }
    String list = nulls ? "Arrays.<Object>asList(" + all + ")" : "List.<Object>of(" + all + ")";
    return Code.of(mutable ? "new ArrayList<>(" + list + ")" : list, Kind.LIST);
  }

  private String item(Node item) {
    if (item.is(Syntax.NONE)) {
      throw new Unconvertible(item.line, "an array with a gap; write the value");
    }
    return values.object(expressions.convert(item), item);
  }

  /** Converts a number: an integer to int or long, any other to BigDecimal. */
  static Code number(Node node) {
    String text = node.text.replace("_", "");
    try {
      if (text.matches("\\d+")) {
        long value = Long.parseLong(text);
        return Code.of(value > Integer.MAX_VALUE ? value + "L" : value + "", Kind.WHOLE);
      }
      if (text.matches("0[xX][0-9a-fA-F]+")) {
        return Code.of(Long.parseLong(text.substring(2), 16) + "L", Kind.WHOLE);
      }
      if (text.matches("[\\d.]+([eE][+-]?\\d{1,4})?")) {
        BigDecimal value = new BigDecimal(text).stripTrailingZeros();
        if (value.scale() <= 0 && value.precision() - value.scale() < 16) {
          long whole = value.longValueExact();
          return Code.of(whole > Integer.MAX_VALUE ? whole + "L" : whole + "", Kind.WHOLE);
        }
        return Code.of("new BigDecimal(\"" + value + "\")", Kind.DECIMAL);
      }
    } catch (NumberFormatException e) {
      throw new Unconvertible(node.line, "the number " + node.text + " is too large");
    }
    throw new Unconvertible(node.line, "the number " + node.text + " has no counterpart");
  }

  /** Converts a template to a concatenation. */
  Code template(Node template) {
    StringBuilder out = new StringBuilder();
    boolean text = false;
    int pieces = 0;
    StringBuilder constant = new StringBuilder();
    boolean allConstant = true;
    for (Node part : template.kids) {
      if (part.is(Syntax.TEXT) && part.text.isEmpty()) {
        continue;
      }
      Code code = expressions.convert(part);
      if (code.constant != null) {
        constant.append(code.constant);
      } else {
        allConstant = false;
      }
      out.append(out.length() == 0 ? "" : " + ");
      boolean isText = code.kind == Kind.TEXT || code.kind == Kind.JSON;
      if (pieces < 2 && !isText && !text && pieces == 1) {
        out.append(values.text(code, part)); // the first two decide whether it is a text
        text = true;
      } else {
        out.append(concatenated(code, part));
        text |= isText;
      }
      pieces++;
    }
    if (allConstant) {
      return Code.constant(constant.toString());
    }
    if (pieces == 1) {
      Code only = expressions.convert(onlyPart(template));
      return Code.of(values.text(only, template), Kind.TEXT);
    }
    return Code.loose(out.toString(), Kind.TEXT);
  }

  private static Node onlyPart(Node template) {
    return template.kids.stream()
        .filter(part -> !part.is(Syntax.TEXT) || !part.text.isEmpty())
        .findFirst()
        .orElse(template);
  }

  /** Returns a value as a part of a concatenation. */
  String concatenated(Code code, Node at) {
    if (code.kind == Kind.WHOLE || code.kind == Kind.ANY || code.kind == Kind.FLAG) {
      return code.operand();
    }
    Code text = Code.loose(values.text(code, at), Kind.TEXT);
    return code.kind == Kind.TEXT ? code.operand() : text.text;
  }
}
