package io.github.wxpay.cli.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.cli.terminal.Style;
import io.github.wxpay.cli.terminal.Terminal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The documented endpoint of a request, and how the request differs from it. Immutable. */
public final class Explanation {
  private static final Pattern PLACEHOLDER = Pattern.compile("[{<][+]?([^{}<>/]+)[}>]");

  /** The headers that the client sets itself. */
  private static final Set<String> OWN =
      Set.of("wechatpay-serial", "authorization", "accept", "content-type", "user-agent");

  private final String title;
  private final List<String> notices;
  private final List<String> problems;

  private Explanation(String title, List<String> notices, List<String> problems) {
    this.title = title;
    this.notices = Collections.unmodifiableList(notices);
    this.problems = Collections.unmodifiableList(problems);
  }

  /**
   * Compares a request with the documentation of its endpoint. Sends nothing.
   *
   * @param path the path with its placeholders
   * @param values the values of the placeholders
   * @param headers the names of the headers given
   * @param body the body as it would be sent; {@code null} for none
   */
  public static Explanation of(
      Catalogue catalogue,
      String method,
      String path,
      Map<String, String> values,
      Map<String, ?> query,
      Collection<String> headers,
      @Nullable Object body) {
    List<String> problems = new ArrayList<>();
    String filled = filled(path, values, problems);
    Optional<JsonNode> tree = body == null ? Optional.empty() : RequestData.tree(body);
    if (body != null && tree.isEmpty()) {
      problems.add("body must be JSON");
    }
    catalogue.problems(method, filled, query, tree.orElse(null)).stream()
        .map(problem -> problem.message())
        // A body that is not JSON is one problem, not one for each field that it lacks.
        .filter(message -> body == null || tree.isPresent() || !message.startsWith("body "))
        .forEach(problems::add);
    Optional<Endpoint> endpoint = catalogue.endpoint(method, filled);
    List<String> notices = new ArrayList<>();
    if (endpoint.isPresent()) {
      Set<String> given = new LinkedHashSet<>(OWN);
      headers.forEach(name -> given.add(name.toLowerCase(Locale.ROOT)));
      for (String header : endpoint.get().headers()) {
        if (!given.contains(header.toLowerCase(Locale.ROOT))) {
          problems.add("header " + header + " is required");
        }
      }
      endpoint.get().notice().ifPresent(notice -> notices.add("The platform's notice: " + notice));
      if (endpoint.get().isDeprecated()) {
        notices.add("The endpoint is deprecated.");
      }
    }
    String title =
        endpoint
            .map(found -> found.method() + " " + found.path() + " " + found.title())
            .orElse(method + " " + path);
    return new Explanation(title, notices, problems);
  }

  /** Fills the placeholders that have values, and reports those that have none. */
  private static String filled(String path, Map<String, String> values, List<String> problems) {
    Set<String> unused = new LinkedHashSet<>(values.keySet());
    Matcher matcher = PLACEHOLDER.matcher(path);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      String value = values.get(name);
      unused.remove(name);
      if (value == null) {
        problems.add("placeholder " + name + " has no value; pass -v " + name + "=VALUE");
      }
      String text =
          value == null
              ? "{" + name + "}"
              : URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
      matcher.appendReplacement(filled, Matcher.quoteReplacement(text));
    }
    unused.forEach(name -> problems.add("placeholder " + name + " is not in the path"));
    return matcher.appendTail(filled).toString();
  }

  /** Returns this explanation of an upload, whose required fields the client computes. */
  public Explanation ofUpload() {
    List<String> others = new ArrayList<>(problems);
    others.removeIf(problem -> problem.startsWith("body ") && problem.endsWith(" is required"));
    return new Explanation(title, notices, others);
  }

  /** Returns method, path and title of the endpoint, or method and path if it is not documented. */
  public String title() {
    return title;
  }

  /** Returns the differences, one line each. */
  public List<String> problems() {
    return problems;
  }

  /** Prints the endpoint and the differences to the stream of warnings. */
  public void print(Terminal terminal) {
    terminal.err().println(terminal.styled(Style.TITLE, title));
    notices.forEach(notice -> terminal.err().println("  " + notice));
    for (String problem : problems) {
      terminal.err().println("  " + terminal.styled(Style.WARNING, "- ") + problem);
    }
    if (problems.isEmpty()) {
      terminal.err().println("  No difference from the documentation.");
    }
  }

  /** Returns the endpoint and the differences. */
  @Override
  public String toString() {
    return title + " " + problems;
  }
}
