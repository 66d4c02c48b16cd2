package io.github.wxpay.cli.search;

import io.github.wxpay.Wxpay;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.cli.terminal.Style;
import io.github.wxpay.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks up endpoints of the catalogue as a person writes them. */
public final class Endpoints {
  private static final int SHOWN = 30;
  private static final Pattern WITH_METHOD =
      Pattern.compile("(?i)(GET|POST|PUT|PATCH|DELETE)\\s+(\\S+)");
  private static final List<String> VERSIONS = List.of("", "v3/");

  private final Catalogue catalogue;

  /** Creates a look-up in a catalogue. */
  public Endpoints(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Returns the endpoints of a path, in the order of the catalogue: one for each of its methods.
   *
   * @param text a path, a template or a path with values, with or without its version, also after
   *     a method and a space; dots may separate the segments, as in the original's command
   * @throws IllegalArgumentException if there is none; the message names similar ones
   */
  public List<Endpoint> at(String text) {
    Matcher given = WITH_METHOD.matcher(text.strip());
    String method = given.matches() ? given.group(1).toUpperCase(Locale.ROOT) : "";
    String path = slashed(given.matches() ? given.group(2) : text.strip());
    for (String version : VERSIONS) {
      List<Endpoint> found = new ArrayList<>();
      for (String verb : catalogue.methods(version + path)) {
        if (method.isEmpty() || method.equals(verb)) {
          catalogue.endpoint(verb, version + path).ifPresent(found::add);
        }
      }
      if (!found.isEmpty()) {
        return found;
      }
    }
    throw new IllegalArgumentException(
        "'" + text.strip() + "' is not a documented endpoint." + advice(method, path));
  }

  /** Returns the path of the original's names, {@code v3.pay.transactions.native}. */
  private static String slashed(String text) {
    if (text.contains("/") || !text.contains(".")) {
      return text;
    }
    return Stream.of(text.split("[.]"))
        .filter(name -> !name.isEmpty())
        .map(Wxpay::normalize)
        .collect(Collectors.joining("/"));
  }

  private String advice(String method, String path) {
    StringBuilder advice = new StringBuilder();
    String verb = method.isEmpty() ? "POST" : method;
    List<Endpoint> near = new ArrayList<>(catalogue.nearest(verb, path));
    near.addAll(catalogue.nearest(verb, "v3/" + path));
    String before = " Did you mean ";
    for (Endpoint endpoint : near) {
      if (advice.indexOf(endpoint.method() + " " + endpoint.path()) < 0) {
        advice.append(before).append(endpoint.method()).append(' ').append(endpoint.path());
        before = ", ";
      }
    }
    return advice.append(advice.length() == 0 ? " Search with find." : "?").toString();
  }

  /** Returns one numbered line for each endpoint, the first ones if there are many. */
  public static String lines(List<Endpoint> endpoints, String text, Terminal terminal) {
    if (endpoints.isEmpty()) {
      return "Nothing found for '" + text + "'. Try fewer or other words, such as 退款 or refund.";
    }
    StringBuilder lines = new StringBuilder();
    int shown = Math.min(SHOWN, endpoints.size());
    for (int i = 0; i < shown; i++) {
      Endpoint endpoint = endpoints.get(i);
      String version = endpoint.version() == 2 ? "v2/" : "";
      lines.append(i == 0 ? "" : "\n");
      lines.append(terminal.styled(Style.NUMBER, String.format(Locale.ROOT, "%3d", i + 1)));
      lines.append(String.format(Locale.ROOT, "  %-6s ", endpoint.method()));
      lines.append(terminal.styled(Style.NAME, version + endpoint.path()));
      lines.append("  ").append(endpoint.title());
      lines.append(endpoint.isDeprecated() ? terminal.styled(Style.WARNING, "  (deprecated)") : "");
    }
    int rest = endpoints.size() - shown;
    return rest == 0 ? lines.toString() : lines + "\n     … and " + rest + " more";
  }
}
