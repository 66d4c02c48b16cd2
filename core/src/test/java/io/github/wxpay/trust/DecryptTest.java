package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.Notification;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.crypto.Decrypter;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that the platform encrypted for the merchant are decrypted as their call asked for. */
class DecryptTest {
  private static final String NAME = "\u5f20\u4e09\ud83d\ude00 (canary)";
  private static final String OAEP = "RSA/ECB/OAEPWithSHA-1AndMGF1Padding";
  private static final String PKCS1 = "RSA/ECB/PKCS1Padding";
  private static final Options OLD_PADDING = Options.none().pkcs1(true);

  // The padding

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void decryptsResponseWithThePaddingOfItsCall(boolean async) {
    Wxpay old = answering("{\"name\":\"" + encrypted(PKCS1, NAME) + "\"}");
    Wxpay usual = answering("{\"name\":\"" + encrypted(OAEP, NAME) + "\"}");

    assertThat(get(async, old, OLD_PADDING).decrypt("name")).isEqualTo(NAME);
    assertThat(get(async, old, OLD_PADDING).decrypt("/name")).isEqualTo(NAME);
    assertThat(old.chain("v3/a").get(Map.of("pkcs1", true)).decrypt("name")).isEqualTo(NAME);
    assertThat(get(async, usual, Options.none()).decrypt("name")).isEqualTo(NAME);
    assertThat(get(async, usual, Options.none().pkcs1(false)).decrypt("name")).isEqualTo(NAME);
  }

  @Test
  void decryptsOldPaddingOnlyIfTheCallRequestsIt() {
    Wxpay wxpay = answering("{\"name\":\"" + encrypted(PKCS1, NAME) + "\"}");

    assertThatThrownBy(() -> wxpay.chain("v3/a").get().decrypt("name"))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessageEndingWith("(OAEP with SHA-1 is expected).");
    assertThatThrownBy(() -> wxpay.decrypt(encrypted(PKCS1, NAME)))
        .isExactlyInstanceOf(CryptoException.class);
  }

  @Test
  void knowsThePaddingOfUploadsAndOfCallsThatHooksChange(@TempDir Path folder) throws Exception {
    Hook hook =
        new Hook() {
          @Override
          public Outgoing request(Outgoing request) {
            return request.withHeader("X-Test", "1");
          }
        };
    Path file = Files.write(folder.resolve("face.png"), new byte[] {1});
    Wxpay wxpay =
        answering("{\"name\":\"" + encrypted(PKCS1, NAME) + "\"}").newBuilder().hook(hook).build();

    assertThat(wxpay.chain("v3/any").upload(file, Map.of(), OLD_PADDING).decrypt("name"))
        .isEqualTo(NAME);
    assertThat(wxpay.chain("v3/any").post(Map.of(), OLD_PADDING).decrypt("name")).isEqualTo(NAME);
  }

  @Test
  void refusesOldPaddingWhereOnlyDecrypterHasTheKey() {
    Wxpay remote =
        Clients.builder()
            .privateKey(message -> Rsa.signature(message, Fixtures.merchantKey()))
            .decrypter(ciphertext -> NAME.getBytes(StandardCharsets.UTF_8))
            .httpClient(FakeHttpClient.answering(Reply.signed("{\"name\":\"AAAA\"}")))
            .build();

    assertThatThrownBy(() -> get(false, remote, OLD_PADDING).decrypt("name"))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage(
            "A response to a call with pkcs1(true) can be decrypted with the private key only,"
                + " since a Decrypter is for OAEP. Set privateKey(…), or decrypt the ciphertext,"
                + " which get(…) returns, with the key service.");
    assertThat(get(false, remote, Options.none()).decrypt("name")).isEqualTo(NAME);
  }

  @Test
  void usesPrivateKeyForOldPaddingBesideDecrypter() {
    Wxpay both =
        answering("{\"name\":\"" + encrypted(PKCS1, NAME) + "\"}")
            .newBuilder()
            .decrypter(ciphertext -> new byte[0])
            .build();

    assertThat(get(false, both, OLD_PADDING).decrypt("name")).isEqualTo(NAME);
  }

