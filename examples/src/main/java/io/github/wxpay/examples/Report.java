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
 * Prints what an example does: numbered steps, under each what was sent and what came back. Plain
 * text, without colours, so that it reads the same in a file. It shows no headers and no keys.
 */
final class Report implements Hook {
  private final PrintStream out;
  private int steps;

  Report(PrintStream out) {
    this.out = out;
  }

  /** The terminal's character set where it has Chinese, otherwise UTF-8. */
  static Charset charset(String terminal) {
    boolean chinese =
        Charset.isSupported(terminal) && Charset.forName(terminal).newEncoder().canEncode('支');
    return chinese ? Charset.forName(terminal) : StandardCharsets.UTF_8;
  }

  void title(String text) {
    out.println(text);
  }

  /** Begins a step. */
  void step(String what) {
    steps++;
    out.printf(Locale.ROOT, "%n%d. %s%n", steps, what);
  }

  /** Prints the request of every call, as it will be sent: the client calls this. */
  @Override
  public Outgoing request(Outgoing request) {
    URI uri = request.uri();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    line(request.method(), uri.getRawPath() + query);
    return request;
  }

  /** The status, and those of the named values that the answer has, by name or JSON Pointer. */
  void answer(Response response, String... names) {
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

  /** Names and values. */
  void values(Map<String, String> values) {
    int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
    values.forEach(
        (name, value) -> note(String.format(Locale.ROOT, "%-" + width + "s  %s", name, value)));
  }

  /** A refusal that was expected. */
  void refused(StatusException e) {
    line(String.valueOf(e.status()), (e.code() + "  " + e.message()).strip());
  }

  /** What happens beside the calls. */
  void note(String text) {
    line("", text);
  }

  /** Why a step is left out. */
  void skipped(String why) {
    line("-", "skipped: " + why);
  }

  /** Why the example ends here. */
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
