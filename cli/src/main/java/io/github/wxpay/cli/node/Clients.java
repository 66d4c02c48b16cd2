package io.github.wxpay.cli.node;

import io.github.wxpay.cli.node.Node.Syntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converts the creation of a client, whose dictionary is that of the original. */
final class Clients {
  private static final Set<String> KNOWN =
      Set.of(
          "mchid",
          "serial",
          "privateKey",
          "certs",
          "secret",
          "merchant",
          "baseURL",
          "timeout",
          "headers",
          "apiV3Key");
  private static final Map<String, String> NESTED =
      Map.of("certs", "the platform's keys", "merchant", "the merchant's certificate");

  private final Context context;
  private final Expressions expressions;
  private final Values values;

  Clients(Context context, Expressions expressions, Values values) {
    this.context = context;
    this.expressions = expressions;
    this.values = values;
  }

  Code create(List<Node> arguments, Node at) {
    if (arguments.size() != 1) {
      throw new Unconvertible(at.line, "a client takes one argument, its dictionary");
    }
    Node dictionary = arguments.get(0);
    if (!dictionary.is(Syntax.OBJECT) || dictionary.kids.stream().anyMatch(Clients::isOpen)) {
      String map = values.as(expressions.convert(dictionary), Kind.MAP, dictionary);
      return Code.of("Wxpay.of(" + map + ")", Kind.CLIENT);
    }
    List<String> entries = new ArrayList<>();
    for (Node property : dictionary.kids) {
      String value = entry(property);
      if (value != null) {
        entries.add(JavaText.quoted(property.text) + ", " + value);
      }
    }
    return Code.of("Wxpay.of(Wxpay.fields(" + String.join(", ", entries) + "))", Kind.CLIENT);
  }

  private static boolean isOpen(Node property) {
    return !property.is(Syntax.PROPERTY) || property.flag;
  }

  private @Nullable String entry(Node property) {
    String name = property.text;
    if (!KNOWN.contains(name)) {
      throw new Unconvertible(
          property.line,
          "the entry `" + name + "` of the client; see WxpayBuilder for its counterpart");
    }
    Node value = property.kid(0);
    if (NESTED.containsKey(name) && value.is(Syntax.OBJECT)) {
      return nested(value);
    }
    return value(value);
  }

  private @Nullable String nested(Node object) {
    List<String> pairs = new ArrayList<>();
    for (Node property : object.kids) {
      if (!property.is(Syntax.PROPERTY)) {
        return values.as(expressions.convert(object), Kind.MAP, object);
      }
      String value = value(property.kid(property.flag ? 1 : 0));
      if (value == null) {
        context.note(
            property, "a key without a value is left out; responses are always verified here");
        continue;
      }
      String key =
          property.flag
              ? values.text(expressions.convert(property.kid(0)), property)
              : JavaText.quoted(property.text);
      pairs.add(key + ", " + value);
    }
    return pairs.isEmpty() ? null : "Wxpay.fields(" + String.join(", ", pairs) + ")";
  }

  /** Returns a value; none if it is empty. A file is read by the client itself. */
  private @Nullable String value(Node node) {
    boolean reads =
        node.is(Syntax.CALL)
            && (node.kid(0).is(Syntax.NAME, "readFileSync")
                || node.kid(0).is(Syntax.MEMBER, "readFileSync"))
            && node.kids.size() > 1;
    if (reads) {
      return values.as(expressions.convert(node.kid(1)), Kind.FILE, node);
    }
    Code code = expressions.convert(node);
    if (code.kind == Kind.NULL || "".equals(code.constant)) {
      return null;
    }
    if (code.kind == Kind.BYTES) {
      return values.text(code, node);
    }
    return code.kind == Kind.JSON ? values.text(code, node) : values.object(code, node);
  }
}
