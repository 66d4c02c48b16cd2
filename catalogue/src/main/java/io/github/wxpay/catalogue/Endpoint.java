package io.github.wxpay.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A documented endpoint: method, path, fields and properties. Immutable.
 *
 * <pre>{@code
 * Endpoint endpoint = catalogue.endpoint("POST", "v3/pay/transactions/native").orElseThrow();
 * endpoint.title();                                 // Native下单
 * endpoint.headers();                               // [Wechatpay-Serial]
 * endpoint.request().forEach(System.out::println);  // appid string required …
 * System.out.println(endpoint.describe());          // all of it, with a call to paste
 * }</pre>
 */
public final class Endpoint {
  private static final String HOST = "api.mch.weixin.qq.com";
  private static final String BRAND = "WECHATPAY-BRAND-SHA256-RSA2048";

  private static final List<String> OLD_PADDING =
      List.of("v3/global/", "hk/v3/", "global/v3/", "v3/facemch/users/");

  private final String method;
  private final String path;
  private final String title;
  private final Kind kind;
  private final int status;
  private final Map<String, String> traits;
  private final Map<Part, List<Field>> fields;

  Endpoint(
      String method,
      String path,
      String title,
      Kind kind,
      int status,
      Map<String, String> traits,
      Map<Part, List<Field>> fields) {
    this.method = method;
    this.path = path;
    this.title = title;
    this.kind = kind;
    this.status = status;
    this.traits = traits;
    this.fields = fields;
  }

  /** Returns the HTTP method, in upper case. */
  public String method() {
    return method;
  }

  /**
   * Returns the path template without its first slash, with placeholders in braces, such as {@code
   * v3/pay/transactions/id/{transaction_id}}. Paths of APIv2 do not begin with {@code v2/}.
   */
  public String path() {
    return path;
  }

  /** Returns the official name, in Chinese. */
  public String title() {
    return title;
  }

  /** Returns 2 for APIv2, whose bodies are mostly XML, and 3 for APIv3, with JSON. */
  public int version() {
    return traits.containsKey("v2") ? 2 : 3;
  }

  /** Returns the formats of request and response. */
  public Kind kind() {
    return kind;
  }

  /** Returns the HTTP status of a successful response, such as 200 or 204. */
  public int status() {
    return status;
  }

  /** Returns the host, in most cases {@code api.mch.weixin.qq.com}. */
  public String host() {
    return trait("host").orElse(HOST);
  }

  /** Returns all hosts that serve the endpoint, {@link #host} first. */
  public List<String> hosts() {
    return trait("alt").map(other -> List.of(host(), other)).orElse(List.of(host()));
  }

  /** Returns whether an earlier response has the complete URL, with host and query. */
  public boolean hasDynamicUrl() {
    return is("dynamic");
  }

  /** Returns the placeholders of the path, in the order of the path. */
  public List<Field> pathParameters() {
    return fields(Part.PATH);
  }

  /** Returns the parameters of the query. */
  public List<Field> query() {
    return fields(Part.QUERY);
  }

  /**
   * Returns the fields of the request body: of JSON or XML, or the parts of an upload. Fields that
   * each client of APIv2 adds ({@code nonce_str}, {@code sign}) are not included.
   */
  public List<Field> request() {
    return fields(Part.REQUEST);
  }

  /** Returns the fields of the part {@code meta} of an upload. */
  public List<Field> meta() {
    return fields(Part.META);
  }

  /** Returns the fields of the response body; empty if it has none, as with status 204. */
  public List<Field> response() {
    return fields(Part.RESPONSE);
  }

  /** Returns the fields of the error response of a download; empty if not documented. */
  public List<Field> errorResponse() {
    return fields(Part.ERROR);
  }

  /** Returns the names of the headers that are required in addition to the usual ones. */
  public List<String> headers() {
    return list("header");
  }

  /** Returns the names of the optional headers. */
  public List<String> optionalHeaders() {
    return list("optional");
  }

