package io.github.wxpay.endpoints.generator;

import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.endpoints.generator.Shapes.Owner;
import io.github.wxpay.endpoints.generator.Shapes.Use;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The types of one endpoint: those of its body, its query, its meta part and its view. */
final class EndpointType {
  /** The fields of an upload that the library computes from the file. */
  private static final Set<String> OF_FILE =
      Set.of(
          "filename",
          "file_name",
          "sha256",
          "digest",
          "file_digest",
          "digest_alogrithm",
          "digest_algorithm");

  /** The fields that each client of APIv2 adds. */
  private static final Set<String> ADDED = Set.of("sign", "nonce_str");

  private final Endpoint endpoint;
  private final PathNode node;
  private final Owner owner;

  EndpointType(PathNode node, Endpoint endpoint) {
    this.node = node;
    this.endpoint = endpoint;
    this.owner =
        new Owner(
            node.root().room(),
            Names.typeOfSegment(node.product()),
            type(""),
            endpoint.method() + " " + endpoint.path());
  }

  Endpoint endpoint() {
    return endpoint;
  }

  PathNode node() {
    return node;
  }

  /** Returns the name of a type of this endpoint. */
  String type(String suffix) {
    return node.type() + Names.typeOfVerb(endpoint.method()) + suffix;
  }

  /** Returns the method of the verb: {@code post}, {@code download}. */
  String verb() {
    switch (endpoint.kind()) {
      case DOWNLOAD:
        return "download";
      case UPLOAD:
        return "upload";
      case REDIRECT:
        return "url";
      default:
        return endpoint.method().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns the required headers that the library does not set. */
  List<String> headers() {
    return endpoint.headers().stream()
        .filter(header -> !header.equals("Wechatpay-Serial"))
        .collect(Collectors.toList());
  }

  /** Returns the fields that a caller sets in the body. */
  List<Field> body() {
    if (endpoint.kind() == Endpoint.Kind.UPLOAD) {
      return List.of();
    }
    boolean own = endpoint.request().stream().anyMatch(f -> f.name().equals("workwx_sign"));
    return without(
        endpoint.request(), endpoint.version() == 2 ? (own ? Set.of("sign") : ADDED) : Set.of());
  }

  /** Returns the fields that a caller sets in the query. */
  List<Field> query() {
    return endpoint.hasDynamicUrl() // of which the URL comes from a response
        ? List.of()
        : without(endpoint.query(), endpoint.version() == 2 ? ADDED : Set.of());
  }

  /** Returns the fields that a caller sets in the meta part of an upload. */
  List<Field> meta() {
    return without(endpoint.meta(), OF_FILE);
  }

  /** Returns the fields of the response. */
  List<Field> view() {
    return endpoint.kind() == Endpoint.Kind.DOWNLOAD || endpoint.kind() == Endpoint.Kind.REDIRECT
        ? List.of()
        : endpoint.response();
  }

  private static List<Field> without(List<Field> fields, Set<String> names) {
    return fields.stream()
        .filter(field -> !names.contains(field.name()))
        .collect(Collectors.toList());
  }

  /** Adds the nested objects to the types. */
  void add(Shapes shapes) {
    shapes.add(owner, Use.BODY, "request", body());
    shapes.add(owner, Use.BODY, "query", query());
    shapes.add(owner, Use.BODY, "meta", meta());
    shapes.add(owner, Use.VIEW, "response", view());
  }

  /** Returns the members of a part of the endpoint. */
  List<Member> members(Shapes shapes, String part, List<Field> fields) {
    Use use = part.equals("response") ? Use.VIEW : Use.BODY;
    return shapes.members(owner, use, part, fields);
  }
}
