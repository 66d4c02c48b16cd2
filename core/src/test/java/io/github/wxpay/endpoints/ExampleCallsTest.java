package io.github.wxpay.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.Wxpay;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Example;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.sandbox.Recorded;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.CompiledCalls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the Java of every endpoint's example compiles, and that the sandbox accepts what it
 * sends. The orders and the other objects of the examples do not exist, or have other states.
 */
class ExampleCallsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Endpoint> ENDPOINTS = Catalogue.load().endpoints();

  private static final String CREATED = "was created with other parameters";

  /** Errors about objects that do not exist. */
  private static final Set<String> UNKNOWN =
      Set.of(
          "404 NOT_FOUND",
          "404 ORDER_NOT_EXIST",
          "404 RESOURCE_NOT_EXISTS",
          "400 NO_STATEMENT_EXIST",
          "NOT_FOUND",
          "NO_BILL_EXIST",
          "No Bill Exist",
          "NO_COMMENT",
          "ORDERNOTEXIST",
          "REFUNDNOTEXIST");

  /** Errors about objects that earlier examples have created or paid. */
  private static final Set<String> OTHER_STATE =
      Set.of(
          "400 INVALID_ORDER_STATE",
          "ORDERPAID",
          "400 INVALID_REQUEST " + CREATED,
          "403 OUT_TRADE_NO_USED");

  /** Endpoints whose request has a value that only an earlier response or a secret gives. */
  private static final String COMPUTED =
      "GET v3/(billdownload/file|new-tax-control-fapiao/download|transferdownload/.*)"
          + "|POST mmpaymkttransfers/(promotion/paywwsptrans2pocket|sendworkwxredpack)";

  @TempDir Path folder;

  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();

  @Test
  void sendsRequestsThatTheSandboxAccepts() throws IOException {
    List<String> calls =
        ENDPOINTS.stream().map(Endpoint::example).map(Example::java).collect(Collectors.toList());
    for (String file : List.of("license.png", "invoice.pdf", "shop.mp4")) {
      Files.write(folder.resolve(file), new byte[] {'B', 'M', 0, 1, 2, 3});
    }
    try (Sandbox sandbox = Sandbox.builder().https(true).start();
        Wxpay wxpay = Clients.of(sandbox.config());
        Wxpay brand = brand(sandbox);
        CompiledCalls compiled = new CompiledCalls(calls, "", folder)) {
      Files.writeString(folder.resolve("users.txt"), wxpay.encrypt("6225880000000000") + "\n");
      for (int i = 0; i < ENDPOINTS.size(); i++) {
        Endpoint endpoint = ENDPOINTS.get(i);
        send(compiled, i, endpoint.isForBrands() ? brand : wxpay);
        if (endpoint.kind() == Endpoint.Kind.JSON) {
          List<Recorded> requests = sandbox.requests();
          checkSent(endpoint.example(), requests.get(requests.size() - 1));
        }
      }
    }
    assertThat(failures).as("%s", outcomes).isEmpty();
    assertThat(outcomes)
        .containsOnly(
            entry("accepted", 1069),
            entry("computed", 6),
            entry("other state", 37),
            entry("unknown", 74));
  }

  private Wxpay brand(Sandbox sandbox) throws IOException {
    Map<?, ?> merchant = (Map<?, ?>) sandbox.config().get("merchant");
    Path root = Files.writeString(folder.resolve("root.pem"), (String) merchant.get("ca"));
    try (Wxpay brand = Clients.of(sandbox.brandConfig())) {
      return brand.newBuilder().certificateAuthority(root).build();
    }
  }

  private void send(CompiledCalls compiled, int number, Wxpay wxpay) {
    Endpoint endpoint = ENDPOINTS.get(number);
    String outcome = "accepted";
    try {
      compiled.call(number, wxpay, folder);
    } catch (RuntimeException e) {
      boolean computed = (endpoint.method() + " " + endpoint.path()).matches(COMPUTED);
      outcome = computed ? "computed" : outcome(e);
      if (outcome.isEmpty()) {
        failures.add(endpoint + ": " + e);
      }
    }
    outcomes.merge(outcome, 1, Integer::sum);
  }

  private static String outcome(RuntimeException e) {
    String text = e.getMessage();
    if (e instanceof StatusException) {
      StatusException refused = (StatusException) e;
      String different = text.contains(CREATED) ? " " + CREATED : "";
      text = refused.status() + " " + refused.errorCode() + different;
    }
    if (UNKNOWN.stream().anyMatch(text::contains)) {
      return "unknown";
    }
    return OTHER_STATE.stream().anyMatch(text::contains) ? "other state" : "";
  }

  private static void checkSent(Example example, Recorded request) throws IOException {
    Endpoint endpoint = example.endpoint();
    assertThat(request.method()).isEqualTo(endpoint.method());
    String query = URI.create(request.target()).getRawQuery();
    assertThat(query == null ? 0 : query.split("&").length)
        .as("%s", endpoint)
        .isEqualTo(example.query().size());
    boolean plain = endpoint.request().stream().noneMatch(ExampleCallsTest::isEncrypted);
    if (plain && example.body().isPresent()) {
      assertThat(JSON.readTree(request.body()))
          .as("%s", endpoint)
          .isEqualTo(JSON.readTree(example.body().get().toString()));
    }
  }

  private static boolean isEncrypted(Field field) {
    return field.isEncrypted() || field.fields().stream().anyMatch(ExampleCallsTest::isEncrypted);
  }
}