  @Test
  void decryptsWhatWasEncryptedWithTheOldPadding() {
    for (String text : List.of("", "a", NAME, "x".repeat(245))) {
      String ciphertext = Rsa.encryptPkcs1(text, Fixtures.merchantPublicKey());

      assertThat(Rsa.decryptPkcs1(ciphertext, Fixtures.merchantKey())).isEqualTo(text);
    }
  }

  @Test
  void reportsEveryErrorOfTheOldPaddingInOneWay() {
    byte[] good = Base64.getDecoder().decode(encrypted(PKCS1, NAME));
    Map<String, String> faults = new LinkedHashMap<>();
    faults.put("not base64", "?");
    faults.put("empty", "");
    faults.put("short", base64(Arrays.copyOf(good, 255)));
    faults.put("long", base64(Arrays.copyOf(good, 257)));
    faults.put("larger than the modulus", base64(filled(0xff, 256)));
    faults.put("block type 1", raw(block(1, 200)));
    faults.put("no end of the padding", raw(block(2, 254)));
    faults.put("padding of 7 bytes", raw(block(2, 7)));
    faults.put("no padding at all", raw(new byte[256]));

    assertThat(Rsa.decryptPkcs1(raw(block(2, 8)), Fixtures.merchantKey())).hasSize(245);
    faults.forEach(
        (fault, ciphertext) ->
            assertThat(catchThrowable(() -> Rsa.decryptPkcs1(ciphertext, Fixtures.merchantKey())))
                .as(fault)
                .isExactlyInstanceOf(CryptoException.class)
                .hasNoCause()
                .hasMessage(
                    "The ciphertext could not be decrypted: it is damaged, or was encrypted for"
                        + " another key (PKCS#1 v1.5 is expected)."));
  }

  // Without waiting

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void decryptsResponseWithoutWaiting(boolean pkcs1) {
    String body =
        "{\"empty\":\"\",\"bad\":\"AAAA\",\"name\":\""
            + encrypted(pkcs1 ? PKCS1 : OAEP, NAME)
            + "\"}";
    Response response = get(true, answering(body), Options.none().pkcs1(pkcs1));

    assertThat(response.decryptAsync("/name").join()).isEqualTo(response.decrypt("/name"));
    assertThat(response.decryptAsync("name").join()).isEqualTo(NAME);
    assertThat(response.decryptAsync("empty").join()).isEmpty();
    assertThat(response.decryptAsync("missing").join()).isNull();
    assertFails(response.decryptAsync("bad"), CryptoException.class);
    assertFails(response.decryptAsync(null), NullPointerException.class);
  }

  @Test
  void failsTheFutureWhenResponseIsNotJson() {
    Response response = get(true, answering("a,b"), Options.none());

    assertThatThrownBy(() -> response.decrypt("name"))
        .isExactlyInstanceOf(MalformedException.class);
    assertFails(response.decryptAsync("name"), MalformedException.class);
  }

  @Test
  void decryptsNotificationWithoutWaiting() {
    String plain = "{\"bad\":\"AAAA\",\"name\":\"" + encrypted(OAEP, NAME) + "\"}";
    Notification notification =
        Notice.signed(
                Notice.envelope(Fixtures.API_V3_KEY, plain), Fixtures.platformKey(), Fixtures.NOW)
            .to(Clients.builder().apiV3Key(Fixtures.API_V3_KEY).build());

    assertThat(notification.decryptAsync("name").join()).isEqualTo(NAME);
    assertThat(notification.decryptAsync("missing").join()).isNull();
    assertFails(notification.decryptAsync("bad"), CryptoException.class);
  }

  @Test
  void blocksNoThreadWhileDecrypterWorks() {
    CompletableFuture<byte[]> later = new CompletableFuture<>();
    Wxpay wxpay =
        answering("{\"name\":\"AAAA\"}").newBuilder().decrypter(new LaterDecrypter(later)).build();
    Response response = get(true, wxpay, Options.none());

    CompletableFuture<String> name = response.decryptAsync("name");

    assertThat(name).isNotDone();
    later.complete(NAME.getBytes(StandardCharsets.UTF_8));
    assertThat(name).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(NAME);
  }

