package io.github.wxpay.endpoints;

import io.github.wxpay.Wxpay;
import io.github.wxpay.http.Options;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A documented endpoint with what its calls need: mutual TLS, another host, a sign type. For
 * generated code. Immutable.
 */
public final class Verb {
  private final String method;
  private final String path;
  private final String root;
  private final Options traits;
  private final String signType;
  private final String merchant;
  private final String queryMerchant;
  private final List<String> required;

  private Verb(String method, String path, Map<String, String> traits, List<String> required) {
    this.method = method;
    this.path = path;
    this.root = traits.getOrDefault("root", "");
    this.traits = options(traits);
    this.signType = traits.getOrDefault("sign", "");
    this.merchant = traits.getOrDefault("mchid", "");
    this.queryMerchant = traits.getOrDefault("?mchid", "");
    this.required = required;
  }

  /**
   * Returns an endpoint.
   *
   * @param path the path template as a chain takes it, with {@code v2/} for APIv2
   * @param traits texts separated by spaces: {@code root=V3}, {@code cert}, {@code nonceless},
   *     {@code pkcs1}, {@code host=…}, {@code sign=…}, {@code mchid=…} and {@code ?mchid=…}, the
   *     names of required fields of body and query for the merchant's number
   * @param required the fields that are checked, separated by spaces: {@code amount/total}, of the
   *     query {@code ?limit}
   */
  public static Verb of(String method, String path, String traits, String required) {
    Map<String, String> named = new HashMap<>();
    for (String trait : words(traits)) {
      int end = trait.indexOf('=');
      named.put(end < 0 ? trait : trait.substring(0, end), trait.substring(end + 1));
    }
    return new Verb(method, path, named, words(required));
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }

  private static Options options(Map<String, String> traits) {
    Options options = Options.none();
    if (traits.containsKey("cert")) {
      options = options.security(true);
    }
    if (traits.containsKey("nonceless")) {
      options = options.nonceless(true);
    }
    if (traits.containsKey("pkcs1")) {
      options = options.pkcs1(true);
    }
    String host = traits.get("host");
    return host == null ? options : options.host(host);
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  /**
   * Adds the merchant's number and the sign type where they are required and not set, and refuses a
   * request without a field that is certainly required.
   */
  void complete(Wxpay wxpay, Call call, Options given, boolean checked) {
    String mchid = wxpay.mchid();
    if (!merchant.isEmpty() && !mchid.isEmpty()) {
      call.newBody().putIfAbsent(merchant, mchid);
    }
    if (!queryMerchant.isEmpty() && !mchid.isEmpty()) {
      call.newQuery().putIfAbsent(queryMerchant, mchid);
    }
    if (!signType.isEmpty()) {
      Map<String, Object> body = call.body();
      (body == null ? call.newQuery() : body).putIfAbsent("sign_type", signType);
    }
    if (checked) {
      require(call, given);
    }
  }

  private void require(Call call, Options given) {
    List<String> missing = new ArrayList<>();
    for (String field : required) {
      boolean query = field.startsWith("?");
      String name = query ? field.substring(1) : field;
      Object fields = query ? call.query() : call.body();
      boolean inOptions = query && given.query().get(name) != null;
      if (!inOptions && isMissing(fields == null ? Map.of() : fields, name)) {
        missing.add(query ? name + " (query)" : name);
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          method
              + " "
              + path
              + " lacks the required fields "
              + String.join(", ", missing)
              + "; nothing was sent. Set them, or send the request as it is with "
              + root
              + ".of(wxpay).unchecked().");
    }
  }

  /** Returns whether a field is missing in an object that is there. */
  private static boolean isMissing(@Nullable Object in, String field) {
    if (in instanceof Collection) {
      return ((Collection<?>) in).stream().anyMatch(one -> isMissing(one, field));
    }
    if (!(in instanceof Map)) {
      return false;
    }
    int slash = field.indexOf('/');
    Object value = ((Map<?, ?>) in).get(slash < 0 ? field : field.substring(0, slash));
    return slash < 0
        ? value == null
        : value != null && isMissing(value, field.substring(slash + 1));
  }

  /**
   * Returns the options of a call: those that the endpoint needs, which those of the caller
   * replace.
   */
  Options options(Call call, Options values, Options given) {
    Map<String, Object> query = call.query();
    Options own = traits.with(values).with(call.options());
    return (query == null ? own : own.query(query)).with(given);
  }

  /** Returns method and path. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
