package io.github.wxpay.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.catalogue.Problem;
import io.github.wxpay.exception.StatusException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One error in a request to each of 60 endpoints (nightly 200) is reported by name. */
class WrongRequestTest {
  private static final long SEED = Long.getLong("seed", 20261128);
  private static final int COUNT = Boolean.getBoolean("nightly") ? 200 : 60;
  private static final Catalogue CATALOGUE = Catalogue.load();

  private static EndpointCaller caller;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    caller = new EndpointCaller(folder, SEED);
  }

  @AfterAll
  static void stop() {
    caller.close();
  }

  @Test
  void namesMissingRequiredField() {
    forEach(
        endpoint -> isBodied(endpoint) && !required(endpoint).isEmpty(),
        endpoint -> {
          SampleRequest sample = caller.sample(endpoint);
          String name = pick(required(endpoint), endpoint).name();
          sample.body.remove(name);
          assertThat(problems(sample))
              .anySatisfy(
                  problem -> {
                    assertThat(problem.kind()).isEqualTo(Problem.Kind.MISSING);
                    assertThat(problem.pointer()).isEqualTo("/" + name);
                  });
          refused(sample, name, "is required");
        });
  }

  @Test
  void namesFieldOfAnotherType() {
    forEach(
        endpoint -> isBodied(endpoint) && !typed(endpoint).isEmpty(),
        endpoint -> {
          SampleRequest sample = caller.sample(endpoint);
          Field field = pick(typed(endpoint), endpoint);
          sample.body.set(field.name(), another(field));
          assertThat(problems(sample))
              .anySatisfy(
                  problem -> {
                    assertThat(problem.kind()).isEqualTo(Problem.Kind.WRONG_TYPE);
                    assertThat(problem.pointer()).isEqualTo("/" + field.name());
                  });
          refused(sample, field.name(), "must ");
        });
  }

  @Test
  void namesPlaceholderWithoutValueAndSendsNothing() {
    forEach(
        endpoint -> !endpoint.pathParameters().isEmpty(),
        endpoint -> {
          SampleRequest sample = caller.sample(endpoint);
          String name = pick(endpoint.pathParameters(), endpoint).name();
          sample.variables.remove(name);
          int sent = caller.sandbox().requests().size();
          Throwable thrown = catchThrowable(() -> caller.send(sample));
          assertThat(thrown)
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining(name)
              .hasMessageContaining(endpoint.path());
          assertThat(caller.sandbox().requests()).hasSize(sent);
        });
  }

  @Test
  void namesAllowedVerbsForAnotherVerb() {
    forEach(
        endpoint -> endpoint.version() == 3 && endpoint.kind() == Endpoint.Kind.JSON,
        endpoint -> {
          SampleRequest sample = caller.sample(endpoint);
          String right = String.join(", ", CATALOGUE.methods(sample.path()));
          String verb = CATALOGUE.methods(sample.path()).contains("PUT") ? "PATCH" : "PUT";
          if (CATALOGUE.methods(sample.path()).contains(verb)) {
            return;
          }
          assertThat(CATALOGUE.problems(verb, endpoint.path(), sample.query, sample.body))
              .singleElement()
              .satisfies(
                  problem -> {
                    assertThat(problem.kind()).isEqualTo(Problem.Kind.WRONG_METHOD);
                    assertThat(problem.message()).contains("takes " + right);
                  });
          Throwable thrown = catchThrowable(() -> caller.send(sample, verb));
          assertThat(thrown)
              .isInstanceOfSatisfying(
                  StatusException.class,
                  e -> {
                    assertThat(e.status()).isEqualTo(405);
                    assertThat(e).hasMessageContaining("takes " + right);
                  });
        });
  }

  private static void refused(SampleRequest sample, String name, String issue) {
    Throwable thrown = catchThrowable(() -> caller.send(sample));
    assertThat(thrown).as(sample.toString()).hasMessageContaining(name).hasMessageContaining(issue);
    if (sample.endpoint.version() == 3) {
      assertThat(thrown)
          .isInstanceOfSatisfying(
              StatusException.class, e -> assertThat(e.status()).isEqualTo(400));
    }
  }

  private static List<Problem> problems(SampleRequest sample) {
    return CATALOGUE.problems(sample.endpoint.method(), sample.path(), sample.query, sample.body);
  }

  // Errors that the client refuses or corrects do not reach the sandbox.
  private static List<Field> required(Endpoint endpoint) {
    return endpoint.request().stream()
        .filter(Field::isRequired)
        .filter(field -> !EndpointCaller.OWN.contains(field.name()) && !field.name().contains("$"))
        .filter(field -> endpoint.either().stream().noneMatch(all -> all.contains(field.name())))
        .collect(Collectors.toList());
  }

  private static List<Field> typed(Endpoint endpoint) {
    return endpoint.request().stream()
        .filter(field -> !EndpointCaller.OWN.contains(field.name()) && field.json().isEmpty())
        .filter(field -> endpoint.version() == 3 || field.type().equals("integer"))
        .collect(Collectors.toList());
  }

  private static JsonNode another(Field field) {
    ObjectNode nodes = new com.fasterxml.jackson.databind.ObjectMapper().createObjectNode();
    return field.type().equals("string")
        ? nodes.put("a", 1).get("a")
        : nodes.put("a", "text").get("a");
  }

  private static boolean isBodied(Endpoint endpoint) {
    boolean message = endpoint.kind() == Endpoint.Kind.JSON || endpoint.kind() == Endpoint.Kind.XML;
    return message && !endpoint.method().equals("GET");
  }

  private static Field pick(List<Field> fields, Endpoint endpoint) {
    return fields.get(new Random(SEED + endpoint.toString().hashCode()).nextInt(fields.size()));
  }

  /**
   * Checks {@link #COUNT} of the endpoints, drawn by the seed; all failures are reported together.
   */
  private static void forEach(
      Predicate<Endpoint> fit, java.util.function.Consumer<Endpoint> check) {
    List<Endpoint> endpoints =
        CATALOGUE.endpoints().stream().filter(fit).collect(Collectors.toList());
    Collections.shuffle(endpoints, new Random(SEED));
    List<String> failures = new ArrayList<>();
    for (Endpoint endpoint : endpoints.subList(0, COUNT)) {
      try {
        check.accept(endpoint);
      } catch (RuntimeException | AssertionError e) {
        failures.add(endpoint + ": " + e);
      }
    }
    assertThat(failures).as("-Dseed=%d", SEED).isEmpty();
  }
}
