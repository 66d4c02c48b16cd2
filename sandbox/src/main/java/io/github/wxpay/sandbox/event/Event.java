package io.github.wxpay.sandbox.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** One documented notification; immutable as long as nobody writes to its payload. */
public final class Event {
  private final JsonNode line;

  Event(JsonNode line) {
    this.line = line;
  }

  public String name() {
    return line.path("name").asText();
  }

  /** Returns 2 for XML, 3 for JSON. */
  public int version() {
    return line.path("version").asInt();
  }

  public String summary() {
    return line.path("summary").asText();
  }

  /** Returns the {@code original_type} of the resource. */
  public String originalType() {
    return line.path("original").asText();
  }

  public String associatedData() {
    return line.path("aad").asText();
  }

  /** Returns the types of {@code sign} that are allowed, the default first; none: not signed. */
  public List<String> signTypes() {
    List<String> types = new ArrayList<>();
    line.path("sign").forEach(type -> types.add(type.asText()));
    return types;
  }

  /** Returns the XML field that holds the cipher text, empty if the XML is plain. */
  public String cipherField() {
    return line.path("cipher").asText();
  }

  /** Returns whether the platform expects a signed answer. */
  public boolean answerIsSigned() {
    return line.path("signedAnswer").asBoolean();
  }

  /** Returns the shape of the payload, in the notation of the file of events. */
  ObjectNode payload() {
    return (ObjectNode) line.path("payload");
  }

  /** Returns the name, for APIv2 behind {@code v2/}. */
  @Override
  public String toString() {
    return version() == 2 ? "v2/" + name() : name();
  }
}
