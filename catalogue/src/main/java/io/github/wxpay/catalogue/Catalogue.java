package io.github.wxpay.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The documented endpoints and notifications of WeChat Pay, as data.
 *
 * <pre>{@code
 * Catalogue catalogue = Catalogue.load();
 * catalogue.find("转账").get(0);                      // POST v3/fund-app/mch-transfer/transfer-bills …
 * catalogue.template("/v3/pay/transactions/id/4200"); // v3/pay/transactions/id/{transaction_id}
 * }</pre>
 *
 * <p>Immutable and safe for use by many threads. Paths may begin with a slash and end with a query;
 * those of APIv2 may begin with {@code v2/}. Placeholders are written in braces or in angle
 * brackets, as in a chain.
 */
public final class Catalogue {
  private static final int MAX_NEAREST = 3;
  private static final int MAX_SLIP = 2;
  // Much longer than any path; the time of a comparison grows with the square of the length.
  private static final int MAX_COMPARED = 400;
  private static final String METHODS = "GET, POST, PUT, PATCH or DELETE";
  // HTTP has more methods than the platform uses; with one of those nothing is found.
  private static final Set<String> VERBS =
      Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT");

  private final List<Endpoint> endpoints;
  private final List<NotificationType> notifications;
  private final List<Endpoint> twins = new ArrayList<>();
  private final Routes<Endpoint> routes = new Routes<>();
  private final Search search;

  private Catalogue(Reader reader) {
    this.endpoints = reader.endpoints();
    this.notifications = reader.notifications();
    for (Endpoint endpoint : endpoints) {
      // Some templates differ only in the placeholder's name; a path matches the first one.
      if (!routes.addIfAbsent(endpoint.method(), endpoint.path(), endpoint)) {
        twins.add(endpoint);
      }
    }
    this.search = new Search(endpoints);
  }

  /** Returns the catalogue. The first call in a JVM reads it, and later calls return the same. */
  public static Catalogue load() {
    return Loaded.CATALOGUE;
  }

