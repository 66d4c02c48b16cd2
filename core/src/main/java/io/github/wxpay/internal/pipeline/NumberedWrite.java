package io.github.wxpay.internal.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Body;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /** Paths of uploads; with a form, which has the file. */
  private static final Pattern UPLOADING = Pattern.compile("(?i).*upload[^/]*");

  /** The queries of APIv3 that use POST. */
  private static final List<PathShape> READING_V3 =
      Stream.of(
              "v3/gov/subsidy/audit/cup/query",
              "v3/gov/subsidy/companies/query",
              "v3/gov/subsidy/qualifications/passthrough/query",
              "v3/gov/subsidy/qualifications/query",
              "v3/gov/subsidy/sncode/query",
              "v3/gov/subsidy/transactions/query",
              "v3/gov/subsidy/transactions/summary/query-day",
              "v3/gov/subsidy/zhejiang/goods/query",
              "v3/gov/subsidy/zhejiang/qualifications/query",
              "v3/gov/subsidy/zhejiang/sncode/query",
              "v3/merchant-risk-manage/ec-trade-risk/query-risk-trades",
              "v3/new-tax-control-fapiao/merchant/{sub_mchid}/check",
              "v3/parking/reminders/parking-fee",
              "v3/platsolution/ecommerce/insurance-compensation-contracts/sub-mchid/{sub_mchid}/check-opened",
              "v3/security/echo")
          .map(PathShape::of)
          .collect(Collectors.toUnmodifiableList());

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

  /**
   * Returns whether sending a request twice may have an effect; {@code true} if in doubt. The
   * upload of a file may be repeated, but is not a {@linkplain #isRead read} either.
   */
  public static boolean isWrite(Outgoing request) {
    return !isRead(request) && !isUpload(request);
  }

  /** Returns whether a request only reads; {@code false} if in doubt. */
  public static boolean isRead(Outgoing request) {
    String method = request.method();
    if (method.equals("GET") || method.equals("HEAD")) {
      return true;
    }
    if (!request.template().startsWith("v3/")) {
      return READING.matcher("/" + request.template()).matches();
    }
    List<String> path = PathShape.segments(request.path());
    return method.equals("POST") && READING_V3.stream().anyMatch(shape -> shape.matches(path));
  }

  private static boolean isUpload(Outgoing request) {
    Object data = request.data();
    boolean isForm =
        data instanceof Body
            ? ((Body) data).contentType().isPresent() // set for forms only
            : data instanceof Multipart || Body.isForm(request.headers());
    return isForm && UPLOADING.matcher(request.template()).matches();
  }

  /** Returns what to do about a write request whose outcome is unknown. */
  static String advice(Outgoing request) {
    String query =
        of(request)
            .flatMap(NumberedWrite::query)
            .or(() -> NumberedWrites.referred(request.method(), PathShape.segments(request.path())))
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
   * body or the path, and the constants, by their names in the query. Leaves out what the request
   * does not have.
   */
  public Map<String, String> queryValues(Outgoing request) {
    Map<String, String> values = new LinkedHashMap<>();
    if (query != null) {
      Set<String> names = new LinkedHashSet<>(query.copied());
      names.add(field);
      Map<String, String> found = shape.values(PathShape.segments(request.path()));
      found.putAll(scalars(request, names));
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

  /** Returns the shape of the path. */
  PathShape shape() {
    return shape;
  }

  /** Returns method, path and number as in messages. */
  @Override
  public String toString() {
    return method + " " + path + " by `" + field + "`";
  }
}
