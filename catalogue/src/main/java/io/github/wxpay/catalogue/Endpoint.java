package io.github.wxpay.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A documented endpoint. Immutable. */
public final class Endpoint {
  private static final String HOST = "api.mch.weixin.qq.com";
  private static final String BRAND = "WECHATPAY-BRAND-SHA256-RSA2048";

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

  public String method() {
    return method;
  }

  /**
   * Returns the path of the URL without its first slash, placeholders in braces: {@code
   * v3/pay/transactions/id/{transaction_id}}; those of APIv2 have no {@code v2/} in front.
   */
  public String path() {
    return path;
  }

  /** Returns the official name, in Chinese. */
  public String title() {
    return title;
  }

  /** Returns 2 for XML and its relatives, 3 for JSON. */
  public int version() {
    return traits.containsKey("v2") ? 2 : 3;
  }

  public Kind kind() {
    return kind;
  }

  /** Returns the HTTP status of a success. */
  public int status() {
    return status;
  }

  /** Returns the host it lives at, mostly {@code api.mch.weixin.qq.com}. */
  public String host() {
    return trait("host").orElse(HOST);
  }

  /** Returns all hosts it lives at, {@link #host} first. */
  public List<String> hosts() {
    return trait("alt").map(other -> List.of(host(), other)).orElse(List.of(host()));
  }

  /** Returns whether an earlier answer gives the whole address, host and query included. */
  public boolean hasDynamicUrl() {
    return is("dynamic");
  }

  /** Returns the placeholders of the path, in their order. */
  public List<Field> pathParameters() {
    return fields(Part.PATH);
  }

  public List<Field> query() {
    return fields(Part.QUERY);
  }

  /**
   * Returns the fields of the body: of JSON or XML, or the parts of an upload. Those that every
   * APIv2 client adds ({@code nonce_str}, {@code sign}) are not among them.
   */
  public List<Field> request() {
    return fields(Part.REQUEST);
  }

  /** Returns the fields of the part {@code meta} of an upload. */
  public List<Field> meta() {
    return fields(Part.META);
  }

  public List<Field> response() {
    return fields(Part.RESPONSE);
  }

  /** Returns the fields of a failed download's answer, where it is documented. */
  public List<Field> errorResponse() {
    return fields(Part.ERROR);
  }

  /** Returns the headers that are required beyond the usual ones. */
  public List<String> headers() {
    return list("header");
  }

  public List<String> optionalHeaders() {
    return list("optional");
  }

  /** Returns groups of fields of which one is enough, although each is documented as required. */
  public List<List<String>> either() {
    List<List<String>> groups = new ArrayList<>();
    for (String group : Reader.texts(trait("either").orElse(""), ';')) {
      groups.add(Reader.texts(group, ','));
    }
    return List.copyOf(groups);
  }

  /** Returns whether only a merchant with its client certificate may ask (APIv2). */
  public boolean needsCertificate() {
    return is("cert");
  }

  /** Returns whether {@code nonce_str} has no place in it (APIv2). */
  public boolean isNonceless() {
    return is("nonceless");
  }

  /** Returns the only {@code sign_type} it takes, empty if it takes both (APIv2). */
  public Optional<String> signType() {
    return trait("sign");
  }

  /** Returns whether its answer has no signature. */
  public boolean isUnsigned() {
    return is("unsigned");
  }

  /** Returns the header whose digest is signed in the place of the answer's bytes. */
  public Optional<String> signedDigest() {
    return trait("digest");
  }

  /** Returns whether it takes no Authorization. */
  public boolean isOpen() {
    return is("noauth");
  }

  /** Returns whether a brand asks, with {@code brand_id} in the place of {@code mchid}. */
  public boolean isForBrands() {
    return trait("auth").filter(BRAND::equals).isPresent();
  }

  /** Returns what a download gives: {@code data}, {@code image} or {@code pdf}. */
  public Optional<String> produces() {
    return trait("produces");
  }

  /** Returns what must end the address of a redirect, {@code #wechat_redirect}. */
  public Optional<String> fragment() {
    return trait("fragment");
  }

  public boolean isDeprecated() {
    return is("deprecated");
  }

  /** Returns the platform's notice: {@code offline}, {@code closed}, {@code redesigned} …. */
  public Optional<String> notice() {
    return trait("notice");
  }

  /** Returns whether it is documented which fields are required. */
  public boolean isRequiredKnown() {
    return !is("unrequired");
  }

  /** Returns all of it but the fields, to see a difference. */
  String describe() {
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

  /** Returns method, path and title, for people. */
  @Override
  public String toString() {
    return method + " " + path + " " + title;
  }

  /** What goes there and what comes back. */
  public enum Kind {
    /** JSON there and back. */
    JSON,
    /** XML there and back; a few answer JSON. */
    XML,
    /** A form with a file. */
    UPLOAD,
    /** A file comes back. */
    DOWNLOAD,
    /** The client builds the address only; somebody's browser goes there. */
    REDIRECT
  }

  /** Where fields stand. */
  enum Part {
    PATH,
    QUERY,
    REQUEST,
    RESPONSE,
    META,
    ERROR
  }
}
