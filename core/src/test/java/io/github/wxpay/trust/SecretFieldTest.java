package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.crypto.Secret;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.sandbox.Recorded;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are sent encrypted for the key that the header names, and are never printed. */
class SecretFieldTest {
  private static final String NAME = "\u5f20\u4e09\ud83d\ude00 (canary)";
  private static final String OAEP = "RSA/ECB/OAEPWithSHA-1AndMGF1Padding";

  private static Sandbox sandbox;

  private final FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void encryptsSecretWithTheKeyThatIsNamed(boolean async) {
    try (Wxpay wxpay = Accounts.of(sandbox, true).build()) {
      Response response =
          Clients.post(async, wxpay.chain("v3/profitsharing/receivers/add"), receiver());

      assertThat(response.get("account")).isEqualTo("account-1");
      assertThat(response.decrypt("name")).isEqualTo(NAME);
      assertThat(response.decrypt("/name")).isEqualTo(NAME);
      assertThat(response.decrypt("no_such_field")).isNull();
      assertThat(response.toString()).doesNotContain(NAME);
      Recorded request = last();
      assertThat(request.text()).doesNotContain("canary", "<secret>");
      assertThat(request.header("Wechatpay-Serial")).hasValue(Accounts.publicKey(sandbox));
      assertThat(sandbox.decrypt(field(request, "name"), Accounts.publicKey(sandbox)))
          .isEqualTo(NAME);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void encryptsSecretWithKeyOfHeader(boolean async) {
    String serial = Accounts.certificate(sandbox);
    try (Wxpay wxpay = Accounts.of(sandbox, true).build()) {
      Response response =
          Clients.call(
              async,
              wxpay.chain("v3/profitsharing/receivers/add"),
              "POST",
              receiver(),
              Options.none().header("wechatpay-serial", serial));

      assertThat(response.decrypt("name")).isEqualTo(NAME);
      assertThat(last().header("Wechatpay-Serial")).hasValue(serial);
      assertThat(sandbox.decrypt(field(last(), "name"), serial)).isEqualTo(NAME);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void waitsForCertificateDownloadForSecret(boolean async) {
    try (Wxpay wxpay = Accounts.of(sandbox, false).build()) {
      Map<String, Object> bill = new LinkedHashMap<>();
      bill.put("appid", "wx8888888888888888");
      bill.put("out_bill_no", "bill" + async);
      bill.put("transfer_scene_id", "1000");
      bill.put("openid", "o-MYE42l80oelYMDE34nYD456Xoy");
      bill.put("user_name", Wxpay.secret(NAME));
      bill.put("transfer_amount", 200_000);
      bill.put("transfer_remark", "test");
      bill.put(
          "transfer_scene_report_infos", List.of(Map.of("info_type", "a", "info_content", "b")));

      Response made =
          Clients.post(async, wxpay.chain("v3/fund-app/mch-transfer/transfer-bills"), bill);

      assertThat(made.get("state")).isEqualTo("WAIT_USER_CONFIRM");
      assertThat(last().header("Wechatpay-Serial")).hasValue(Accounts.certificate(sandbox));
      Response asked =
          Clients.get(
              async,
              wxpay.chain("v3/fund-app/mch-transfer/transfer-bills/out-bill-no/bill" + async));
      assertThat(asked.decrypt("user_name")).isEqualTo(NAME);
    }
  }

  @Test
  void encryptsSecretAnywhereInBody() throws Exception {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("plain", "seen");
    map.put("map", Map.of("deep", Map.of("er", Wxpay.secret("a"))));
    map.put("list", List.of(Wxpay.secret("b"), List.of(Wxpay.secret("c"))));
    map.put("array", new Object[] {Wxpay.secret("d")});
    map.put("object", new Person());
    map.put("node", JsonNodeFactory.instance.pojoNode(Wxpay.secret("f")));
    map.put("empty", Wxpay.secret(""));
    Wxpay wxpay = Clients.over(http);

    wxpay.chain("v3/any").post(map);
    wxpay.chain("v3/any").put(new Person());
    wxpay.chain("v3/any").patch(List.of(Wxpay.secret("g")));
    wxpay.chain("v3/any").post(Wxpay.secret("h"));

    JsonNode sent = new ObjectMapper().readTree(http.sent().get(0).body());
    assertThat(sent.get("plain").textValue()).isEqualTo("seen");
    assertThat(opened(sent.at("/map/deep/er"), OAEP)).isEqualTo("a");
    assertThat(opened(sent.at("/list/0"), OAEP)).isEqualTo("b");
    assertThat(opened(sent.at("/list/1/0"), OAEP)).isEqualTo("c");
    assertThat(opened(sent.at("/array/0"), OAEP)).isEqualTo("d");
    assertThat(opened(sent.at("/object/name"), OAEP)).isEqualTo("e");
    assertThat(opened(sent.at("/node"), OAEP)).isEqualTo("f");
    assertThat(opened(sent.at("/empty"), OAEP)).isEmpty();
    assertThat(opened(json(1).at("/name"), OAEP)).isEqualTo("e");
    assertThat(opened(json(2).at("/0"), OAEP)).isEqualTo("g");
    assertThat(opened(json(3), OAEP)).isEqualTo("h");
    assertThat(http.sent())
        .allMatch(one -> one.isSigned())
        .allMatch(one -> one.header("Wechatpay-Serial").equals(Fixtures.PLATFORM_SERIAL));
  }

  private JsonNode json(int index) throws IOException {
    return new ObjectMapper().readTree(http.sent().get(index).body());
  }

  static final class Person {
    public final Secret name = Wxpay.secret("e");
  }

  @Test
  void encryptsSameSecretDifferentlyEachTime() throws Exception {
    Wxpay wxpay = Clients.over(http);
    Secret secret = Wxpay.secret(NAME);

    wxpay.chain("v3/any").post(Map.of("name", secret));
    wxpay.chain("v3/any").post(Map.of("name", secret));

    assertThat(json(0)).isNotEqualTo(json(1));
    assertThat(opened(json(0).get("name"), OAEP)).isEqualTo(opened(json(1).get("name"), OAEP));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void encryptsWithOldPaddingByOption(boolean typed) throws Exception {
    Wxpay wxpay = Clients.over(http);
    Map<String, Object> body = Map.of("name", Wxpay.secret(NAME));

    if (typed) {
      wxpay.chain("v3/global/any").post(body, Options.none().pkcs1(true));
    } else {
      wxpay.chain("v3/global/any").post(body, Map.of("pkcs1", true));
    }

    JsonNode name = json(0).get("name");
    assertThat(opened(name, "RSA/ECB/PKCS1Padding")).isEqualTo(NAME);
    assertThatThrownBy(() -> opened(name, OAEP)).isInstanceOf(GeneralSecurityException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesSecretForKeyThatIsNotConfigured(boolean async) {
    Options options = Options.none().header("Wechatpay-Serial", "PUB_KEY_ID_UNKNOWN");

    assertThatThrownBy(
            () ->
                Clients.call(
                    async,
                    Clients.over(http).chain("v3/any"),
                    "POST",
                    Map.of("name", Wxpay.secret(NAME)),
                    options))
        .isInstanceOfAny(IllegalStateException.class, IllegalArgumentException.class)
        .hasMessageContaining("The body contains a secret, but the key 'PUB_KEY_ID_UNKNOWN'")
        .hasMessageNotContaining("canary");
    assertThat(http.sent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesTooLongSecretWithoutShowingIt(boolean async) {
    String tooLong = "canary ".repeat(40);

    assertThatThrownBy(
            () ->
                Clients.post(
                    async,
                    Clients.over(http).chain("v3/any"),
                    Map.of("name", Wxpay.secret(tooLong))))
        .isInstanceOfAny(CryptoException.class, IllegalArgumentException.class)
        .hasMessageContaining("A text of 280 bytes could not be encrypted")
        .hasMessageContaining("at most 214 bytes")
        .hasMessageNotContaining("canary");
    assertThat(http.sent()).isEmpty();
  }

  @Test
  void refusesSecretWhereItWouldNotBeEncrypted() {
    Wxpay wxpay = Clients.builder().secret(Fixtures.SECRET).httpClient(http).build();
    Secret secret = Wxpay.secret(NAME);
    Map<String, Object> fields = Map.of("mch_id", Fixtures.MCHID, "re_user_name", secret);

    refused(() -> wxpay.chain("v2/mmpaymkttransfers/promotion/transfers").post(fields));
    refused(() -> wxpay.chain("v3/upload").post(new Multipart().append("meta", secret)));
    refused(
        () ->
            wxpay
                .chain("v3/upload")
                .post(
                    Map.of("a", secret),
                    Map.of("headers", Map.of("Content-Type", "multipart/form-data"))));
    refused(() -> wxpay.chain("v3/any/{name}").get(Map.of("name", secret)));
    refused(() -> wxpay.chain("v3/any").get(Map.of("headers", Map.of("X-Name", secret))));
    assertThat(http.sent()).isEmpty();
  }

  private static void refused(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("canary");
  }

  @Test
  void printsNoSecret() {
    List<String> seen = new ArrayList<>();
    Hook hook =
        new Hook() {
          @Override
          public Outgoing request(Outgoing request) {
            seen.add(request + " " + request.data());
            return request;
          }
        };
    Secret secret = Wxpay.secret(NAME);
    Wxpay wxpay = Clients.builder().hook(hook).httpClient(http).build();

    wxpay.chain("v3/any").post(Map.of("name", secret));

    assertThat(seen).hasSize(1).allMatch(text -> text.contains("<secret>"));
    assertThat(secret.toString() + "text " + secret + Map.of("a", secret) + List.of(secret))
        .doesNotContain("canary")
        .contains("<secret>");
    assertThat(http.only().text()).doesNotContain("canary");
    assertThatThrownBy(() -> Wxpay.secret(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("plaintext == null");
    assertThatThrownBy(() -> new ObjectMapper().writeValueAsString(secret))
        .as("another mapper finds nothing in it")
        .isInstanceOf(JsonProcessingException.class);
  }

  // By hand

  @Test
  void encryptsAndDecryptsTexts() {
    try (Wxpay wxpay = Accounts.of(sandbox, true).build()) {
      assertThat(sandbox.decrypt(wxpay.encrypt(NAME), Accounts.publicKey(sandbox))).isEqualTo(NAME);
      assertThat(wxpay.decrypt(sandbox.encrypt(NAME))).isEqualTo(NAME);
      String damaged = "A" + sandbox.encrypt(NAME).substring(1, 343) + "=";
      for (String bad : List.of("", "x", "AAAA", damaged, wxpay.encrypt(NAME))) {
        assertThatThrownBy(() -> wxpay.decrypt(bad))
            .isInstanceOf(CryptoException.class)
            .hasMessageStartingWith("The ciphertext could not be decrypted: it is damaged");
      }
    }
  }

  // A key out of reach

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void signsAndDecryptsWithKms(boolean async) {
    PrivateKey key = Accounts.key(sandbox);
    List<byte[]> signed = new ArrayList<>();
    RequestSigner signer =
        message -> {
          signed.add(message);
          return signature(message, key);
        };
    try (Wxpay wxpay =
        Accounts.of(sandbox, true)
            .privateKey(signer)
            .decrypter(ciphertext -> cipher(OAEP, key, ciphertext))
            .build()) {
      Response response =
          Clients.post(async, wxpay.chain("v3/profitsharing/receivers/add"), receiver());

      assertThat(response.decrypt("name")).isEqualTo(NAME);
      assertThat(wxpay.decrypt(sandbox.encrypt("x"))).isEqualTo("x");
      assertThat(wxpay.payParams().jsapi("wx1", "prepay")).containsEntry("signType", "RSA");
      assertThat(signed).hasSize(2);
      assertThat(new String(signed.get(0), StandardCharsets.UTF_8))
          .startsWith("POST\n/v3/profitsharing/receivers/add\n");
      assertThat(last().verified()).isTrue();
    }
  }

  @Test
  void slowSignerBlocksNoThreadOfTheCaller() throws Exception {
    PrivateKey key = Accounts.key(sandbox);
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<byte[]> later = new CompletableFuture<>();
    List<byte[]> messages = new ArrayList<>();
    RequestSigner signer =
        new RequestSigner() {
          @Override
          public byte[] sign(byte[] message) {
            throw new AssertionError("the asynchronous one is there");
          }

          @Override
          public CompletionStage<byte[]> signAsync(byte[] message) {
            messages.add(message);
            asked.countDown();
            return later;
          }
        };
    try (Wxpay wxpay = Accounts.of(sandbox, true).privateKey(signer).build()) {
      int before = sandbox.requests().size();
      CompletableFuture<Response> call =
          wxpay.chain("v3/pay/transactions/native").postAsync(Accounts.order(wxpay, "slow-1"));

      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(call).isNotDone();
      assertThat(sandbox.requests()).hasSize(before);
      later.complete(signature(messages.get(0), key));
      assertThat(call.get(10, TimeUnit.SECONDS).get("code_url")).isNotEmpty();
    }
  }

  @Test
  void sendsNothingWhenCancelledWhileSigning() {
    CompletableFuture<byte[]> later = new CompletableFuture<>();
    Wxpay wxpay = Clients.builder().privateKey(asynchronous(later)).httpClient(http).build();
    CompletableFuture<Response> call = wxpay.chain("v3/any").postAsync(Map.of());

    call.cancel(true);
    later.complete(new byte[256]);

    assertThat(call).isCancelled();
    assertThat(http.sent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsFailedSignerAndSendsNothing(boolean async) {
    RequestSigner throwing =
        message -> {
          throw new IOException("KMS: quota exceeded");
        };
    RequestSigner broken =
        message -> {
          throw new IllegalStateException("KMS: broken");
        };
    RequestSigner own =
        message -> {
          throw new CryptoException("my own words");
        };
    assertNotSigned(async, throwing, "quota exceeded");
    assertNotSigned(async, broken, "KMS: broken");
    assertNotSigned(async, message -> null, "it returned null");
    assertNotSigned(
        async,
        asynchronous(CompletableFuture.failedFuture(new IOException("KMS: timeout"))),
        "KMS: timeout");
    assertThatThrownBy(
            () ->
                Clients.get(
                    async,
                    Clients.builder().privateKey(own).httpClient(http).build().chain("v3/any")))
        .isInstanceOf(CryptoException.class)
        .hasMessage("my own words");
    assertThat(http.sent()).isEmpty();
  }

  private void assertNotSigned(boolean async, RequestSigner signer, String why) {
    Wxpay wxpay = Clients.builder().privateKey(signer).httpClient(http).build();
    assertThatThrownBy(() -> Clients.get(async, wxpay.chain("v3/any")))
        .isInstanceOf(CryptoException.class)
        .hasMessageStartingWith("The signer could not sign GET v3/any, so nothing was sent: ")
        .hasMessageContaining(why);
    assertThatThrownBy(() -> wxpay.payParams().jsapi("wx1", "prepay"))
        .isInstanceOf(CryptoException.class)
        .hasMessageContaining("The signer could not sign the parameters")
        .hasMessageContaining(why);
  }

  @Test
  void reportsMissingDecrypter() {
    WxpayBuilder builder = Clients.builder().privateKey(message -> new byte[256]);
    String sealed = sandbox.encrypt(NAME);

    assertThatThrownBy(() -> builder.build().decrypt(sealed))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no private key in this process")
        .hasMessageContaining("decrypter(…)");
    builder.decrypter(
        ciphertext -> {
          throw new IOException("KMS: denied for " + Arrays.toString(ciphertext));
        });
    assertThatThrownBy(() -> builder.build().decrypt(sealed))
        .isInstanceOf(CryptoException.class)
        .hasMessage("The decrypter could not decrypt: java.io.IOException")
        .hasRootCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> builder.build().decrypt("no base64"))
        .isInstanceOf(CryptoException.class);
  }

  private static RequestSigner asynchronous(CompletionStage<byte[]> signature) {
    return new RequestSigner() {
      @Override
      public byte[] sign(byte[] message) {
        throw new AssertionError("the asynchronous one is there");
      }

      @Override
      public CompletionStage<byte[]> signAsync(byte[] message) {
        return signature;
      }
    };
  }

  private static Map<String, Object> receiver() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("appid", "wx8888888888888888");
    body.put("type", "PERSONAL_OPENID");
    body.put("account", "account-1");
    body.put("name", Wxpay.secret(NAME));
    body.put("relation_type", "STAFF");
    return body;
  }

  private static Recorded last() {
    List<Recorded> requests = sandbox.requests();
    return requests.get(requests.size() - 1);
  }

  private static String field(Recorded request, String name) {
    try {
      return new ObjectMapper().readTree(request.body()).get(name).textValue();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String opened(JsonNode node, String transformation)
      throws GeneralSecurityException {
    byte[] sealed = Base64.getDecoder().decode(node.textValue());
    return new String(
        cipher(transformation, Fixtures.platformKey(), sealed), StandardCharsets.UTF_8);
  }

  private static byte[] cipher(String transformation, PrivateKey key, byte[] sealed)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(transformation);
    cipher.init(Cipher.DECRYPT_MODE, key);
    return cipher.doFinal(sealed);
  }

  private static byte[] signature(byte[] message, PrivateKey key) {
    return Base64.getDecoder().decode(Fixtures.sign("SHA256", message, key));
  }
}
