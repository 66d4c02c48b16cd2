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
 * Every documented endpoint and notification of WeChat Pay, as data.
 *
 * <pre>{@code
 * Catalogue catalogue = Catalogue.load();
 * catalogue.find("转账").get(0);                      // POST v3/fund-app/mch-transfer/transfer-bills …
 * catalogue.template("/v3/pay/transactions/id/4200"); // v3/pay/transactions/id/{transaction_id}
 * }</pre>
 *
 * <p>Immutable and safe for use by many threads. A path may begin with a slash and end with a
 * query; one of APIv2 may have {@code v2/} in front. Placeholders may stand in it in braces, or in
 * angle brackets as a chain writes them.
 */
public final class Catalogue {
  private static final int NEAREST = 3;
  private static final int SLIP = 2;
  // Much longer than any template with its values; comparing costs the square of the length.
  private static final int LONGEST_COMPARED = 400;
  private static final String METHODS = "GET, POST, PUT, PATCH or DELETE";
  // HTTP has more methods than the platform; asking for one of those finds nothing.
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
      // Two of one verb and shape differ in the placeholder's name only; a path is the first one's.
      if (!routes.addIfAbsent(endpoint.method(), endpoint.path(), endpoint)) {
        twins.add(endpoint);
      }
    }
    this.search = new Search(endpoints);
  }

  /** Returns the catalogue; it is read at the first call, once in a JVM. */
  public static Catalogue load() {
    return Loaded.CATALOGUE;
  }

  /** Returns the catalogue that a text in the form of the resource holds. */
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
   * Returns the notification of a name. Some names are known to both versions: {@code v2/} or
   * {@code v3/} in front chooses, a bare name means APIv3 first.
   *
   * @param name for example {@code REFUND.SUCCESS} or {@code v2/TRANSACTION.SUCCESS}
   */
  public Optional<NotificationType> notification(String name) {
    boolean xml = name.startsWith("v2/");
    boolean json = name.startsWith("v3/");
    String bare = xml || json ? name.substring("v2/".length()) : name;
    NotificationType found = null;
    for (NotificationType type : notifications) {
      boolean wanted = type.version() == 2 ? !json : !xml;
      // Those of APIv2 come first in the list, and the last one that fits is taken.
      found = wanted && type.name().equals(bare) ? type : found;
    }
    return Optional.ofNullable(found);
  }

  /**
   * Returns the notification whose name is nearest to one that may be mistyped, whatever the case.
   *
   * @param name may have {@code v2/} or {@code v3/} in front
   */
  public NotificationType nearestNotification(String name) {
    String wanted = Types.shortened(name, LONGEST_COMPARED).toLowerCase(Locale.ROOT);
    return Collections.min(
        notifications,
        Comparator.<NotificationType>comparingInt(type -> distance(wanted, type))
            .thenComparingInt(type -> -type.version()));
  }

  private static int distance(String wanted, NotificationType type) {
    String name = (type.version() == 2 ? "v2/" : "") + type.name();
    return Words.distance(wanted, name.toLowerCase(Locale.ROOT), Integer.MAX_VALUE);
  }

  /**
   * Returns the endpoints in which every word of the text is found, the best first: in the title,
   * in the path, or as the name of a field. Where there are none, a word that stands nowhere is
   * taken for the nearest that does. None for a blank text.
   *
   * @param text words with blanks between, for example {@code 转账} or {@code refund out_trade_no}
   */
  public List<Endpoint> find(String text) {
    return search.find(Objects.requireNonNull(text, "text == null"));
  }

  /**
   * Returns the endpoint of a verb and a path, a template or with the values in place.
   *
   * @param method the verb, in upper or lower case
   * @throws IllegalArgumentException if HTTP has no such method
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
   * Returns the placeholders' values in a path, as they stand there, encoded still; none if the
   * endpoint is unknown.
   *
   * @param method the verb, in upper or lower case
   * @throws IllegalArgumentException if HTTP has no such method
   */
  public Map<String, String> variables(String method, String path) {
    Map<String, String> variables = new LinkedHashMap<>();
    List<String> given = Routes.segments(bare(path));
    List<String> wanted =
        endpoint(method, path).map(found -> Routes.segments(found.path())).orElse(List.of());
    for (int i = 0; i < wanted.size(); i++) {
      String segment = wanted.get(i);
      if (segment.startsWith("{")) {
        variables.put(segment.substring(1, segment.length() - 1), given.get(i));
      }
    }
    return Collections.unmodifiableMap(variables);
  }

  /** Returns the template of a path, whatever the verb; literal segments before placeholders. */
  public Optional<String> template(String path) {
    String bare = bare(path);
    for (Endpoint twin : twins) {
      if (twin.path().equals(bare)) {
        return Optional.of(bare);
      }
    }
    return Optional.ofNullable(routes.any(bare)).map(Endpoint::path);
  }

  /** Returns the verbs a path knows, none if it is unknown. */
  public Set<String> methods(String path) {
    return routes.methods(bare(path));
  }

  /**
   * Returns the endpoints whose paths are nearest to one that may be mistyped, the nearest first;
   * three, or fewer where nothing is near, none for a path of more than 400 characters. Those of
   * the verb come first among equals.
   *
   * @param method the verb, in upper or lower case
   */
  public List<Endpoint> nearest(String method, String path) {
    String verb = verb(method);
    String bare = bare(path);
    if (bare.length() > LONGEST_COMPARED) {
      return Lines.of(List.of());
    }
    int most = bare.length() / 3;
    Map<Endpoint, Integer> distances = new HashMap<>();
    for (Endpoint endpoint : endpoints) {
      int distance = Words.pathDistance(bare, endpoint.path(), most + 1);
      if (distance <= most) {
        distances.put(endpoint, 2 * distance + (endpoint.method().equals(verb) ? 0 : 1));
      }
    }
    List<Endpoint> near = new ArrayList<>(endpoints);
    near.retainAll(distances.keySet());
    near.sort(Comparator.comparingInt(endpoint -> distances.getOrDefault(endpoint, 0)));
    return Lines.of(near.subList(0, Math.min(NEAREST, near.size())));
  }

  /**
   * Returns what a request has that the documentation has not, or lacks; none if all fits. The
   * values of placeholders in braces or angle brackets are not looked at.
   *
   * @param method the verb, in upper or lower case; one that HTTP does not have is a problem
   * @param query names to values; a value may be a collection, and null is as good as left out;
   *     null if there is none
   * @param body the JSON body, or the XML body's fields as an object of texts; of an upload the
   *     part {@code meta}; null if there is none
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
          Types.shortened(bare(path), LONGEST_COMPARED)
              + " takes "
              + String.join(", ", methods)
              + ", not "
              + method
              + slip(method, path));
    }
    StringBuilder message = new StringBuilder(Types.shortened(bare(path), LONGEST_COMPARED));
    message.append(" is not documented");
    String before = "; the nearest: ";
    for (Endpoint near : nearest(method, path)) {
      message.append(before).append(near.method()).append(' ').append(near.path());
      before = ", ";
    }
    return new Problem(Problem.Kind.UNKNOWN_PATH, Problem.Location.PATH, "", message.toString());
  }

  /** A mistyped segment may pass for a placeholder's value, of an endpoint with another verb. */
  private String slip(String method, String path) {
    String bare = bare(path);
    if (bare.length() > LONGEST_COMPARED) {
      return "";
    }
    for (Endpoint endpoint : endpoints) {
      if (endpoint.method().equals(method)
          && Words.pathDistance(bare, endpoint.path(), SLIP + 1) <= SLIP) {
        return "; did you mean " + endpoint.path() + "?";
      }
    }
    return "";
  }

  /** Returns the numbers of endpoints and notifications, for people. */
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

  /** A text that is no method may be anything, even a whole request. */
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
