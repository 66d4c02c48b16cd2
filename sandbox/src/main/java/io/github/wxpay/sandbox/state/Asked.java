package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Endpoint;

/**
 * A request that has all that is documented as required, each value of its type, with the sensitive
 * fields in plain text.
 */
public final class Asked {
  private final Endpoint endpoint;
  private final String mchid;
  private final ObjectNode fields;
  private final ObjectNode body;

  /**
   * Takes a request.
   *
   * @param mchid the merchant who asks
   * @param fields placeholders, query and body in one object; the body's fields win
   */
  public Asked(Endpoint endpoint, String mchid, ObjectNode fields, ObjectNode body) {
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

  /** Returns a number of a placeholder or field, or the other if it is absent. */
  public long number(String name, long otherwise) {
    JsonNode value = fields.path(name);
    return value.isMissingNode() ? otherwise : value.asLong(otherwise);
  }
}
