package io.github.wxpay.internal.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.WxpayException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The query that returns the state of an executed write by the merchant's own number: its method,
 * path, fields and final states. Immutable.
 */
public final class StateQuery {
  private static final String V2 = "v2/";

  /** The error codes of both protocols for a number that the platform does not know. */
  private static final Set<String> UNKNOWN =
      Set.of(
          "NOT_FOUND",
          "ORDERNOTEXIST",
          "ORDER_NOT_EXIST",
          "ORDER_NOT_EXISTS",
          "REFUNDNOTEXIST",
          "RESOURCE_NOT_EXISTS");

  private final String method;
  private final String path;
  private final PathShape shape;
  private final String number;
  private final Map<String, String> sources;
  private final Map<String, String> constants;
  private final States states;

  private StateQuery(
      String method,
      String path,
      String number,
      Map<String, String> sources,
      Map<String, String> constants,
      States states) {
    this.method = method;
    this.path = path;
    this.shape = PathShape.of(isV2() ? path.substring(V2.length()) : path);
    this.number = number;
    this.sources = Collections.unmodifiableMap(sources);
    this.constants = Collections.unmodifiableMap(constants);
    this.states = states;
  }

  /**
   * Creates a query.
   *
   * @param request the method and the path
   * @param fields the name of the number and those of the other fields, separated by spaces: {@code
   *     name} is copied from the write, {@code name=other} is copied from its field {@code other},
   *     and {@code name='value'} is a constant
   */
  static StateQuery of(String request, String fields, States states) {
    String[] parts = request.split(" ", 2);
    String[] names = fields.split(" ", -1);
    Map<String, String> sources = new LinkedHashMap<>();
    Map<String, String> constants = new LinkedHashMap<>();
    for (int i = 1; i < names.length; i++) {
      String[] pair = names[i].split("=", 2);
      String from = pair[pair.length - 1];
      if (from.startsWith("'")) {
        constants.put(pair[0], from.substring(1, from.length() - 1));
      } else {
        sources.put(pair[0], from);
      }
    }
    return new StateQuery(parts[0], parts[1], names[0], sources, constants, states);
  }

  /**
   * Returns the query with a method and a path; empty if it is not in the table. Of several writes
   * with that query, the states of code payments apply.
   *
   * @param method the HTTP method in upper case
   * @param path the path, without {@code v2/} for APIv2, with placeholders or values
   */
  public static Optional<StateQuery> of(String method, String path) {
    return NumberedWrites.query(method, PathShape.segments(path));
  }

  /** Returns whether the query is one of APIv2. */
  public boolean isV2() {
    return path.startsWith(V2);
  }

  /** Returns the HTTP method: GET, or POST in APIv2. */
  public String method() {
    return method;
  }

  /**
   * Returns the path as it is chained, such as {@code v3/refund/domestic/refunds/{out_refund_no}}
   * or {@code v2/pay/orderquery}.
   */
  public String path() {
    return path;
  }

  /**
   * Returns the name of the number in the query: a placeholder of the path, or else a query
   * parameter, or a field of the body in APIv2.
   */
  public String number() {
    return number;
  }

  /**
   * Returns the number in an expanded path or the query parameters of APIv3; empty if there is
   * none.
   */
  public String numberIn(String expandedPath, Map<String, ?> params) {
    String inPath = shape.values(PathShape.segments(expandedPath)).getOrDefault(number, "");
    Object inQuery = params.get(number);
    return inPath.isEmpty() && inQuery != null ? inQuery.toString() : inPath;
  }

  /** Returns the names of the number and of the other fields of the query. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    names.add(number);
    names.addAll(sources.keySet());
    names.addAll(constants.keySet());
    return names;
  }

  /** Returns the names of fields of the write that the query has too, besides the number. */
  public List<String> copied() {
    return List.copyOf(sources.values());
  }

  /** Returns the fields of the query that are copied, to the names in the write. Unmodifiable. */
  public Map<String, String> sources() {
    return sources;
  }

  /** Returns the fields of the query that have the same value for every write. Unmodifiable. */
  public Map<String, String> constants() {
    return constants;
  }

  /** Returns the state in a verified response of the query. */
  public State state(JsonNode response) {
    return states.of(response);
  }

  /**
   * Returns whether the platform does not know the number, so that the write was not executed, or
   * not yet.
   */
  public boolean isNumberUnknown(WxpayException failure) {
    boolean isStatus = failure instanceof StatusException;
    return UNKNOWN.contains(failure.errorCode())
        && (!isStatus || ((StatusException) failure).status() < 500);
  }

  /** Returns the states of the response. */
  States states() {
    return states;
  }

  /** Returns the shape of the path, without {@code v2/}. */
  PathShape shape() {
    return shape;
  }

  /** Returns method, path and number as in messages. */
  @Override
  public String toString() {
    return method + " " + path + " by `" + number + "`";
  }
}
