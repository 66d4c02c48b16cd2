package io.github.wxpay.internal.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.http.Outgoing;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A documented write that the platform executes once per number of the merchant: it may be sent
 * again with the same number and the same content. Immutable.
 *
 * <p>Other writes are never sent twice, even if they have a field of such a name: there it refers
 * to the order, refund or transfer of another write.
 */
public final class NumberedWrite {
  /** Paths of APIv2 that only read; its queries use POST too. */
  private static final Pattern READING = Pattern.compile("(?i).*(query|/get|download)[^/]*");

  /** Paths of uploads, which may be repeated. */
  private static final Pattern UPLOADING = Pattern.compile("(?i).*upload[^/]*");

  private final String method;
  private final PathShape shape;
  private final String path;
  private final String field;
  private final boolean isCreation;
  private final States response;
  private final @Nullable StateQuery query;

  NumberedWrite(
      String method,
      String path,
      String field,
      boolean isCreation,
      States response,
      @Nullable StateQuery query) {
    this.method = method;
    this.path = path;
    this.shape = PathShape.of(path);
    this.field = field;
    this.isCreation = isCreation;
    this.response = response;
    this.query = query;
  }

  /**
   * Returns the numbered write of a method and a path; empty if it is not on the list.
   *
   * @param method the HTTP method in upper case
   * @param path the path, without {@code v2/} for APIv2, with placeholders or values
   */
  public static Optional<NumberedWrite> of(String method, String path) {
    return NumberedWrites.find(method, PathShape.segments(path));
  }

  /** Returns the numbered write of a request; empty if it is not on the list. */
  public static Optional<NumberedWrite> of(Outgoing request) {
    return of(request.method(), request.path());
  }

  /** Returns whether sending a request twice may have an effect; {@code true} if in doubt. */
  public static boolean isWrite(Outgoing request) {
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    String template = request.template();
    boolean v3 = template.startsWith("v3/");
    return !reads
        && !UPLOADING.matcher(template).matches()
        && (v3 || !READING.matcher("/" + template).matches());
  }

  /** Returns whether a request only reads, so that it may be repeated. An upload does not. */
  public static boolean isRead(Outgoing request) {
    return !isWrite(request) && !UPLOADING.matcher(request.template()).matches();
  }

  /** Returns what to do about a write request whose outcome is unknown. */
  static String advice(Outgoing request) {
    String query =
        of(request)
            .flatMap(NumberedWrite::query)
            .or(() -> NumberedWrites.queryOf(request.method(), PathShape.segments(request.path())))
            .map(StateQuery::toString)
            .orElse("the state by your own number");
    return "The request may have been executed, and money may have moved. After a pause longer than"
        + " a request can be delayed, query "
        + query
        + "; send it again only with the same number and content.";
  }

  /** Returns the name of the number, a field at the top level of the body. */
  public String field() {
    return field;
  }

  /**
   * Returns the number in the body of a request; empty if it is missing or empty, so that the
   * request must not be sent twice.
   */
  public Optional<String> number(Outgoing request) {
    return Optional.ofNullable(scalars(request, Set.of(field)).get(field));
  }

  /**
   * Returns whether the write only creates what is executed later, such as an order that the payer
   * has yet to pay. Its response settles the call, and cannot be replaced by that of the query.
   */
  public boolean isCreation() {
    return isCreation;
  }

  /** Returns the query of the state; empty if none is documented that takes the number. */
  public Optional<StateQuery> query() {
    return Optional.ofNullable(query);
  }

  /**
   * Returns the values of the query for a request: the number, the fields that are copied from the
   * body, and the constants, by their names in the query. Leaves out what the body does not have.
   */
  public Map<String, String> queryValues(Outgoing request) {
    Map<String, String> values = new LinkedHashMap<>();
    if (query != null) {
      Set<String> names = new LinkedHashSet<>(query.copied());
      names.add(field);
      Map<String, String> found = scalars(request, names);
      put(values, query.number(), found.get(field));
      query.sources().forEach((name, source) -> put(values, name, found.get(source)));
      values.putAll(query.constants());
    }
    return values;
  }

  private static void put(Map<String, String> values, String name, @Nullable String value) {
    if (value != null) {
      values.put(name, value);
    }
  }

  private static Map<String, String> scalars(Outgoing request, Set<String> names) {
    Map<String, String> found = new LinkedHashMap<>();
    BodyScalars.read(
        request.data(),
        names,
        (name, value) -> {
          if (!value.strip().isEmpty()) {
            found.put(name, value);
          }
        });
    return found;
  }

  /**
   * Returns what a verified successful response of the write says: a write that only {@linkplain
   * #isCreation creates} has succeeded.
   */
  public State ofResponse(JsonNode body) {
    return response.of(body);
  }

  /** Returns the method of the write. */
  String method() {
    return method;
  }

  /** Returns the path as it is documented. */
  String path() {
    return path;
  }

  /** Returns the states of the response of the write. */
  States response() {
    return response;
  }

  boolean matches(List<String> segments) {
    return shape.matches(segments);
  }

  /** Returns method, path and number as in messages. */
  @Override
  public String toString() {
    return method + " " + path + " by `" + field + "`";
  }
}
