package io.github.wxpay.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.Wxpay;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Example;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.CompiledCalls;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the typed calls of all examples compile, and that they send what the dynamic calls
 * send.
 */
class TypedExampleTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String IMPORTS = "import io.github.wxpay.endpoints.*;\n";

  @TempDir Path folder;

  private int compared;
  private final List<Outgoing> requests = new ArrayList<>();
  private final Wxpay unsent =
      Clients.once()
          .mchid("1900000109")
          .serial(Fixtures.SERIAL)
          .privateKey(Fixtures.merchantKey())
          .platformKey(Fixtures.PLATFORM_SERIAL, Fixtures.text("platform_cert.pem"))
          .secret(Fixtures.SECRET)
          .merchantCertificate(
              Fixtures.text("apiclient_cert.pem"), Fixtures.text("apiclient_key.pem"))
          .httpClient(new FakeHttpClient(sent -> Reply.bare(200, "")))
          .hook(
              new Hook() {
                @Override
                public Outgoing request(Outgoing request) {
                  requests.add(request);
                  throw new IllegalStateException("not to be sent");
                }
              })
          .build();

  /** Returns the typed call of an example. */
  private static Optional<String> typed(Example example) {
    Endpoint endpoint = example.endpoint();
    Map<String, String> values = new LinkedHashMap<>(example.values());
    values.putAll(example.headers());
    example.file().ifPresent(file -> values.put("file", file));
    JsonNode body = example.body().or(example::meta).orElse(null);
    String path = (endpoint.version() == 2 ? "v2/" : "") + endpoint.path();
    return TypedExample.of(endpoint.method(), path, body, example.query(), values);
  }

  @Test
  void compilesForAllEndpointsAndSendsWhatTheDynamicCallSends() throws IOException {
    List<String> calls = new ArrayList<>();
    List<Endpoint> endpoints = new ArrayList<>();
    for (Endpoint endpoint : Catalogue.load().endpoints()) {
      Optional<String> call = typed(endpoint.example());
      assertThat(call.isPresent()).as("%s", endpoint).isEqualTo(!endpoint.hasDynamicUrl());
      if (call.isPresent()) {
        assertThat(call.get()).as("%s", endpoint).doesNotContain(".put(", "…");
        calls.add(call.get());
        endpoints.add(endpoint);
      }
    }
    assertThat(calls).hasSize(1182);
    int typed = calls.size();
    endpoints.forEach(endpoint -> calls.add(endpoint.example().java()));
    try (CompiledCalls compiled = new CompiledCalls(calls, IMPORTS, folder)) {
      for (int i = 0; i < typed; i++) {
        compare(compiled, endpoints.get(i), i, typed + i);
      }
      assertThat(compared).isEqualTo(1177);
    }
  }

  private void compare(CompiledCalls compiled, Endpoint endpoint, int typed, int dynamic)
      throws IOException {
    String name = endpoint.toString();
    // A page's URL is not sent, and the dynamic call of a bank's fields requests a key first.
    if (endpoint.kind() == Endpoint.Kind.REDIRECT
        || endpoint.request().stream().anyMatch(Field::isForBank)) {
      return;
    }
    compared++;
    if (endpoint.kind() == Endpoint.Kind.UPLOAD) {
      Files.write(folder.resolve(endpoint.example().file().orElseThrow()), new byte[] {1, 2, 3});
    }
    Outgoing expected = request(compiled, dynamic);
    Outgoing sent = request(compiled, typed);
    assertThat(sent.toString()).as(name).isEqualTo(expected.toString());
    assertThat(texts(sent.query())).as(name).isEqualTo(texts(expected.query()));
    assertThat(sent.options().values()).as(name).isEqualTo(expected.options().values());
    assertThat(sent.options().security()).as(name).isEqualTo(expected.options().security());
    assertThat(sent.options().nonceless()).as(name).isEqualTo(expected.options().nonceless());
    assertThat(sent.options().pkcs1()).as(name).isEqualTo(expected.options().pkcs1());
    assertThat(sent.options().host()).as(name).isEqualTo(expected.options().host());
    if (endpoint.version() == 2 && sent.data() != null) {
      assertThat(texts(sent.data())).as(name).isEqualTo(texts(expected.data()));
    } else if (endpoint.kind() == Endpoint.Kind.JSON) {
      assertThat(JSON.valueToTree(plain(sent.data())).toString())
          .as(name)
          .isEqualTo(JSON.valueToTree(plain(expected.data())).toString());
    }
  }

  /** Returns the request of a call before it is signed. */
  private Outgoing request(CompiledCalls compiled, int number) {
    requests.clear();
    assertThatThrownBy(() -> compiled.call(number, unsent, folder))
        .hasStackTraceContaining("not to be sent");
    return requests.get(0);
  }

  private static Map<String, String> texts(Object fields) {
    Map<String, String> texts = new TreeMap<>();
    ((Map<?, ?>) fields)
        .forEach((name, value) -> texts.put(name.toString(), String.valueOf(value)));
    texts.computeIfPresent(
        "risk_info", (name, text) -> URLDecoder.decode(text, StandardCharsets.UTF_8));
    return texts;
  }

  /** Returns a copy with texts in place of secrets. */
  private static Object plain(Object value) {
    if (value instanceof Map) {
      Map<String, Object> copy = new TreeMap<>();
      ((Map<?, ?>) value).forEach((name, one) -> copy.put(name.toString(), plain(one)));
      return copy;
    }
    if (value instanceof List) {
      List<Object> copy = new ArrayList<>();
      ((List<?>) value).forEach(one -> copy.add(plain(one)));
      return copy;
    }
    return value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
  }

  @Test
  void writesNestedObjectsAsLambdas() throws IOException {
    JsonNode body = JSON.readTree("{\"appid\":\"wx1\",\"amount\":{\"total\":1}}");

    assertThat(
            TypedExample.of("POST", "v3/pay/transactions/native", body, Map.of(), Map.of())
                .orElseThrow())
        .isEqualTo(
            "V3.of(wxpay).pay().transactions().native_()"
                + ".post(b -> b.appid(\"wx1\").amount(a -> a.total(1)))");
  }

  @Test
  void writesUnknownFieldsByPut() throws IOException {
    JsonNode body = JSON.readTree("{\"newest\":[1,{\"a\":\"b\"}]}");

    assertThat(
            TypedExample.of("POST", "v3/pay/transactions/native", body, Map.of(), Map.of())
                .orElseThrow())
        .endsWith(
            ".put(\"newest\", java.util.List.of(1, io.github.wxpay.Wxpay.fields(\"a\", \"b\"))))");
  }

  @Test
  void returnsEmptyForUnknownPathsAndMethods() {
    assertThat(TypedExample.of("POST", "v3/none", null, Map.of(), Map.of())).isEmpty();
    assertThat(TypedExample.of("POST", "none", null, Map.of(), Map.of())).isEmpty();
    assertThat(TypedExample.of("PUT", "v3/pay/transactions/native", null, Map.of(), Map.of()))
        .isEmpty();
  }
}
