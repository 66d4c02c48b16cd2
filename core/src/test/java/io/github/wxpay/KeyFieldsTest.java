package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.Decrypter;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.crypto.Secret;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.sandbox.PlatformKeys;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.ObjectGraph;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys and secrets hang on transient fields only, so that no serializer of fields writes them. */
@Timeout(120)
class KeyFieldsTest {
  private static final int WINDOW = 12;
  private static final String PASSPHRASE = "canary-passphrase-Zq7Xw2";
  private static final String PLAINTEXT = "canary-plaintext-9kLmN3";
  private static final RSAPrivateCrtKey KEY = (RSAPrivateCrtKey) Fixtures.merchantKey();
  private static final List<BigInteger> NUMBERS =
      List.of(
          KEY.getPrivateExponent(),
          KEY.getPrimeP(),
          KEY.getPrimeQ(),
          KEY.getPrimeExponentP(),
          KEY.getPrimeExponentQ(),
          KEY.getCrtCoefficient());
  private static final Set<String> WINDOWS = windows();

  @Test
  void keepsKeysInTransientFieldsOnly() throws Exception {
    List<Outgoing> outgoing = new ArrayList<>();
    Hook hook =
        request -> {
          outgoing.add(request);
          return request;
        };
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              out.write(Reply.signed("{\"a\":1}").wire());
              return true;
            })) {
      WxpayBuilder builder =
          Clients.builder()
              .privateKey(Fixtures.text("apiclient_key_encrypted.pem"), "secret")
              .apiV3Key(Fixtures.API_V3_KEY)
              .secret(Fixtures.SECRET)
              .merchantCertificate(Fixtures.path("apiclient_cert.p12"), Fixtures.MCHID)
              .baseUrl(server.url())
              .hook(hook);
      try (Wxpay wxpay = builder.build()) {
        Response response =
            wxpay.chain("v3/a").post(Map.of("name", Secret.of(PLAINTEXT)), Options.none());
        CompletableFuture<Response> future = wxpay.chain("v3/a").getAsync();
        future.get();
        mutual(wxpay);
        Notification notification = notification(wxpay);
        Map<String, Object> roots = new LinkedHashMap<>();
        roots.put("builder", builder);
        roots.put("client", wxpay);
        roots.put("derived builder", wxpay.newBuilder());
        roots.put("derived client", wxpay.newBuilder().header("X-A", "b").build());
        roots.put("chain", wxpay.chain("v3/a/{b}"));
        roots.put("response", response);
        roots.put("future", future);
        roots.put("request", outgoing.get(0));
        roots.put("parameters", wxpay.payParams());
        roots.put("parameters of APIv2", wxpay.payParams().v2());
        roots.put("notifications", wxpay.notifications().with(other().notifications()));
        roots.put(
            "notifications with store", wxpay.notifications().replays(ReplayStore.inMemory(1)));
        roots.put("notification", notification);
        roots.put("reply", notification.success(Map.of("a", 1)));
        roots.put("secret", Secret.of(PLAINTEXT));
        roots.put("body", Map.of("list", List.of(Secret.of(PLAINTEXT))));

        roots.forEach((name, root) -> assertThat(leaks(root)).as(name).isEmpty());
        assertThat(ObjectGraph.of(wxpay).types())
            .as("the walk must get to the classes that have to do with keys")
            .contains(
                "ClientSettings",
                "Merchant",
                "LocalSigner",
                "KeyRing",
                "PlatformKey",
                "Then",
                "Certificates",
                "TlsMaterial",
                "HttpClients",
                "Transport",
                "Pipeline",
                "ClientCore",
                "V3",
                "V3Signer",
                "V3Verifier",
                "V2",
                "V2Signer",
                "ClientFactory$Lambda");
      }
    }
  }

  /** Objects of the caller's, of which the library cannot know what they hold. */
  @Test
  void keepsObjectsOfTheCallerInTransientFields() throws Exception {
    PrivateKey key = KEY;
    RequestSigner signer = message -> Rsa.signature(message, key);
    Decrypter decrypter = ciphertext -> key.getEncoded();
    Hook hook = request -> request.withHeader("X-A", key.getAlgorithm());
    HttpClient http = HttpClient.newBuilder().sslContext(context()).build();
    WxpayBuilder builder =
        Clients.builder().privateKey(signer).decrypter(decrypter).hook(hook).httpClient(http);
    Wxpay wxpay = builder.build();

    assertThat(leaks(signer)).as("the planted key").isNotEmpty();
    assertThat(leaks(builder)).isEmpty();
    assertThat(leaks(wxpay)).isEmpty();
    assertThat(leaks(wxpay.payParams())).isEmpty();
    assertThat(leaks(wxpay.notifications())).isEmpty();
    assertThat(wxpay.payParams().app("wx1", "prepay").get("sign"))
        .as("it still signs")
        .isNotEmpty();
  }

  /** Waiting for a signer, a response or a download keeps objects in futures. */
  @Test
  void keepsKeysInTransientFieldsWhileCallsAreRunning() throws Exception {
    BlockingQueue<CompletableFuture<byte[]>> pending = new LinkedBlockingQueue<>();
    RequestSigner slow =
        new RequestSigner() {
          @Override
          public byte[] sign(byte[] message) {
            throw new UnsupportedOperationException();
          }

          @Override
          public CompletionStage<byte[]> signAsync(byte[] message) {
            CompletableFuture<byte[]> signature = new CompletableFuture<>();
            pending.add(signature);
            return signature;
          }
        };
    Wxpay wxpay =
        Clients.builder()
            .privateKey(slow)
            .apiV3Key(Fixtures.API_V3_KEY)
            .secret(Fixtures.SECRET)
            .httpClient(FakeHttpClient.answering(Reply.signed("{}")))
            .build();
    CompletableFuture<Response> call =
        wxpay.chain("v3/a").postAsync(Map.of("name", Secret.of(PLAINTEXT)));

    CompletableFuture<byte[]> signature = pending.poll(20, TimeUnit.SECONDS);
    while (signature.getNumberOfDependents() == 0) { // until the call waits for it
      Thread.onSpinWait();
    }
    assertThat(leaks(signature)).isEmpty();
    assertThat(leaks(call)).isEmpty();
    signature.complete(new byte[1]);
    assertThat(call.get().status()).isEqualTo(200);
  }

  @Test
  void keepsSm2KeysInTransientFieldsOnly() {
    try (Sandbox sandbox = Sandbox.builder().sm2().platformKeys(PlatformKeys.CERTIFICATES).start();
        Wxpay wxpay = Wxpay.of(sandbox.config(false))) {
      assertThat(catchThrowable(() -> wxpay.chain("v3/pay/transactions/id/1").get())).isNotNull();

      assertThat(leaks(wxpay)).isEmpty();
      assertThat(leaks(wxpay.payParams())).isEmpty();
    }
  }

  // The walk itself

  private static final class Planted {
    private final Object thing;

    Planted(Object thing) {
      this.thing = thing;
    }

    Object thing() {
      return thing;
    }

    /** Adds a lambda that captures {@code this} alone. */
    void addTo(List<Supplier<Object>> suppliers) {
      suppliers.add(() -> thing);
    }

    /** Has a synthetic field for the outer instance. */
    final class Inner {
      @Override
      public String toString() {
        return thing.getClass().getName();
      }
    }
  }

  private static class Guarded {
    private final transient Object thing;

    Guarded(Object thing) {
      this.thing = thing;
    }

    void addTo(List<Supplier<Object>> suppliers) {
      suppliers.add(() -> thing);
    }
  }

  private static final class Derived extends Guarded {
    Derived(Object thing) {
      super(thing);
    }
  }

  static Stream<Arguments> material() throws Exception {
    byte[] pkcs8 = KEY.getEncoded();
    byte[] raw = KEY.getPrimeP().toByteArray();
    return Stream.of(
        arguments("a key", KEY),
        arguments("a secret key", new SecretKeySpec(new byte[16], "AES")),
        arguments("a key store", keyStore()),
        arguments("PKCS#8", pkcs8),
        arguments("a prime's bytes", raw),
        arguments("a number", KEY.getPrivateExponent()),
        arguments("PEM", Fixtures.text("apiclient_key.pem")),
        arguments("base64", Base64.getEncoder().encodeToString(pkcs8)),
        arguments("PEM in bytes", Fixtures.bytes("apiclient_key.pem")),
        arguments("the APIv3 key", "x" + Fixtures.API_V3_KEY),
        arguments("the APIv2 key", CharBuffer.wrap(Fixtures.SECRET)),
        arguments("a passphrase", PASSPHRASE.toCharArray()),
        arguments("a plaintext", PLAINTEXT.getBytes(StandardCharsets.UTF_8)));
  }

  /** The counter-test: each kind of key material, planted in each kind of field, is found. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("material")
  void findsPlantedKeyMaterial(String what, Object thing) {
    Map<String, Object> places = new LinkedHashMap<>();
    places.put("a private field", new Planted(thing));
    places.put("a lambda's captured argument", (Supplier<Object>) () -> thing);
    List<Supplier<Object>> suppliers = new ArrayList<>();
    new Planted(thing).addTo(suppliers);
    places.put("a lambda's captured this", suppliers);
    places.put("a method reference's this", (Supplier<Object>) new Planted(thing)::thing);
    places.put("an outer instance", new Planted(thing).new Inner());
    places.put("an anonymous class", anonymous(thing));
    places.put("a list in a map", Map.of("a", List.of(new Planted(thing))));
    places.put("a map's key", Map.of(new Planted(thing), "a"));
    places.put("an array", new Object[] {"a", new Object[] {thing}});
    places.put("an atomic reference", new AtomicReference<>(thing));
    places.put("a future's value", CompletableFuture.completedFuture(thing));

    places.forEach((place, root) -> assertThat(leaks(root)).as(what + " in " + place).isNotEmpty());
    assertThat(leaks(new Guarded(thing))).isEmpty();
    List<Supplier<Object>> guarded = new ArrayList<>();
    new Guarded(thing).addTo(guarded);
    assertThat(leaks(guarded)).isEmpty();
    assertThat(leaks(new Derived(thing))).isEmpty();
  }

  @Test
  void findsKeyInTaskOfExecutor() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    try {
      executor.execute(
          () -> {
            running.countDown();
            try {
              end.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(leaks(new Object[] {executor})).isEmpty();
      PrivateKey key = KEY;
      executor.execute(() -> key.getAlgorithm());

      assertThat(leaks(new Object[] {executor})).isNotEmpty();
    } finally {
      end.countDown();
      executor.shutdownNow();
    }
  }

  /** Deep in a client: its nonces are the only function of the caller that is not a secret. */
  @Test
  void findsKeyPlantedInClient() {
    PrivateKey key = KEY;
    WxpayBuilder builder = Clients.builder().nonce(() -> key.getAlgorithm() + "1");
    Wxpay wxpay = builder.build();

    for (Object root : List.of(builder, wxpay, wxpay.chain("v3/a"), wxpay.payParams())) {
      assertThat(leaks(root)).as(root.getClass().getSimpleName()).isNotEmpty();
    }
  }

  private static Object anonymous(Object thing) {
    return new Object() {
      @Override
      public String toString() {
        return thing.getClass().getName();
      }
    };
  }

  private static Set<String> leaks(Object root) {
    Set<String> leaks = new TreeSet<>();
    ObjectGraph.of(root)
        .paths()
        .forEach(
            (object, path) -> {
              if (isKeyMaterial(object)) {
                leaks.add(path + ": " + object.getClass().getName());
              }
            });
    return leaks;
  }

  private static boolean isKeyMaterial(Object object) {
    if (object instanceof PrivateKey || object instanceof SecretKey) {
      return true;
    }
    if (object instanceof KeyStore) {
      return holdsKey((KeyStore) object);
    }
    if (object instanceof BigInteger) {
      return NUMBERS.contains(object);
    }
    if (object instanceof char[]) {
      return isSecret(new String((char[]) object));
    }
    if (object instanceof byte[]) {
      return isSecret(new String((byte[]) object, StandardCharsets.ISO_8859_1));
    }
    return object instanceof CharSequence && isSecret(object.toString());
  }

  private static boolean isSecret(String text) {
    for (int i = 0; i + WINDOW <= text.length(); i++) {
      if (WINDOWS.contains(text.substring(i, i + WINDOW))) {
        return true;
      }
    }
    return false;
  }

  private static boolean holdsKey(KeyStore store) {
    try {
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          return true;
        }
      }
      return false;
    } catch (KeyStoreException e) {
      return false; // not loaded, so it holds nothing
    }
  }

  /**
   * Returns twelve consecutive letters of the secret parts, not of the modulus, which is public.
   */
  private static Set<String> windows() {
    Set<String> windows = new HashSet<>();
    for (String secret : List.of(Fixtures.API_V3_KEY, Fixtures.SECRET, PASSPHRASE, PLAINTEXT)) {
      plant(secret, windows);
    }
    for (BigInteger number : NUMBERS) {
      byte[] bytes = number.toByteArray();
      plant(new String(bytes, StandardCharsets.ISO_8859_1), windows);
    }
    String[] lines = Fixtures.lines("apiclient_key.pem"); // the modulus ends in the seventh
    for (int i = 8; i < lines.length; i++) {
      plant(lines[i], windows);
    }
    for (String line : Fixtures.lines("apiclient_key_encrypted.pem")) {
      plant(line, windows);
    }
    return windows;
  }

  private static void plant(String secret, Set<String> windows) {
    for (int i = 0; i + WINDOW <= secret.length(); i++) {
      windows.add(secret.substring(i, i + WINDOW));
    }
  }

  /** Makes the client that presents the merchant's certificate; nothing listens there. */
  private static void mutual(Wxpay wxpay) {
    String url = RawServer.deadUrl().replace("http://", "https://");
    assertThat(
            catchThrowable(
                () ->
                    wxpay
                        .v2()
                        .chain("secapi/pay/refund")
                        .post(
                            Map.of("mch_id", Fixtures.MCHID),
                            Options.none().security(true).baseUrl(url))))
        .isNotNull();
  }

  private static Wxpay other() {
    return Clients.once()
        .mchid("1900000222")
        .secret(Fixtures.SECRET)
        .apiV3Key(Fixtures.API_V3_KEY)
        .build();
  }

  private static Notification notification(Wxpay wxpay) {
    String body =
        "<xml><mch_id>1900000109</mch_id><return_code>SUCCESS</return_code>"
            + "<result_code>SUCCESS</result_code></xml>";
    String sign = Hash.sign("MD5", Transformer.toObject(body), Fixtures.SECRET);
    byte[] signed =
        body.replace("</xml>", "<sign>" + sign + "</sign></xml>").getBytes(StandardCharsets.UTF_8);
    return wxpay.notifications().parse(Map.of(), signed);
  }

  private static KeyStore keyStore() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(
        new ByteArrayInputStream(Fixtures.bytes("apiclient_cert.p12")),
        Fixtures.MCHID.toCharArray());
    return store;
  }

  private static SSLContext context() throws Exception {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keyStore(), Fixtures.MCHID.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
