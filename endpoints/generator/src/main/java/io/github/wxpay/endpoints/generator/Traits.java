package io.github.wxpay.endpoints.generator;

import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The requirements of the calls of an endpoint, as the texts of {@code Verb.of}. */
final class Traits {
  private static final String HOST = "api.mch.weixin.qq.com";

  /** The fields for the number of the merchant who sends the request. */
  private static final Set<String> MERCHANT = Set.of("mchid", "mch_id", "sp_mchid");

  /** The fields that the official Go SDK requires, by endpoint. */
  private final Map<String, Set<String>> confirmed = new TreeMap<>();

  /**
   * Creates the traits.
   *
   * @param lines the fields that a second source requires: method, path and fields, separated by
   *     spaces
   */
  Traits(Collection<String> lines) {
    for (String line : lines) {
      if (!line.startsWith("#") && !line.isEmpty()) {
        List<String> words = List.of(line.split(" ", -1));
        confirmed.put(
            words.get(0) + " " + words.get(1), new TreeSet<>(words.subList(2, words.size())));
      }
    }
  }

  /** Returns the traits, separated by spaces. */
  static String of(EndpointType type) {
    Endpoint endpoint = type.endpoint();
    List<String> traits = new ArrayList<>();
    traits.add("root=" + type.node().root().type());
    if (endpoint.needsCertificate()) {
      traits.add("cert");
    }
    if (endpoint.isNonceless()) {
      traits.add("nonceless");
    }
    if (isOldPadding(endpoint)) {
      traits.add("pkcs1");
    }
    if (!endpoint.host().equals(HOST) && endpoint.kind() != Endpoint.Kind.REDIRECT) {
      traits.add("host=" + endpoint.host());
    }
    if (endpoint.kind() != Endpoint.Kind.UPLOAD) {
      endpoint.signType().ifPresent(sign -> traits.add("sign=" + sign));
    }
    if (endpoint.kind() == Endpoint.Kind.XML
        && endpoint.method().equals("POST")
        && type.body().isEmpty()) {
      traits.add("mchid=mch_id"); // APIv2 signs fields, so a body without documented ones has this
    }
    merchant(type.body()).forEach(name -> traits.add("mchid=" + name));
    merchant(endpoint.query()).forEach(name -> traits.add("?mchid=" + name));
    return String.join(" ", traits);
  }

  private static Stream<String> merchant(List<Field> fields) {
    return fields.stream()
        .filter(field -> field.isRequired() && isMerchant(field))
        .map(Field::name)
        .limit(1);
  }

  /** Returns whether a field of the query or the body is filled in by itself. */
  static boolean isMerchant(Field field) {
    return MERCHANT.contains(field.name());
  }

  /** Returns whether sensitive fields have the padding PKCS#1 v1.5. */
  private static boolean isOldPadding(Endpoint endpoint) {
    return endpoint.hasOldPadding()
        && Stream.of(endpoint.query(), endpoint.request(), endpoint.response())
            .anyMatch(Traits::isEncrypted);
  }

  private static boolean isEncrypted(List<Field> fields) {
    return fields.stream().anyMatch(field -> field.isEncrypted() || isEncrypted(field.fields()));
  }

  /**
   * Returns the fields that are checked, separated by spaces: those that the catalogue and a second
   * source require.
   */
  String required(EndpointType type) {
    Endpoint endpoint = type.endpoint();
    Set<String> known = confirmed.getOrDefault(endpoint.method() + " " + endpoint.path(), Set.of());
    List<String> required = new ArrayList<>();
    collect("query/", "?", type.query(), known, required);
    collect("request/", "", type.body(), known, required);
    return String.join(" ", required);
  }

  private static void collect(
      String place, String shown, List<Field> fields, Set<String> known, List<String> required) {
    for (Field field : fields) {
      if (field.isRequired() && known.contains(place + field.name())) {
        required.add(shown + field.name());
      }
      collect(
          place + field.name() + "/", shown + field.name() + "/", field.fields(), known, required);
    }
  }

  /** Returns the endpoints that the second source describes. */
  Set<String> confirmed() {
    return confirmed.keySet();
  }
}
