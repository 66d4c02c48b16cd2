package io.github.wxpay.examples;

import io.github.wxpay.Response;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Outgoing;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Prints the steps of an example, with the requests and responses of each. The output is plain text
 * without colours, and contains neither headers nor keys.
 */
final class Report implements Hook {
  private final PrintStream out;
  private int steps;

  Report(PrintStream out) {
    this.out = out;
  }

  /** Returns the charset of the terminal if it can encode Chinese, and UTF-8 otherwise. */
  static Charset charset(String terminal) {
    boolean chinese =
        Charset.isSupported(terminal) && Charset.forName(terminal).newEncoder().canEncode('支');
    return chinese ? Charset.forName(terminal) : StandardCharsets.UTF_8;
  }

  void title(String text) {
    out.println(text);
  }

  /** Prints the number and the title of the next step. */
  void step(String what) {
    steps++;
    out.printf(Locale.ROOT, "%n%d. %s%n", steps, what);
  }

  /** Prints the method and the path of a request; the client calls this hook. */
  @Override
  public Outgoing request(Outgoing request) {
    URI uri = request.uri();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    line(request.method(), uri.getRawPath() + query);
    return request;
  }

  /** Prints the status of a response and its values with these names or JSON pointers. */
  void show(Response response, String... names) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : names) {
      String value = response.get(name);
      if (value != null) {
        values.put(name.startsWith("/") ? name.substring(1).replace('/', '.') : name, value);
      }
    }
    int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
    String label = String.valueOf(response.status());
    if (values.isEmpty()) {
      line(label, response.bytes().length == 0 ? "no content" : "");
    }
    for (Map.Entry<String, String> value : values.entrySet()) {
      line(
          label,
          String.format(Locale.ROOT, "%-" + width + "s  %s", value.getKey(), value.getValue()));
      label = "";
    }
  }

  /** Prints names and values in two columns. */
  void values(Map<String, String> values) {
    int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
    values.forEach(
        (name, value) -> note(String.format(Locale.ROOT, "%-" + width + "s  %s", name, value)));
  }

  /** Prints an expected error response. */
  void refused(StatusException e) {
    line(String.valueOf(e.status()), (e.code() + "  " + e.message()).strip());
  }

  /** Prints a remark. */
  void note(String text) {
    line("", text);
  }

  /** Prints the reason why a step is omitted. */
  void skipped(String why) {
    line("-", "skipped: " + why);
  }

  /** Prints the error that ended the example. */
  void failed(Throwable e) {
    out.printf(Locale.ROOT, "%n!  %s%n", e.getMessage());
  }

  void end() {
    out.printf(Locale.ROOT, "%nDone, %d step%s.%n", steps, steps == 1 ? "" : "s");
  }

  private void line(String label, String text) {
    out.println(String.format(Locale.ROOT, "   %-6s%s", label, text).stripTrailing());
  }
}
