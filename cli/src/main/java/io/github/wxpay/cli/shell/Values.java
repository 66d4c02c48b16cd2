package io.github.wxpay.cli.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.wxpay.Response;
import io.github.wxpay.cli.terminal.JsonText;
import io.github.wxpay.cli.terminal.Printable;
import io.github.wxpay.cli.terminal.Style;
import io.github.wxpay.cli.terminal.Terminal;
import io.github.wxpay.endpoints.ResponseView;
import io.github.wxpay.exception.MalformedException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Shows values for people: responses as trees, lists one element per line. */
final class Values {
  private static final int MOST = 200;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Terminal terminal;
  private final JsonText json;

  Values(Terminal terminal) {
    this.terminal = terminal;
    this.json = new JsonText(terminal);
  }

  /** Returns the lines of a value. */
  String shown(@Nullable Object value) {
    if (value instanceof Response) {
      return response((Response) value);
    }
    if (value instanceof ResponseView) {
      return response(((ResponseView) value).response());
    }
    if (value instanceof CompletableFuture) {
      return future((CompletableFuture<?>) value);
    }
    if (value instanceof Optional && ((Optional<?>) value).isPresent()) {
      return shown(((Optional<?>) value).get());
    }
    if (value instanceof JsonNode) {
      return json.tree((JsonNode) value, "");
    }
    if (value instanceof Map) {
      return json.tree(node(value), "");
    }
    if (value instanceof Collection) {
      return list(new ArrayList<Object>((Collection<?>) value));
    }
    if (value != null && value.getClass().isArray()) {
      return list(elements(value));
    }
    return single(value);
  }

  /** Returns the status line and the tree of the body. */
  private String response(Response response) {
    String id = response.requestId();
    String line =
        terminal.styled(Style.GOOD, Integer.toString(response.status()))
            + (id.isEmpty() ? "" : terminal.styled(Style.FAINT, " [Request-ID " + id + "]"))
            + (response.attempts().size() < 2
                ? ""
                : ", " + response.attempts().size() + " attempts");
    if (response.bytes().length == 0) {
      return line;
    }
    JsonNode data;
    try {
      data = response.data();
    } catch (MalformedException e) {
      data = TextNode.valueOf(response.text());
    }
    return line
        + "\n"
        + (data.isTextual() ? Printable.lines(data.asText()) : json.tree(data, "  "));
  }

  private String future(CompletableFuture<?> future) {
    if (!future.isDone()) {
      return "a future that is not complete yet; join() waits for it";
    }
    return future.isCompletedExceptionally()
        ? "a future that failed; join() throws its exception"
        : "a future of: " + shown(future.join());
  }

  /** Returns a value as JSON; what JSON does not know, such as a secret, by its text. */
  private static JsonNode node(@Nullable Object value) {
    if (value instanceof JsonNode) {
      return (JsonNode) value;
    }
    if (value instanceof Map) {
      ObjectNode object = NODES.objectNode();
      ((Map<?, ?>) value).forEach((name, one) -> object.set(String.valueOf(name), node(one)));
      return object;
    }
    if (value instanceof Collection) {
      ArrayNode array = NODES.arrayNode();
      ((Collection<?>) value).forEach(one -> array.add(node(one)));
      return array;
    }
    if (value instanceof BigDecimal) {
      return DecimalNode.valueOf((BigDecimal) value); // a factory would drop zeros
    }
    if (value instanceof Number) {
      return MAPPER.valueToTree(value);
    }
    if (value instanceof Boolean) {
      return NODES.booleanNode((Boolean) value);
    }
    return value == null ? NODES.nullNode() : NODES.textNode(value.toString());
  }

  private String list(List<?> elements) {
    if (elements.isEmpty()) {
      return "(empty)";
    }
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < Math.min(MOST, elements.size()); i++) {
      Object element = elements.get(i);
      String text =
          element instanceof Map ? "\n" + json.tree(node(element), "      ") : single(element);
      lines.append(i == 0 ? "" : "\n");
      lines
          .append(terminal.styled(Style.FAINT, String.format(Locale.ROOT, "%3d ", i)))
          .append(text);
    }
    int rest = elements.size() - MOST;
    return rest <= 0 ? lines.toString() : lines + "\n    … and " + rest + " more";
  }

  private static List<Object> elements(Object array) {
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      elements.add(Array.get(array, i));
    }
    return elements;
  }

  private String single(@Nullable Object value) {
    if (value instanceof CharSequence && !(value instanceof Text)) {
      String text = value.toString();
      return text.contains("\n")
          ? text
          : terminal.styled(Style.STRING, TextNode.valueOf(text).toString());
    }
    return String.valueOf(value);
  }
}
