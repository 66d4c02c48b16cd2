package io.github.wxpay;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.BadInput;
import io.github.wxpay.testing.BadInput.Use;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.JsonCalls;
import io.github.wxpay.testing.Reply;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong paths, placeholders, options, headers and bodies, of which none is sent. */
class BadCallTest {
  private static final String BY_ID = "v3/pay/transactions/id/{transaction_id}";
  private static final Map<String, Use<Wxpay>> CODE =
      Map.ofEntries(
          entry(
              "value too many, typed",
              w -> w.chain(BY_ID).get(Options.of("transaction_id", 1).with("x", 1))),
          entry("value bytes", w -> w.chain(BY_ID).get(Map.of("transaction_id", new byte[1]))),
          entry("option name null", w -> anyPath(w).get(Collections.singletonMap(null, 1))),
          entry("config null", w -> anyPath(w).get((Map<String, ?>) null)),
          entry("options null", w -> anyPath(w).get((Options) null)),
          entry(
              "params by numbers",
              w -> anyPath(w).get(Map.of("params", new HashMap<>(Map.of(1, 2))))),
          entry("query of an array", w -> anyPath(w).get(Options.none().query("q", new int[] {1}))),
          entry("path null", w -> w.chain(null)),
          entry("names null", w -> w.prop(null)),
          entry("an empty link", w -> w.v3().chain("")),
          entry("an empty name", w -> w.prop("v3..pay")),
          entry(
              "absolute URL behind a chain", w -> w.v3().chain("https://example.com/../..").get()),
          entry("body a stream", w -> anyPath(w).post(new ByteArrayInputStream(new byte[1]))),
          entry("body a file", w -> anyPath(w).post(new File("upload.gif"))),
          entry("body a path", w -> anyPath(w).post(Path.of("upload.gif"))),
          entry(
              "body with an object that has no JSON",
              w -> anyPath(w).post(new ArrayList<>(List.of(Optional.of(1))))),
          entry("body that holds itself", w -> anyPath(w).post(loop())),
          entry(
              "part a file that is not there",
              w -> anyPath(w).post(new Multipart().append("file", Path.of("nowhere.gif")))),
          entry(
              "hook that returns nothing",
              w -> anyPath(w.newBuilder().hook(request -> null).build()).get()),
          entry(
              "nonce that cannot be sent in the header",
              w -> anyPath(w.newBuilder().nonce(() -> "a\"b\n").build()).get()),
          entry(
              "signer that fails",
              w -> anyPath(w.newBuilder().privateKey(BadCallTest::failToSign).build()).post("x")),
          entry(
              "signer that returns null",
              w -> anyPath(w.newBuilder().privateKey(message -> null).build()).get()),
          entry(
              "no platform key at all",
              w -> anyPath(with("certs", Collections.singletonMap("any", null))).get()),
          entry("no private key", w -> anyPath(with("privateKey", "")).get()),
          entry(
              "only APIv2",
              w -> anyPath(Wxpay.of(Map.of("mchid", "1", "secret", Fixtures.SECRET))).get()));

  private final FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));
  private final Wxpay wxpay = Clients.over(http);

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void refusesWrongCallBeforeSending(BadInput<Wxpay> row) {
    row.assertRefusedBy(wxpay);
    assertThat(http.sent()).isEmpty();
  }

  private static Stream<BadInput<Wxpay>> rows() {
    Map<String, String> variables = Map.of("pathType", Path.of("a").getClass().getName());
    return BadInput.rows("call.json", BadCallTest::use, CODE, variables);
  }

  /**
   * Input: a {@code path} and calls on its {@code chain}, and the {@code config} as a Map, the
   * {@code options} as calls on Options, a {@code body} that is posted, or a {@code method}.
   */
  private static void use(Wxpay wxpay, JsonNode input) throws Exception {
    assertThat(input.fieldNames())
        .toIterable()
        .isSubsetOf("path", "chain", "config", "options", "body", "method");
    Chain chain =
        JsonCalls.callEach(wxpay.chain(input.required("path").textValue()), input.path("chain"));
    if (input.has("method")) {
      chain.request(input.get("method").textValue(), null, Options.none());
    } else if (input.has("body")) {
      chain.post(JsonCalls.value(input.get("body")), JsonCalls.map(input.path("config")));
    } else if (input.has("options")) {
      chain.get(JsonCalls.callEach(Options.none(), input.get("options")));
    } else if (input.has("config")) {
      chain.get(JsonCalls.map(input.get("config")));
    } else {
      chain.get();
    }
  }

  @Test
  void failsFutureAndNotAsynchronousVerb() {
    CompletableFuture<Response> call = wxpay.chain("v3/a/{x}").getAsync();

    assertThatThrownBy(call::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The placeholder {x} of 'v3/a/{x}' has no value.");
    assertThat(http.sent()).isEmpty();
  }

  @Test
  void showsCallerInStackTraceOfBlockingCall() {
    Throwable thrown = catchThrowable(() -> wxpay.chain("v3/a/{x}").get());

    assertThat(thrown.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(BadCallTest.class.getName()));
  }

  @Test
  void doesNotChangeCallersMaps() {
    Map<String, Object> config = new LinkedHashMap<>(Map.of("x", 1, "params", Map.of("a", 1)));
    Map<String, Object> body = new LinkedHashMap<>(Map.of("b", 2));

    wxpay.chain("v3/a/{x}").post(body, Collections.unmodifiableMap(config));

    assertThat(config).isEqualTo(Map.of("x", 1, "params", Map.of("a", 1)));
    assertThat(body).isEqualTo(Map.of("b", 2));
    assertThat(http.only().target()).isEqualTo("/v3/a/1?a=1");
  }

  private static Chain anyPath(Wxpay wxpay) {
    return wxpay.chain("v3/a");
  }

  private static Wxpay with(String key, Object value) {
    Map<String, Object> dictionary = Fixtures.dictionary();
    dictionary.put(key, value);
    return Wxpay.of(dictionary);
  }

  private static byte[] failToSign(byte[] message) throws IOException {
    throw new IOException("token expired");
  }

  private static Map<String, Object> loop() {
    Map<String, Object> loop = new HashMap<>();
    loop.put("self", loop);
    return loop;
  }
}
