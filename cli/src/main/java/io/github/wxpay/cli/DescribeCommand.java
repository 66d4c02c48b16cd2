package io.github.wxpay.cli;

import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.cli.search.Calls;
import io.github.wxpay.cli.search.Endpoints;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Style;
import io.github.wxpay.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Describes the endpoints of a path, or the first one that a search finds. */
@Command(name = "describe")
final class DescribeCommand implements Callable<Integer> {
  private static final Map<String, String> TITLES =
      Map.of(
          "java", "Java",
          "typed", "Java, typed chain (wxpay-endpoints)",
          "jshell", "JShell",
          "node", "Node.js (wechatpay-axios-plugin)",
          "curl", "curl",
          "command", "This command");

  private final Terminal terminal;

  @Parameters(paramLabel = "PATH", arity = "1..*", descriptionKey = "path")
  private List<String> words = new ArrayList<>();

  @Option(names = "--call", paramLabel = "NOTATION", descriptionKey = "call")
  private @Nullable String call;

  DescribeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (call != null && !TITLES.containsKey(call)) {
      throw new IllegalArgumentException(
          "`--call` must be one of "
              + TITLES.keySet().stream().sorted().collect(Collectors.joining(", "))
              + "; got '"
              + call
              + "'.");
    }
    String between = "";
    for (Endpoint endpoint : endpoints(String.join(" ", words))) {
      terminal.out().print(between);
      print(endpoint, Calls.of(endpoint));
      between = "\n";
    }
    return Failure.SUCCESS;
  }

  private List<Endpoint> endpoints(String text) {
    Catalogue catalogue = Catalogue.load();
    if (text.contains("/") || text.contains(".")) {
      return new Endpoints(catalogue).at(text);
    }
    List<Endpoint> found = catalogue.find(text);
    if (found.isEmpty()) {
      throw new IllegalArgumentException(Endpoints.lines(found, text, terminal));
    }
    if (found.size() > 1) {
      terminal
          .err()
          .println("The first of " + found.size() + "; `wxpay find " + text + "` lists them.");
    }
    return found.subList(0, 1);
  }

  private void print(Endpoint endpoint, Map<String, String> calls) {
    if (call != null) {
      if (calls.get(call) == null) {
        throw new IllegalArgumentException(
            endpoint.method() + " " + endpoint.path() + " has no call in '" + call + "'.");
      }
      terminal.out().println(calls.get(call));
      return;
    }
    terminal.out().println(endpoint.describe());
    calls.forEach(
        (notation, text) -> {
          if (!notation.equals("jshell")) { // the description ends with it
            terminal.out().println();
            terminal
                .out()
                .println(terminal.styled(Style.TITLE, TITLES.getOrDefault(notation, notation)));
            terminal.out().println(text.replaceAll("(?m)^", "  "));
          }
        });
  }
}