  /**
   * Returns groups of names of fields. One field of a group suffices, although each is documented
   * as required.
   */
  public List<List<String>> either() {
    List<List<String>> groups = new ArrayList<>();
    for (String group : Reader.texts(trait("either").orElse(""), ';')) {
      groups.add(Reader.texts(group, ','));
    }
    return List.copyOf(groups);
  }

  /** Returns whether the request requires the merchant certificate, with mutual TLS (APIv2). */
  public boolean needsCertificate() {
    return is("cert");
  }

  /** Returns whether the request must not have {@code nonce_str} (APIv2). */
  public boolean isNonceless() {
    return is("nonceless");
  }

  /** Returns the only {@code sign_type} that it accepts; empty if it accepts both (APIv2). */
  public Optional<String> signType() {
    return trait("sign");
  }

  /** Returns whether the response has no signature. */
  public boolean isUnsigned() {
    return is("unsigned");
  }

  /** Returns the name of the response header whose digest is signed instead of the body. */
  public Optional<String> signedDigest() {
    return trait("digest");
  }

  /** Returns whether the request needs no {@code Authorization} header. */
  public boolean isOpen() {
    return is("noauth");
  }

  /**
   * Returns whether requests are signed by a brand, with {@code brand_id} instead of {@code mchid}.
   */
  public boolean isForBrands() {
    return trait("auth").filter(BRAND::equals).isPresent();
  }

  /**
   * Returns whether sensitive fields have the padding RSAES-PKCS1-v1_5 instead of OAEP: in the
   * {@code global} APIs and in the identity of face recognition.
   */
  public boolean hasOldPadding() {
    return OLD_PADDING.stream().anyMatch(path::startsWith);
  }

  /** Returns the content of a download: {@code data}, {@code image} or {@code pdf}. */
  public Optional<String> produces() {
    return trait("produces");
  }

  /** Returns the required fragment of a redirect's URL, {@code #wechat_redirect}. */
  public Optional<String> fragment() {
    return trait("fragment");
  }

  /** Returns whether the endpoint is deprecated. */
  public boolean isDeprecated() {
    return is("deprecated");
  }

  /**
   * Returns the platform's notice, such as {@code offline}, {@code closed} or {@code redesigned}.
   */
  public Optional<String> notice() {
    return trait("notice");
  }

  /** Returns whether the documentation says which fields are required. */
  public boolean isRequiredKnown() {
    return !is("unrequired");
  }

  /**
   * Returns a description as text for a terminal: properties, fields as a tree with their types and
   * limits, and a call to paste. Fields are marked {@code required}, or {@code one of} where one of
   * several suffices. Lines have 100 columns where names allow it.
   */
  public String describe() {
    return new Description(this).write();
  }

  /** Returns a request with sample values in the required fields, and the calls that send it. */
  public Example example() {
    return new ExampleFields(this).example();
  }

  /** Returns all properties except the fields, for comparison. */
  String properties() {
    return title + " " + kind + " " + status + " " + new TreeMap<>(traits);
  }

  private List<Field> fields(Part part) {
    return fields.getOrDefault(part, List.of());
  }

  private boolean is(String name) {
    return traits.containsKey(name);
  }

  private Optional<String> trait(String name) {
    return Optional.ofNullable(traits.get(name));
  }

  private List<String> list(String name) {
    return Reader.texts(trait(name).orElse(""), ',');
  }

  /** Returns method, path and title as one line of text. */
  @Override
  public String toString() {
    return method + " " + path + " " + title;
  }

  /** The formats of request and response. */
  public enum Kind {
    /** JSON in both directions. */
    JSON,
    /** XML in both directions; a few responses are JSON. */
    XML,
    /** A multipart form with a file. */
    UPLOAD,
    /** A response that is a file. */
    DOWNLOAD,
    /** No request of the client: it builds a URL that the user's browser opens. */
    REDIRECT
  }

  /** A part of request or response that has fields. */
  enum Part {
    PATH,
    QUERY,
    REQUEST,
    RESPONSE,
    META,
    ERROR
  }
}
