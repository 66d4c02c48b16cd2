package io.github.wxpay;

import static io.github.wxpay.testing.Fixtures.text;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.testing.BadInput;
import io.github.wxpay.testing.BadInput.Use;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.JsonCalls;
import io.github.wxpay.testing.Reply;
import java.net.http.HttpClient.Redirect;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong settings of the builder, of which none sends anything. */
class BadConfigurationTest {
  private static final Map<String, Use<WxpayBuilder>> CODE =
      Map.ofEntries(
          entry("EC private key object", b -> b.privateKey(ecKey())),
          entry(
              "EC platform key object", b -> b.platformKey(Fixtures.PUBLIC_KEY_ID, ecPublicKey())),
          entry("1024-bit private key", b -> b.privateKey(Fixtures.weakKey().getPrivate())),
          entry("1024-bit private key as text", b -> b.privateKey("private.pkcs8://" + weakKey())),
          entry(
              "1024-bit platform key",
              b -> b.platformKey(Fixtures.PUBLIC_KEY_ID, Fixtures.weakKey().getPublic())),
          entry("key cut off", b -> b.privateKey(text("apiclient_key.pem").substring(0, 900))),
          entry(
              "key with a foreign letter",
              b -> b.privateKey(text("apiclient_key.pem").replaceFirst("\nMII", "\nM*I"))),
          entry("key without its armour", b -> b.privateKey("*" + lines().substring(1))),
          entry(
              "client that follows redirects",
              b -> b.httpClient(FakeHttpClient.redirecting(Redirect.NORMAL))),
          entry(
              "client that follows all redirects",
              b -> b.httpClient(FakeHttpClient.redirecting(Redirect.ALWAYS))),
          entry("privateKey null path", b -> b.privateKey((Path) null)),
          entry("privateKey null text", b -> b.privateKey((String) null)),
          entry("privateKey null key", b -> b.privateKey((PrivateKey) null)),
          entry("platformKey null path", b -> b.platformKey("A", (Path) null)),
          entry("platformKey null text", b -> b.platformKey("A", (String) null)),
          entry("platformKey null key", b -> b.platformKey("A", (PublicKey) null)));

  private final FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void refusesWrongConfiguration(BadInput<WxpayBuilder> row) {
    row.assertRefusedBy(Clients.builder().httpClient(http));
    assertThat(http.sent()).isEmpty();
  }

  private static Stream<BadInput<WxpayBuilder>> rows() {
    return BadInput.rows("configuration.json", BadConfigurationTest::use, CODE, Map.of());
  }

  /**
   * Input: {@code set} is a setting that is wrong itself; {@code build} are settings with which a
   * complete builder cannot build; {@code buildOnly} are those of a builder that has no others.
   */
  private static void use(WxpayBuilder builder, JsonNode input) throws Exception {
    assertThat(input).hasSize(1);
    if (input.has("set")) {
      assertThat(input.get("set")).hasSize(1);
      JsonCalls.callEach(builder, input.get("set"));
    } else if (input.has("build")) {
      JsonCalls.callEach(builder, input.get("build")).build();
    } else {
      JsonCalls.callEach(Wxpay.builder(), input.required("buildOnly")).build();
    }
  }

  private static String lines() {
    return String.join("\n", Fixtures.lines("apiclient_key.pem"));
  }

  private static String weakKey() {
    return Base64.getEncoder().encodeToString(Fixtures.weakKey().getPrivate().getEncoded());
  }

  private static PrivateKey ecKey() throws Exception {
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Fixtures.der("ec_key.pem")));
  }

  private static PublicKey ecPublicKey() throws Exception {
    return KeyFactory.getInstance("EC")
        .generatePublic(new X509EncodedKeySpec(Fixtures.der("ec_pubkey.pem")));
  }
}
