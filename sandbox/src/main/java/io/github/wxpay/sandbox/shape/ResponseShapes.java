package io.github.wxpay.sandbox.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.catalogue.Samples;
import io.github.wxpay.sandbox.crypto.Credentials;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * Creates responses in their documented shape. The same seed, request and time give the same
 * response.
 */
public final class ResponseShapes {
  // Fields that only responses about failures have.
  private static final Pattern FAILED =
      Pattern.compile("(.*_)?(fail|failed|failure|error|err|reject|rejected|abnormal|close)(_.*)?");
  private static final Pattern MONEY =
      Pattern.compile("(.*_)?(total|amount|total_fee|total_amount|transfer_amount|refund)");

  private final long seed;
  private final Clock clock;
  private final Credentials credentials;

  public ResponseShapes(long seed, Clock clock, Credentials credentials) {
    this.seed = seed;
    this.clock = clock;
    this.credentials = credentials;
  }

  /**
   * Returns a response with all documented fields except those of failures, and with the values of
   * the request.
   *
   * @param request placeholders, query and body in one object, in plain text
   */
  public ObjectNode echo(Endpoint endpoint, ObjectNode request) {
    KnownValues known = known(endpoint, request, false);
    return samples(endpoint, request)
        .from(known)
        .of(endpoint.response(), (pointer, field) -> isOrdinary(field));
  }

  /**
   * Returns a response with the documented fields that the document has and the required ones;
   * lists that the document lacks are empty.
   */
  public ObjectNode project(Endpoint endpoint, ObjectNode document) {
    KnownValues known = known(endpoint, document, true);
    Samples.Source source =
        (pointer, field) -> {
          JsonNode value = known.value(pointer, field);
          return value == null && field.isArray() ? JsonNodeFactory.instance.arrayNode() : value;
        };
    BiPredicate<String, Field> wanted =
        (pointer, field) -> field.isRequired() || known.has(pointer);
    return samples(endpoint, document).from(source).of(endpoint.response(), wanted);
  }

  private Samples samples(Endpoint endpoint, ObjectNode known) {
    long own = seed * 31 + (endpoint.method() + endpoint.path() + known).hashCode();
    Samples samples =
        Samples.seeded(own, clock.instant())
            .sealed(endpoint.hasOldPadding() ? credentials::encryptOld : credentials::encrypt);
    long total = total(known);
    samples = total > 0 ? samples.total(total) : samples;
    return endpoint.version() == 2 ? samples.xml() : samples;
  }

  private KnownValues known(Endpoint endpoint, ObjectNode document, boolean certain) {
    Set<String> secret = new HashSet<>();
    addSecret(secret, endpoint.query());
    addSecret(secret, endpoint.request());
    return new KnownValues(document, credentials.mchid(), secret, certain);
  }

  private static void addSecret(Set<String> names, List<Field> fields) {
    for (Field field : fields) {
      if (field.isEncrypted()) {
        names.add(field.name());
      }
      addSecret(names, field.fields());
    }
  }

  private static boolean isOrdinary(Field field) {
    return field.isRequired() || !FAILED.matcher(field.name()).matches();
  }

  /** Returns the first amount in the request, 0 if there is none. */
  private static long total(JsonNode node) {
    Iterable<String> names = node::fieldNames;
    for (String name : names) {
      JsonNode value = node.get(name);
      if (MONEY.matcher(name).matches() && value.asLong() > 0) {
        return value.asLong();
      }
    }
    for (JsonNode child : node) {
      long total = child.isContainerNode() ? total(child) : 0;
      if (total > 0) {
        return total;
      }
    }
    return 0;
  }
}
