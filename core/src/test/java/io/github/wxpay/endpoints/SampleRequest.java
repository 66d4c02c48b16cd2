package io.github.wxpay.endpoints;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.catalogue.Samples;
import io.github.wxpay.http.Options;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** A request to an endpoint with sample values in its documented shape. */
final class SampleRequest {
  private static final Set<String> OWN =
      Set.of(
          "filename",
          "file_name",
          "sha256",
          "digest",
          "file_digest",
          "digest_alogrithm",
          "digest_algorithm");

  final Endpoint endpoint;
  final Map<String, String> variables = new LinkedHashMap<>();
  final Map<String, String> query = new LinkedHashMap<>();
  final Map<String, Object> meta = new LinkedHashMap<>();
  final @Nullable ObjectNode body;

  /** Makes up all that is required, and by the seed one half of what is not. */
  SampleRequest(Endpoint endpoint, Samples samples, EndpointSetup.Facts facts, long seed) {
    this.endpoint = endpoint;
    Random random = new Random(seed);
    BiPredicate<String, Field> wanted =
        (pointer, field) ->
            !isAdded(field) && (field.isRequired() || random.nextBoolean() || facts.wants(field));
    for (Field field : endpoint.pathParameters()) {
      variables.put(field.name(), samples.text(field));
    }
    texts(samples.of(endpoint.query(), wanted), query);
    // Name and digest of the file are the client's to say.
    samples
        .of(endpoint.meta(), (pointer, field) -> field.isRequired() && !OWN.contains(field.name()))
        .properties()
        .forEach(entry -> meta.put(entry.getKey(), entry.getValue()));
    this.body =
        endpoint.request().isEmpty() ? bodiless(facts) : samples.of(endpoint.request(), wanted);
  }

  /** Returns no body; of one endpoint of APIv2 no field is documented, but a merchant there is. */
  private @Nullable ObjectNode bodiless(EndpointSetup.Facts facts) {
    boolean xml = endpoint.version() == 2 && endpoint.method().equals("POST");
    return xml
        ? JsonNodeFactory.instance.objectNode().set("mch_id", facts.values.get("mch_id"))
        : null;
  }

  /** The client adds these. */
  private boolean isAdded(Field field) {
    return endpoint.version() == 2 && Set.of("sign", "nonce_str").contains(field.name());
  }

  private static void texts(ObjectNode object, Map<String, String> texts) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      JsonNode value = entry.getValue().isArray() ? entry.getValue().get(0) : entry.getValue();
      texts.put(entry.getKey(), value.asText());
    }
  }

  /** Returns what the chain begins with. */
  String chain() {
    return (endpoint.version() == 2 ? "v2/" : "") + endpoint.path();
  }

  Options options() {
    Options options = Options.none().query(query);
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      options = options.with(variable.getKey(), variable.getValue());
    }
    for (String header : endpoint.headers()) {
      if (!header.equals("Wechatpay-Serial")) {
        options = options.header(header, "sample-" + endpoint.path().hashCode());
      }
    }
    options = endpoint.needsCertificate() ? options.security(true) : options;
    return endpoint.isNonceless() ? options.nonceless(true) : options;
  }

  /** Returns the path as it must be sent, expanded independently of the library. */
  String path() {
    StringBuilder path = new StringBuilder();
    for (String segment : List.of(endpoint.path().split("/", -1))) {
      String value =
          segment.startsWith("{")
              ? encode(variables.get(segment.substring(1, segment.length() - 1)))
              : segment;
      path.append('/').append(value);
    }
    return path.toString();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  @Override
  public String toString() {
    return endpoint.method() + " " + endpoint.path();
  }
}