  /** A decrypter that returns its result when the future ends. */
  private static final class LaterDecrypter implements Decrypter {
    private final CompletableFuture<byte[]> later;

    LaterDecrypter(CompletableFuture<byte[]> later) {
      this.later = later;
    }

    @Override
    public byte[] decrypt(byte[] ciphertext) {
      throw new AssertionError("Nothing waits here.");
    }

    @Override
    public CompletableFuture<byte[]> decryptAsync(byte[] ciphertext) {
      return later;
    }
  }

  private static void assertFails(CompletableFuture<?> future, Class<? extends Throwable> type) {
    assertThat(future)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class)
        .withCauseExactlyInstanceOf(type);
  }

  // Empty values

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void decryptsEmptyValueAsEmptyText(boolean pkcs1) {
    String body =
        "{\"empty\":\"\",\"none\":null,\"in\":{\"empty\":\"\"},\"bad\":\"AAAA\",\"blank\":\" \"}";
    Response response = get(false, answering(body), Options.none().pkcs1(pkcs1));

    assertThat(response.decrypt("empty")).isEmpty();
    assertThat(response.decrypt("/in/empty")).isEmpty();
    assertThat(response.decrypt("none")).isNull();
    assertThat(response.decrypt("missing")).isNull();
    for (String bad : List.of("bad", "blank")) {
      assertThatThrownBy(() -> response.decrypt(bad)).isExactlyInstanceOf(CryptoException.class);
    }
  }

  @Test
  void doesNotCallDecrypterForEmptyValue() {
    AtomicInteger asked = new AtomicInteger();
    Wxpay wxpay =
        answering("{\"empty\":\"\",\"name\":\"AAAA\"}")
            .newBuilder()
            .decrypter(ciphertext -> new byte[] {(byte) ('0' + asked.incrementAndGet())})
            .build();

    assertThat(get(false, wxpay, Options.none()).decrypt("empty")).isEmpty();
    assertThat(asked).hasValue(0);
    assertThat(get(false, wxpay, Options.none()).decrypt("name")).isEqualTo("1");
  }

  @Test
  void decryptsEmptyValueOfNotificationAsEmptyText() {
    String plain = "{\"empty\":\"\",\"name\":\"" + encrypted(OAEP, NAME) + "\"}";
    Wxpay wxpay = Clients.builder().apiV3Key(Fixtures.API_V3_KEY).build();

    Notification notification =
        Notice.signed(
                Notice.envelope(Fixtures.API_V3_KEY, plain), Fixtures.platformKey(), Fixtures.NOW)
            .to(wxpay);

    assertThat(notification.decrypt("empty")).isEmpty();
    assertThat(notification.decrypt("missing")).isNull();
    assertThat(notification.decrypt("name")).isEqualTo(NAME);
  }

  private static Wxpay answering(String body) {
    return Clients.over(FakeHttpClient.answering(Reply.signed(body)));
  }

  private static Response get(boolean async, Wxpay wxpay, Options options) {
    return Clients.call(async, wxpay.chain("v3/a"), "GET", null, options);
  }

  private static String encrypted(String transformation, String text) {
    return encrypted(transformation, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encrypted(String transformation, byte[] plain) {
    try {
      Cipher cipher = Cipher.getInstance(transformation);
      cipher.init(Cipher.ENCRYPT_MODE, Fixtures.merchantPublicKey());
      return base64(cipher.doFinal(plain));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Encrypts a block as it is, padding and all. */
  private static String raw(byte[] block) {
    return encrypted("RSA/ECB/NoPadding", block);
  }

  /** Returns a block of PKCS#1: a zero, its type, bytes of padding, a zero, and text. */
  private static byte[] block(int type, int padding) {
    byte[] block = filled('a', 256);
    block[0] = 0;
    block[1] = (byte) type;
    if (2 + padding < block.length) {
      block[2 + padding] = 0;
    }
    return block;
  }

  private static byte[] filled(int value, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
