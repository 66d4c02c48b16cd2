package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Options;
import io.github.wxpay.internal.call.RequestConfig;
import io.github.wxpay.internal.text.DidYouMean;
import io.github.wxpay.internal.url.BaseUrl;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A secret that is passed as a name is not shown; a misspelled name is. */
class SecretLikeNameTest {
  private static final int WINDOW = 12;

  static Stream<String> secrets() {
    String pem = Fixtures.text("apiclient_key.pem");
    return Stream.of(
        pem,
        pem.replace("\n", "\\n"),
        String.join("", Fixtures.lines("apiclient_key.pem")),
        "-----BEGIN PRIVATE KEY-----",
        Fixtures.API_V3_KEY,
        Fixtures.SECRET,
        Base64.getEncoder().encodeToString(Fixtures.SECRET.getBytes(StandardCharsets.UTF_8)),
        "0123456789abcdef".repeat(2),
        "a pass phrase of many words, which is longer than any name of a setting");
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void showsLengthInsteadOfSecret(String secret) {
    for (Use use : uses()) {
      Throwable thrown = catchThrowable(() -> use.of(secret));

      assertThat(thrown).as(use.name).isInstanceOf(IllegalArgumentException.class);
      assertThat(thrown.getMessage()).as(use.name).containsPattern("[0-9]+ characters");
      assertThat(windows(secret)).as(use.name).noneMatch(thrown.getMessage()::contains);
    }
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void suggestsNoSecret(String secret) {
    assertThat(DidYouMean.nearest(secret, List.of("privateKey", secret + "a"))).isEmpty();
    assertThat(DidYouMean.nearest(secret.substring(1), List.of(secret))).isEmpty();
  }

  @Test
  void showsMisspelledNameAndNearestOne() {
    assertThat(catchThrowable(() -> Wxpay.of(Map.of("privatKey", "x"))))
        .hasMessageStartingWith(
            "The entry `privatKey` is not known. Did you mean 'privateKey'? Known: [mchid, ");
    assertThat(catchThrowable(() -> Wxpay.of(with("merchant", Map.of("certs", "x")))))
        .hasMessageStartingWith("The entry `merchant.certs` is not known. Did you mean 'cert'?");
    assertThat(
            catchThrowable(
                () -> RequestConfig.read(Map.of("transactionId", 1), Set.of("transaction_id"))))
        .hasMessageStartingWith(
            "The option 'transactionId' is not known here. Did you mean 'transaction_id'?");
  }

  @Test
  void showsLongestNamesOfPlatform() {
    String name = "sub_merchant_settlement_account"; // 31 characters

    assertThat(catchThrowable(() -> RequestConfig.read(Map.of(name, 1), Set.of())))
        .hasMessageStartingWith("The option '" + name + "' is not known here.");
  }

  private static List<Use> uses() {
    return List.of(
        new Use("dictionary", text -> Wxpay.of(Map.of(text, "x"))),
        new Use("merchant of the dictionary", text -> Wxpay.of(with("merchant", Map.of(text, 1)))),
        new Use(
            "headers of the dictionary", text -> Wxpay.of(with("headers", Map.of(text + " ", 1)))),
        new Use("sign type", text -> Wxpay.of(with("signType", text))),
        new Use("option", text -> RequestConfig.read(Map.of(text, 1), Set.of("a"))),
        new Use("flag", text -> RequestConfig.read(Map.of("security", text), Set.of())),
        new Use("timeout", text -> RequestConfig.read(Map.of("timeout", text), Set.of())),
        new Use("header", text -> Headers.none().with(text + " ", "x")),
        new Use(
            "query", text -> client().chain("v3/a").get(Options.none().query(text, new byte[1]))),
        new Use("placeholder", text -> client().chain("v3/a").get(Options.of(text, 1))),
        new Use("placeholder of a chain", text -> client().chain("v3/a").with(text, 1).get()),
        new Use("query of a chain", text -> client().chain("v3/a").query(text, new byte[1]).get()),
        new Use("header of a chain", text -> client().chain("v3/a").header(text + " ", "x")),
        new Use("field", text -> client().chain("v2/a").post(Map.of(text, List.of()))),
        new Use("name of a pair", text -> Wxpay.fields(text, 1, text, 2)),
        new Use("merchant", text -> Wxpay.builder().mchid(text + "!")),
        new Use("base URL", BaseUrl::check));
  }

  private static Wxpay client() {
    return Clients.builder()
        .secret(Fixtures.SECRET)
        .httpClient(FakeHttpClient.answering(Reply.bare(200, "")))
        .build();
  }

  private static Map<String, Object> with(String key, Object value) {
    Map<String, Object> dictionary = Fixtures.dictionary();
    dictionary.put(key, value);
    return dictionary;
  }

  private static Stream<String> windows(String secret) {
    return Stream.iterate(0, i -> i + 1)
        .limit(secret.length() - WINDOW + 1L)
        .map(i -> secret.substring(i, i + WINDOW));
  }

  private interface Action {
    void of(String text);
  }

  private static final class Use {
    private final String name;
    private final Action action;

    Use(String name, Action action) {
      this.name = name;
      this.action = action;
    }

    void of(String text) {
      action.of(text);
    }
  }
}
