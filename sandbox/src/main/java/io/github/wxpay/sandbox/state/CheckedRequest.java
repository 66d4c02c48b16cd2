package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.ledger.LedgerException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request with all required fields, each of its documented type, and with sensitive fields in
 * plain text.
 */
public final class CheckedRequest {
  private final Endpoint endpoint;
  private final String mchid;
  private final Inbound inbound;
  private final ObjectNode fields;
  private final ObjectNode body;

  /**
   * Creates a request.
   *
   * @param mchid the number of the merchant that signed
   * @param inbound the request as received
   * @param fields placeholders, query and body in one object; the placeholders take precedence
   * @param body the fields of the body; for an upload, the description of the file
   */
  public CheckedRequest(
      Endpoint endpoint, String mchid, Inbound inbound, ObjectNode fields, ObjectNode body) {
    this.endpoint = endpoint;
    this.mchid = mchid;
    this.inbound = inbound;
    this.fields = fields;
    this.body = body;
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  /** Returns the number of the merchant that signed. */
  public String mchid() {
    return mchid;
  }

  /** Returns the request as received, with its headers and the parts of an upload. */
  public Inbound inbound() {
    return inbound;
  }

  /** Returns a copy of placeholders, query and body in one object. */
  public ObjectNode fields() {
    return fields.deepCopy();
  }

  /** Returns a copy of the fields of the body. */
  public ObjectNode body() {
    return body.deepCopy();
  }

  /** Returns the text of a placeholder or field, empty if it is absent. */
  public String text(String name) {
    return fields.path(name).asText();
  }

  /** Returns the text of a placeholder or field, null if it is absent or empty. */
  public @Nullable String optional(String name) {
    String text = text(name);
    return text.isEmpty() ? null : text;
  }

  /** Returns the value at a JSON pointer of the body, a missing node if there is none. */
  public JsonNode at(String pointer) {
    return body.at(pointer);
  }

  /** Returns the integer at a path such as {@code amount/total}, 0 if there is none. */
  public long number(String place) {
    return value(place).asLong();
  }

  /** Returns the integer of a placeholder or field, or a default if it is absent. */
  public long number(String name, long otherwise) {
    JsonNode value = fields.path(name);
    return value.isMissingNode() ? otherwise : value.asLong(otherwise);
  }

  /**
   * Returns an exception for an invalid placeholder or field, with its value unless that is secret.
   *
   * @param place names and indexes separated by slashes, such as {@code amount/total}
   * @param issue the rule, such as {@code must be 1 to 9}
   */
  public LedgerException wrong(String place, String issue) {
    String name = place.split("/", 2)[0];
    String where = "body /";
    if (has(endpoint.pathParameters(), name)) {
      where = "path /";
    } else if (has(endpoint.query(), name)) {
      where = "query /";
    } else if (endpoint.kind() == Endpoint.Kind.UPLOAD) {
      where = "body /meta/";
    }
    JsonNode value = value(place);
    boolean secret = documented(place).filter(CheckedRequest::holdsSecret).isPresent();
    String shown = value.isTextual() ? value.textValue() : value.toString();
    return LedgerException.field(where + place, secret ? "" : shown, issue);
  }

  /**
   * Returns the value at a path in placeholders, query and body; a missing node if there is none.
   */
  JsonNode value(String place) {
    return place.isEmpty() ? fields : fields.at("/" + place);
  }

  /** Returns the documented field at a path, or the nearest documented one that contains it. */
  Optional<Field> documented(String place) {
    for (List<Field> part : List.of(endpoint.pathParameters(), endpoint.query(), bodyFields())) {
      Optional<Field> found = find(part, place);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private List<Field> bodyFields() {
    return endpoint.meta().isEmpty() ? endpoint.request() : endpoint.meta();
  }

  private static boolean has(List<Field> fields, String name) {
    return fields.stream().anyMatch(field -> field.name().equals(name));
  }

  private static boolean holdsSecret(Field field) {
    return field.isEncrypted() || field.fields().stream().anyMatch(CheckedRequest::holdsSecret);
  }

  /** Returns the last documented field on a path; indexes of arrays are skipped. */
  private static Optional<Field> find(List<Field> fields, String place) {
    Optional<Field> found = Optional.empty();
    List<Field> here = fields;
    for (String name : place.split("/", -1)) {
      Optional<Field> next = here.stream().filter(field -> field.name().equals(name)).findFirst();
      if (next.isPresent()) {
        found = next;
        here = next.get().fields();
      }
    }
    return found;
  }
}
