package tools.jackson.databind;

/** A tree by the name of Jackson 3's, whose own classes need Java 17. */
public class JsonNode {
  private final String json;

  public JsonNode(String json) {
    this.json = json;
  }

  public boolean isArray() {
    return false;
  }

  @Override
  public String toString() {
    return json;
  }
}
