package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.sandbox.ledger.LedgerException;
import java.util.regex.Pattern;

/**
 * A request that has all that is documented as required, each value of its type, with the sensitive
 * fields in plain text.
 */
public final class CheckedRequest {
  private final Endpoint endpoint;
  private final String mchid;
  private final ObjectNode fields;
  private final ObjectNode body;

  /**
   * Takes a request.
   *
   * @param mchid the merchant who asks
   * @param fields placeholders, query and body in one object; the placeholders win
   */
  public CheckedRequest(Endpoint endpoint, String mchid, ObjectNode fields, ObjectNode body) {
    this.endpoint = endpoint;
    this.mchid = mchid;
    this.fields = fields;
    this.body = body;
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  /** Returns the merchant who asks. */
  public String mchid() {
    return mchid;
  }

  /** Returns placeholders, query and body in one object of the caller's own. */
  public ObjectNode fields() {
    return fields.deepCopy();
  }

  /** Returns the body alone, an object of the caller's own. */
  public ObjectNode body() {
    return body.deepCopy();
  }

  /** Returns the text of a placeholder or field, empty if it is absent. */
  public String text(String name) {
    return fields.path(name).asText();
  }

  /** Returns what stands at a JSON pointer of the body, a missing node if nothing. */
  public JsonNode at(String pointer) {
    return body.at(pointer);
  }

  /** Returns an amount in fen, or a count, that must stand at that place of the body. */
  long fen(String place, long least) {
    JsonNode value = body.at("/" + place);
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.longValue() < least) {
      throw wrong(place, "must be " + least + " to " + Integer.MAX_VALUE);
    }
    return value.longValue();
  }

  /** Returns a text that must have that form; the rule says the form in words. */
  String matching(String name, Pattern form, String rule) {
    String text = text(name);
    if (!form.matcher(text).matches()) {
      throw wrong(name, text.isEmpty() ? "is required" : "must be " + rule);
    }
    return text;
  }

  /** Returns a text that must be one of the documented values. */
  String documented(String name) {
    String text = text(name);
    for (Field field : endpoint.request()) {
      boolean known = field.values().isEmpty() || field.values().contains(text);
      if (field.name().equals(name) && !known) {
        throw wrong(name, "must be one of " + String.join(", ", field.values()));
      }
    }
    return text;
  }

  /** Checks that the merchant named there, if one is named, is the one who asks. */
  void mustBeOurs(String name) {
    if (fields.has(name) && !text(name).equals(mchid)) {
      throw wrong(name, "must be the merchant who signed, " + mchid);
    }
  }

  /** Says that a placeholder or field is not as it must be. */
  LedgerException wrong(String name, String issue) {
    boolean placed = endpoint.pathParameters().stream().anyMatch(f -> f.name().equals(name));
    boolean queried = endpoint.query().stream().anyMatch(f -> f.name().equals(name));
    String where = placed ? "path" : queried ? "query" : "body";
    return LedgerException.field(where + " /" + name, issue);
  }

  /** Returns a number of a placeholder or field, or the other if it is absent. */
  public long number(String name, long otherwise) {
    JsonNode value = fields.path(name);
    return value.isMissingNode() ? otherwise : value.asLong(otherwise);
  }
}