  /** Returns the catalogue of a text in the format of the resource. */
  static Catalogue of(String text) {
    return new Catalogue(Reader.read(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns all endpoints, those of APIv2 first, by path. */
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /** Returns all notifications, those of APIv2 first, by name. */
  public List<NotificationType> notifications() {
    return notifications;
  }

  /**
   * Returns the notification with a name; empty if there is none. Some names exist in both
   * versions: the prefix {@code v2/} or {@code v3/} selects one, and without a prefix APIv3 comes
   * first.
   *
   * @param name for example {@code REFUND.SUCCESS} or {@code v2/TRANSACTION.SUCCESS}
   */
  public Optional<NotificationType> notification(String name) {
    boolean xml = name.startsWith("v2/");
    boolean json = name.startsWith("v3/");
    String bare = xml || json ? name.substring("v2/".length()) : name;
    NotificationType found = null;
    for (NotificationType type : notifications) {
      boolean selected = type.version() == 2 ? !json : !xml;
      // Those of APIv2 come first in the list, so the last match is the one of APIv3.
      found = selected && type.name().equals(bare) ? type : found;
    }
    return Optional.ofNullable(found);
  }

  /**
   * Returns the notification whose name is most similar to one that may be mistyped; case is
   * ignored.
   *
   * @param name a name, also with the prefix {@code v2/} or {@code v3/}
   */
  public NotificationType nearestNotification(String name) {
    String given = Types.shortened(name, MAX_COMPARED).toLowerCase(Locale.ROOT);
    return Collections.min(
        notifications,
        Comparator.<NotificationType>comparingInt(type -> distance(given, type))
            .thenComparingInt(type -> -type.version()));
  }

  private static int distance(String given, NotificationType type) {
    String name = (type.version() == 2 ? "v2/" : "") + type.name();
    return Words.distance(given, name.toLowerCase(Locale.ROOT), Integer.MAX_VALUE);
  }

  /**
   * Returns the endpoints that contain every word of the text, or one of the same meaning, in the
   * title, in the path, as a word of the product or as the name of a field, the best match first.
   * Endpoints of direct merchants come before those of service providers, current ones before
   * retired ones. If no endpoint has all words, Chinese ones are split into known words, then
   * unknown ones are replaced by the most similar known ones, then most of the pairs of characters
   * suffice. Returns an empty list for a blank text.
   *
   * @param text words separated by spaces, for example {@code 转账} or {@code refund out_trade_no}
   */
  public List<Endpoint> find(String text) {
    return search.find(Objects.requireNonNull(text, "text == null"));
  }

  /**
   * Returns the endpoint with a method and a path; empty if it is not documented.
   *
   * @param method the HTTP method, in upper or lower case
   * @param path a template, or a path with values
   * @throws IllegalArgumentException if {@code method} is not an HTTP method
   */
  public Optional<Endpoint> endpoint(String method, String path) {
    String verb = verb(method);
    if (!VERBS.contains(verb)) {
      throw new IllegalArgumentException(
          "`method` must be " + METHODS + "; got '" + shown(method) + "'.");
    }
    String bare = bare(path);
    for (Endpoint twin : twins) {
      if (twin.method().equals(verb) && twin.path().equals(bare)) {
        return Optional.of(twin);
      }
    }
    return Optional.ofNullable(routes.match(verb, bare)).map(Routes.Match::value);
  }

  /**
   * Returns the values of the placeholders in a path, by name and in the order of the path. Values
   * are not decoded. Returns an empty map if the endpoint is not documented.
   *
   * @param method the HTTP method, in upper or lower case
   * @throws IllegalArgumentException if {@code method} is not an HTTP method
   */
  public Map<String, String> variables(String method, String path) {
    Map<String, String> variables = new LinkedHashMap<>();
    List<String> given = Routes.segments(bare(path));
    List<String> template =
        endpoint(method, path).map(found -> Routes.segments(found.path())).orElse(List.of());
    for (int i = 0; i < template.size(); i++) {
      String segment = template.get(i);
      if (segment.startsWith("{")) {
        variables.put(segment.substring(1, segment.length() - 1), given.get(i));
      }
    }
    return Collections.unmodifiableMap(variables);
  }

  /**
   * Returns the template that matches a path, with any HTTP method; empty if there is none. Literal
   * segments take precedence over placeholders.
   */
  public Optional<String> template(String path) {
    String bare = bare(path);
    for (Endpoint twin : twins) {
      if (twin.path().equals(bare)) {
        return Optional.of(bare);
      }
    }
    return Optional.ofNullable(routes.any(bare)).map(Endpoint::path);
  }

  /** Returns the HTTP methods of a path; empty if the path is not documented. */
  public Set<String> methods(String path) {
    return routes.methods(bare(path));
  }

  /**
   * Returns the endpoints whose paths are most similar to one that may be mistyped, the most
   * similar first: at most three, and none for a path of more than 400 characters. Among equally
   * similar ones, those with the given method come first.
   *
   * @param method the HTTP method, in upper or lower case
   */
  public List<Endpoint> nearest(String method, String path) {
    String verb = verb(method);
    String bare = bare(path);
    if (bare.length() > MAX_COMPARED) {
      return Lines.of(List.of());
    }
    int max = bare.length() / 3;
    Map<Endpoint, Integer> distances = new HashMap<>();
    for (Endpoint endpoint : endpoints) {
      int distance = Words.pathDistance(bare, endpoint.path(), max + 1);
      if (distance <= max) {
        distances.put(endpoint, 2 * distance + (endpoint.method().equals(verb) ? 0 : 1));
      }
    }
    List<Endpoint> near = new ArrayList<>(endpoints);
    near.retainAll(distances.keySet());
    near.sort(Comparator.comparingInt(endpoint -> distances.getOrDefault(endpoint, 0)));
    return Lines.of(near.subList(0, Math.min(MAX_NEAREST, near.size())));
  }

  /**
   * Returns the differences between a request and the documentation of its endpoint; empty if there
   * are none. Placeholders that have no value yet are not checked. Sends nothing.
   *
   * @param method the HTTP method, in upper or lower case; an unknown one is reported as a problem
   * @param path a template, or a path with values
   * @param query names to values; a value may be a collection, and a null value counts as absent;
   *     null if there is no query
   * @param body the JSON body, or the elements of an XML body as an object of strings; for an
   *     upload the part {@code meta}; null if there is no body
   */
  public List<Problem> problems(
      String method, String path, @Nullable Map<String, ?> query, @Nullable JsonNode body) {
    String verb = verb(method);
    if (!VERBS.contains(verb)) {
      String message = "the method must be " + METHODS + ", not " + shown(method);
      return Lines.of(
          List.of(new Problem(Problem.Kind.WRONG_METHOD, Problem.Location.PATH, "", message)));
    }
    Optional<Endpoint> endpoint = endpoint(verb, path);
    if (endpoint.isEmpty()) {
      return Lines.of(List.of(unknown(verb, path)));
    }
    Checker checker = new Checker(endpoint.get());
    checker.path(variables(verb, path));
    checker.query(query == null ? Map.of() : query);
    checker.body(body);
    return checker.problems();
  }

  private Problem unknown(String method, String path) {
    Set<String> methods = methods(path);
    if (!methods.isEmpty()) {
      return new Problem(
          Problem.Kind.WRONG_METHOD,
          Problem.Location.PATH,
          "",
          Types.shortened(bare(path), MAX_COMPARED)
              + " takes "
              + String.join(", ", methods)
              + ", not "
              + method
              + suggestion(method, path));
    }
    StringBuilder message = new StringBuilder(Types.shortened(bare(path), MAX_COMPARED));
    message.append(" is not documented");
    String before = "; the nearest: ";
    for (Endpoint near : nearest(method, path)) {
      message.append(before).append(near.method()).append(' ').append(near.path());
      before = ", ";
    }
    return new Problem(Problem.Kind.UNKNOWN_PATH, Problem.Location.PATH, "", message.toString());
  }

  /**
   * Returns a suggestion for a mistyped segment that matched the placeholder of another endpoint;
   * empty if there is none.
   */
  private String suggestion(String method, String path) {
    String bare = bare(path);
    if (bare.length() > MAX_COMPARED) {
      return "";
    }
    for (Endpoint endpoint : endpoints) {
      if (endpoint.method().equals(method)
          && Words.pathDistance(bare, endpoint.path(), MAX_SLIP + 1) <= MAX_SLIP) {
        return "; did you mean " + endpoint.path() + "?";
      }
    }
    return "";
  }

  /** Returns the numbers of endpoints and notifications as one line of text. */
  @Override
  public String toString() {
    return "Catalogue["
        + endpoints.size()
        + " endpoints, "
        + notifications.size()
        + " notifications]";
  }

  private static String verb(String method) {
    return Objects.requireNonNull(method, "method == null").toUpperCase(Locale.ROOT);
  }

  /**
   * Returns an unknown method in printable form: the text may be long and have control characters.
   */
  private static String shown(String method) {
    StringBuilder text = new StringBuilder(Types.shortened(method));
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        text.setCharAt(i, '\ufffd');
      }
    }
    return text.toString();
  }

  private static String bare(String path) {
    int mark = path.indexOf('?');
    String bare = mark < 0 ? path : path.substring(0, mark);
    bare = bare.startsWith("/") ? bare.substring(1) : bare;
    bare = bare.startsWith("v2/") ? bare.substring("v2/".length()) : bare;
    return bare.replace('<', '{').replace('>', '}');
  }

  private static final class Loaded {
    static final Catalogue CATALOGUE = new Catalogue(Reader.read());
  }
}
