package io.github.wxpay;

import static io.github.wxpay.testing.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.wxpay.codec.Bill;
import io.github.wxpay.codec.BillRow;
import io.github.wxpay.codec.RowVisitor;
import io.github.wxpay.crypto.AesCbc;
import io.github.wxpay.crypto.AesEcb;
import io.github.wxpay.crypto.AesGcm;
import io.github.wxpay.crypto.Decrypter;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.crypto.Secret;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.FileException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.ResultException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.StillUnknownException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Attempt;
import io.github.wxpay.http.Call;
import io.github.wxpay.http.CallEnd;
import io.github.wxpay.http.CallListener;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.http.Progress;
import io.github.wxpay.http.Retry;
import io.github.wxpay.internal.call.Body;
import io.github.wxpay.internal.pipeline.Reversal;
import io.github.wxpay.internal.url.Template;
import io.github.wxpay.testing.CapturedLogs;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets are planted wherever the library takes something; then everything it gives out that a log
 * or a ticket could hold is searched for any twelve letters in a row of them.
 */
class SecretsTest {
  private static final int WINDOW = 12;
  private static final String PASSPHRASE = "canary-passphrase-Zq7Xw2";
  private static final String PASSWORD = "canarypassword9kLmN3";
  private static final String PEM = Fixtures.text("apiclient_key.pem");
  private static final String PKCS1 = Fixtures.text("apiclient_key_pkcs1.pem");
  private static final String ENCRYPTED = Fixtures.text("apiclient_key_encrypted.pem");

  private static final JsonMapper PLAIN =
      JsonMapper.builder().disable(SerializationFeature.FAIL_ON_EMPTY_BEANS).build();
  private static final JsonMapper PRYING =
      JsonMapper.builder()
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .visibility(PropertyAccessor.ALL, Visibility.ANY)
          .build();

  private final Map<String, String> windows = new HashMap<>();
  private final Map<String, String> given = new ConcurrentHashMap<>(); // logs come from all threads
  private CapturedLogs captured;

  @TempDir Path folder;

  @BeforeEach
  void plant() {
    for (String name :
        List.of("apiclient_key.pem", "apiclient_key_pkcs1.pem", "apiclient_key_encrypted.pem")) {
      for (String line : Fixtures.lines(name)) {
        plant(name, line);
      }
    }
    byte[] pkcs8 = Fixtures.merchantKey().getEncoded();
    plant("the private key as base64", Base64.getEncoder().encodeToString(pkcs8));
    plant("the private key as hex", hex(pkcs8));
    plant("the APIv2 key", Fixtures.SECRET);
    plant("the APIv3 key", Fixtures.API_V3_KEY);
    plant("the passphrase", PASSPHRASE);
    plant("the password", PASSWORD);
    captured =
        new CapturedLogs(
            entry -> {
              synchronized (given) {
                given.put("log " + given.size(), new SimpleFormatter().format(entry));
              }
            });
  }

  @AfterEach
  void restore() {
    captured.close();
  }

  @Test
  void searchFindsPlantedSecrets() {
    given.put("a", "> " + Fixtures.lines("apiclient_key.pem")[7].substring(20, 33));
    given.put("b", "> " + Fixtures.SECRET.substring(5, 17));
    given.put("c", "harmless");

    assertThat(leaks()).hasSize(2);
  }

  @Test
  void configurationErrorsShowNoSecret() {
    List<String> keys = damagedKeys();
    for (String key : keys) {
      fails("privateKey", () -> Clients.once().privateKey(key));
      fails("privateKey + passphrase", () -> Clients.once().privateKey(key, PASSPHRASE));
      fails("privateKey path", () -> Clients.once().privateKey(Path.of(key)));
      fails("platformKey", () -> Clients.once().platformKey("ID", key));
      fails("platformKey path", () -> Clients.once().platformKey("ID", Path.of(key)));
      fails("platformKey id", () -> Clients.once().platformKey(key, "x"));
      fails("certificate path", () -> Clients.once().certificate(Path.of(key)));
      fails("mchid", () -> Clients.once().mchid(key));
      fails("serial", () -> Clients.once().serial(key));
      fails("apiV3Key", () -> Clients.once().apiV3Key(key));
      fails("baseUrl", () -> Clients.once().baseUrl("https://u:" + key + "@example.com/"));
      fails("header", () -> Clients.once().header("X-A", key));
      fails("mutual TLS", () -> Clients.once().merchantCertificate(key, key));
      fails("mutual TLS", () -> Clients.once().merchantCertificate(Path.of(key), PASSPHRASE));
      fails(
          "mutual TLS key",
          () -> Clients.once().merchantCertificate(Fixtures.text("apiclient_cert.pem"), key));
      fails("Rsa.privateKey", () -> Rsa.privateKey(key));
      fails("Rsa.publicKey", () -> Rsa.publicKey(key));
      fails("Rsa.certificate", () -> Rsa.certificate(key));
      fails("Rsa.fromPkcs8", () -> Rsa.fromPkcs8(key));
      fails("Rsa.fromPkcs1", () -> Rsa.fromPkcs1(key));
      fails("Rsa.fromPkcs1Public", () -> Rsa.fromPkcs1Public(key));
      fails("Rsa.fromSpki", () -> Rsa.fromSpki(key));
      for (String scheme :
          List.of(
              "private.pkcs8://", "private.pkcs1://", "public.spki://", "file://", "classpath:")) {
        fails(scheme, () -> Rsa.privateKey(scheme + key));
        fails(scheme, () -> Rsa.publicKey(scheme + key));
      }
      for (String entry :
          List.of(
              "mchid",
              "serial",
              "privateKey",
              "apiV3Key",
              "baseURL",
              "timeout",
              "headers",
              "certs",
              "merchant")) {
        fails("of " + entry, () -> Wxpay.of(dictionary(entry, key)));
      }
      fails("of certs", () -> Wxpay.of(dictionary("certs", Map.of("ID", key))));
      fails("of merchant", () -> Wxpay.of(dictionary("merchant", Map.of("cert", key, "key", key))));
      fails("of merchant", () -> Wxpay.of(dictionary("merchant", Map.of("pfx", key))));
      fails("of headers", () -> Wxpay.of(dictionary("headers", Map.of("X-A", key))));
      for (String variable :
          List.of(
              "MCHID",
              "SERIAL",
              "PRIVATE_KEY",
              "CERTS",
              "API_V3_KEY",
              "BASE_URL",
              "TIMEOUT",
              "CONFIG")) {
        fails(
            "environment " + variable, () -> ConfigReader.environment(environment(variable, key)));
      }
      fails("environment certs", () -> ConfigReader.environment(environment("CERTS", "ID=" + key)));
    }
    assertThat(given).hasSizeGreaterThan(400);
    assertThat(leaks()).isEmpty();
  }

  @Test
  void messagesShowNoMisplacedShortSecret() {
    for (String secret : List.of(Fixtures.API_V3_KEY, PASSPHRASE + "!", PASSWORD + " ")) {
      fails("apiV3Key", () -> Clients.once().apiV3Key(secret + "x"));
      fails("privateKey", () -> Clients.once().privateKey(secret));
      fails("platformKey", () -> Clients.once().platformKey("ID", secret));
      fails("AesGcm", () -> AesGcm.encrypt("a", secret + "x", "iv"));
      fails("AesGcm", () -> AesGcm.decrypt("AAAA", secret + "x", "iv"));
      fails("AesEcb", () -> AesEcb.decrypt("AAAA", secret + "x"));
      fails("AesCbc", () -> AesCbc.decrypt("AAAA", secret + "x", secret));
      fails("header", () -> Clients.once().header("X-A", secret + "\n"));
      for (String url :
          List.of(
              "https://u:" + secret + "@example.com",
              "https://u:a/" + secret + "@example.com/",
              "https://u:a?" + secret + "@example.com/",
              "https://u:a#" + secret + "@example.com/",
              "https://u:a@" + secret + "@example.com/",
              "https://" + secret + "@example.com",
              "//u:" + secret + "@example.com",
              "u:" + secret + "@example.com",
              "https://example.com?key=" + secret,
              "https://example.com/?key=" + secret,
              "https://example.com#" + secret)) {
        fails(url, () -> Clients.once().baseUrl(url));
        fails(url, () -> Wxpay.of(dictionary("baseURL", url)));
      }
    }
    fails("passphrase", () -> Clients.once().privateKey(ENCRYPTED, PASSPHRASE));
    fails(
        "merchant",
        () -> Clients.once().merchantCertificate(Fixtures.path("apiclient_cert.p12"), PASSPHRASE));
    fails("platformKey of the key", () -> Clients.once().platformKey("ID", PEM));
    assertThat(leaks()).isEmpty();
  }

  @Test
  void messagesQuoteNoDamagedFile() throws IOException {
    String quoted = PEM.replace("\n", "\\n");
    for (String json :
        List.of(
            "{\"privateKey\":" + Fixtures.lines("apiclient_key.pem")[0] + "}",
            "{\"privateKey\":\"" + quoted,
            "{\"privateKey\":\"" + PEM + "\"}",
            "{\"privateKey\":\"" + quoted + "\" " + Fixtures.SECRET + "}",
            "{\"secret\":" + Fixtures.SECRET + "}",
            "{\"secret\":'" + Fixtures.SECRET + "'}",
            "{\"a\":1," + Fixtures.SECRET + ":2}",
            "{\"" + quoted + "\":1,\"" + quoted + "\":2}",
            "[\"" + quoted + "\"]",
            "\"" + quoted + "\"",
            PEM,
            "{\"mchid\":\"1\",\"apiV3Key\":\"" + Fixtures.API_V3_KEY + "x\",\"secret\":\"a\"}",
            "{\"mchid\":\"1\",\"timeout\":30,\"serial\":\"A\",\"certs\":{\"A\":\"b\"},\"privateKey\":\""
                + quoted.substring(0, 900)
                + "\"}")) {
      Path file = Files.writeString(folder.resolve("wxpay.json"), json);
      fails(json.substring(0, 10), () -> Wxpay.load(file));
      fails("WXPAY_CONFIG", () -> ConfigReader.environment(environment("CONFIG", json)));
      fails("path", () -> Wxpay.load(Path.of(json)));
    }
    assertThat(leaks()).isEmpty();
  }

  @Test
  void callsShowNoSecretForAnyOutcome() throws Exception {
    List<Reply> replies =
        List.of(
            Reply.signed("{\"a\":1}"),
            Reply.signed("no JSON"),
            Reply.bare(200, "{}"),
            Reply.signed("{}").withBody(new byte[] {1}),
            Reply.signed("{}").with("Wechatpay-Serial", "X"),
            Reply.signed("{}").with("Content-Encoding", "br"),
            Reply.bare(401, "{\"code\":\"SIGN_ERROR\",\"message\":\"no\"}"),
            Reply.bare(502, "<html>"),
            Reply.bare(200, "<xml><return_code>FAIL</return_code></xml>"),
            Reply.bare(200, "<xml><return_code>SUCCESS</return_code><sign>A</sign></xml>"));
    for (Reply reply : replies) {
      FakeHttpClient http = FakeHttpClient.answering(reply);
      call(builder().httpClient(http).build());
      http.sent()
          .forEach(
              sent -> {
                if (!sent.authorization().isEmpty()) {
                  plant("a signature", sent.signature());
                  plant("an Authorization", sent.authorization().substring(0, 40));
                }
              });
    }
    call(builder().httpClient(new FakeHttpClient(r -> fail(new IOException("gone")))).build());
    call(builder().baseUrl(RawServer.deadUrl()).build());
    try (RawServer server = new RawServer((request, out) -> true);
        Wxpay wxpay = builder().baseUrl(server.url()).timeout(Duration.ofMillis(200)).build()) {
      fails("timeout", () -> wxpay.chain("v3/a").get());
      server
          .requests()
          .forEach(r -> plant("a signature", r.split("signature=\"", -1)[1].substring(0, 300)));
    }
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  out.write(Reply.signed("{}").wire());
                  return true;
                });
        Wxpay wxpay = builder().baseUrl(server.url()).build()) {
      call(wxpay);
    }

    assertThat(given.keySet().stream().filter(key -> key.startsWith("log"))).hasSizeGreaterThan(20);
    assertThat(String.join("", given.values())).contains("POST v3/a/{x} ->");
    assertThat(leaks()).isEmpty();
  }

  @Test
  void publicTypesPrintNoSecret() throws Exception {
    Map<Class<?>, List<Object>> instances = instances();
    Set<String> uncovered = new TreeSet<>();
    for (Class<?> type : publicTypes()) {
      if (!instances.containsKey(type) && !isOfStaticsOnly(type)) {
        uncovered.add(type.getName());
      }
    }
    assertThat(uncovered).as("new public types: add an instance of each to instances()").isEmpty();

    instances.forEach(
        (type, objects) ->
            objects.forEach(
                object -> {
                  assertThat(object).isInstanceOf(type);
                  given.put("toString of " + type + given.size(), object.toString());
                  given.put(
                      "format of " + type + given.size(), String.format(Locale.ROOT, "%s", object));
                  json("JSON of " + type + given.size(), PLAIN, object);
                  if (!(object instanceof Headers)) { // made of what the caller put in
                    json("prying JSON of " + type + given.size(), PRYING, object);
                  }
                }));
    assertThat(leaks()).isEmpty();
  }

  @Test
  void utilityClassesHaveNoInstances() throws Exception {
    assertThat(publicTypes().stream().filter(SecretsTest::isOfStaticsOnly))
        .contains(Rsa.class, AesGcm.class)
        .doesNotContain(Wxpay.class, Chain.class);
  }

  private interface Action {
    Object run() throws Exception;
  }

  private void fails(String name, Action action) {
    try {
      Object result = action.run();
      given.put(name + " " + given.size(), String.valueOf(result));
    } catch (Exception e) {
      given.put(name + " " + given.size(), text(e));
      json(name + " as JSON " + given.size(), PLAIN, e);
    }
  }

  private void call(Wxpay wxpay) {
    fails("get", () -> wxpay.chain("v3/a/{x}").get(Options.of("x", 1).query("q", 1)));
    fails("post", () -> wxpay.chain("v3/a/{x}").post(Map.of("a", 1), Map.of("x", 1)));
    fails("async", () -> wxpay.chain("v3/a").postAsync("text").get());
    fails("missing", () -> wxpay.chain("v3/a/{x}").get());
    fails("v2", () -> wxpay.v2().chain("pay/micropay").post(Map.of("mch_id", Fixtures.MCHID)));
    fails("v2", () -> wxpay.v2().chain("pay/micropay").post(Map.of("mch_id", "1")));
    fails("client", () -> wxpay);
    fails("builder", () -> wxpay.newBuilder());
  }

  private static WxpayBuilder builder() {
    return Clients.builder()
        .privateKey(PEM)
        .apiV3Key(Fixtures.API_V3_KEY)
        .secret(Fixtures.SECRET)
        .merchantCertificate(Fixtures.text("apiclient_cert.pem"), PKCS1);
  }

  private Map<Class<?>, List<Object>> instances() throws Exception {
    FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{\"a\":1}"));
    Wxpay wxpay = builder().httpClient(http).build();
    Wxpay own = builder().build();
    Wxpay encrypted = builder().privateKey(ENCRYPTED, "secret").build();
    List<Object> outgoing = new ArrayList<>();
    Hook hook =
        request -> {
          outgoing.add(request);
          return request;
        };
    Response response = wxpay.newBuilder().hook(hook).build().chain("v3/a").post(Map.of("b", 2));
    plant("a signature", http.only().signature());
    Headers headers =
        Headers.of(
            Map.of(
                "Authorization", http.only().authorization(),
                "Proxy-Authorization", PASSWORD,
                "Cookie", PASSPHRASE));
    Map<Class<?>, List<Object>> all = new LinkedHashMap<>();
    WxpayBuilder onlyV2 =
        Clients.once().mchid(Fixtures.MCHID).secret(Fixtures.SECRET).apiV3Key(Fixtures.API_V3_KEY);
    all.put(Wxpay.class, List.of(wxpay, own, encrypted, onlyV2.build()));
    all.put(WxpayBuilder.class, List.of(builder(), own.newBuilder(), onlyV2));
    all.put(Outcome.class, List.of(Outcome.UNKNOWN));
    all.put(CallListener.class, List.of(new CallListener() {}));
    Call call = new Call(Call.Kind.REQUEST, "POST", "v3/a", Instant.EPOCH);
    all.put(Call.class, List.of(call));
    all.put(Call.Kind.class, List.of(call.kind()));
    Attempt attempt = new Attempt(1, "localhost", Instant.EPOCH, Duration.ZERO, 200, "");
    all.put(Attempt.class, List.of(attempt));
    all.put(
        CallEnd.class, List.of(new CallEnd(200, "", "", List.of(attempt), Duration.ZERO, null)));
    all.put(Retry.class, List.of(Retry.standard(), Retry.none()));
    all.put(Chain.class, List.of(wxpay.chain("v3/a/{x}"), own.v2()));
    all.put(Response.class, List.of(response));
    all.put(
        FinalState.class,
        List.of(new FinalState("out_trade_no", "o-1", Reversal.REVOKED, response)));
    all.put(
        StillUnknownException.class,
        List.of(new StillUnknownException("a", "o-1", "NOTPAY", "GET v3/a", null)));
    all.put(RequestSigner.class, List.of(Objects.requireNonNull(builder().settings.signer)));
    all.put(Decrypter.class, List.of((Decrypter) ciphertext -> ciphertext));
    all.put(Secret.class, List.of(Secret.of(PASSWORD)));
    Notification notification = notification(wxpay);
    all.put(Notifications.class, List.of(wxpay.notifications(), onlyV2.build().notifications()));
    all.put(Notification.class, List.of(notification));
    all.put(io.github.wxpay.Reply.class, List.of(notification.success(), Notifications.refusal()));
    all.put(ReplayStore.class, List.of(ReplayStore.inMemory(1)));
    all.put(PayParams.class, List.of(wxpay.payParams(), wxpay.payParams().v2()));
    all.put(Hook.class, List.of(hook));
    all.put(Outgoing.class, outgoing);
    all.put(Incoming.class, List.of(Incoming.of(200, Map.of(), new byte[1])));
    all.put(Headers.class, List.of(headers));
    all.put(Options.class, List.of(Options.of("a", 1).header("Authorization", "x").query("q", 1)));
    all.put(Body.class, List.of(Body.none(), Body.of(new byte[1])));
    all.put(Multipart.class, List.of(new Multipart().append("a", "b")));
    Bill bill = Bill.of("a,b\n`password,`1\n".getBytes(StandardCharsets.UTF_8));
    all.put(Bill.class, List.of(bill));
    all.put(BillRow.class, bill.rows().collect(Collectors.toList()));
    all.put(RowVisitor.class, List.of((RowVisitor<RuntimeException>) row -> {}));
    all.put(Progress.class, List.of((Progress) (done, total) -> {}));
    all.put(Template.class, List.of(Template.of("v3/{a}")));
    all.put(WxpayException.class, List.of(new WxpayException("a")));
    all.put(CryptoException.class, List.of(new CryptoException("a")));
    all.put(FileException.class, List.of(new FileException("a", Path.of("b"), null)));
    all.put(MalformedException.class, List.of(new MalformedException("a")));
    all.put(TransportException.class, List.of(new TransportException("a", true, null)));
    all.put(StatusException.class, List.of(new StatusException("a", 1, "b", "c", "d", "e", "f")));
    all.put(ResultException.class, List.of(new ResultException("a", "b", true, Map.of())));
    all.put(
        VerificationException.class,
        List.of(
            new VerificationException(VerificationException.Reason.BAD_SIGNATURE, "a", 200, "")));
    all.put(
        VerificationException.Reason.class, List.of(VerificationException.Reason.BAD_SIGNATURE));
    all.put(ReplayStore.WhenFull.class, List.of(ReplayStore.WhenFull.REFUSE));
    return all;
  }

  private static Notification notification(Wxpay wxpay) {
    String ciphertext =
        AesGcm.encrypt("{\"a\":1}", Fixtures.API_V3_KEY, "0123456789ab", "transaction");
    String body =
        "{\"id\":\"EV-1\",\"create_time\":\"2023-11-14T22:13:20Z\",\"resource_type\":"
            + "\"encrypt-resource\",\"event_type\":\"TRANSACTION.SUCCESS\",\"summary\":\"x\","
            + "\"resource\":{\"original_type\":\"transaction\",\"algorithm\":\"AEAD_AES_256_GCM\","
            + "\"ciphertext\":\""
            + ciphertext
            + "\",\"associated_data\":\"transaction\",\"nonce\":\"0123456789ab\"}}";
    return wxpay
        .notifications()
        .parse(Reply.signed(body).headers(), body.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns every public class of the exported packages, including nested ones. */
  private static Set<Class<?>> publicTypes() throws Exception {
    Set<Class<?>> types = new HashSet<>();
    for (String name : List.of("", "codec", "crypto", "exception", "http")) {
      Path folder = ModuleTest.classes().resolve("io/github/wxpay").resolve(name);
      try (Stream<Path> files = Files.list(folder)) {
        for (String file :
            files
                .map(path -> path.getFileName().toString())
                .filter(path -> path.endsWith(".class") && !path.equals("package-info.class"))
                .collect(Collectors.toList())) {
          String simple = file.substring(0, file.length() - ".class".length());
          String prefix = "io.github.wxpay." + (name.isEmpty() ? "" : name + ".");
          Class<?> type = Class.forName(prefix + simple);
          if (Modifier.isPublic(type.getModifiers()) && !type.isAnonymousClass()) {
            types.add(type);
          }
        }
      }
    }
    assertThat(types).hasSizeGreaterThan(25);
    return types;
  }

  private static boolean isOfStaticsOnly(Class<?> type) {
    boolean noConstructor =
        Arrays.stream(type.getDeclaredConstructors())
            .map(Constructor::getModifiers)
            .allMatch(Modifier::isPrivate);
    boolean noInstance =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .allMatch(method -> Modifier.isStatic(method.getModifiers()) && !makes(type, method));
    return noConstructor && noInstance && !type.isInterface() && !type.isEnum();
  }

  private static boolean makes(Class<?> type, Method method) {
    return type.isAssignableFrom(method.getReturnType());
  }

  /** Mistakes with keys: misplaced, truncated, mistyped, without BEGIN and END lines. */
  private static List<String> damagedKeys() {
    List<String> keys = new ArrayList<>();
    for (String pem : List.of(PEM, PKCS1)) {
      String bare = pem.replaceAll("-----[^-]*-----", "").strip();
      keys.add(pem.substring(0, pem.length() / 2));
      keys.add(pem.substring(pem.length() / 2));
      keys.add(pem.replace("-----BEGIN", "----BEGIN"));
      keys.add(pem.replace("-----END", "-----EN"));
      keys.add(pem.replaceFirst("\nMII", "\nM*I"));
      keys.add(pem.replaceFirst("\nMII", "\nMIJ"));
      keys.add(pem.replace("\n", " "));
      keys.add(pem.replace("\n", "\\n"));
      keys.add(pem.replace("PRIVATE", "PUBLIC"));
      keys.add(bare);
      keys.add(bare.replace("\n", ""));
      keys.add(bare.replace("\n", "").substring(3));
      keys.add(bare.substring(0, 200));
    }
    keys.add(ENCRYPTED);
    keys.add(ENCRYPTED.substring(0, ENCRYPTED.length() / 2));
    keys.add(ENCRYPTED.replaceAll("-----[^-]*-----", ""));
    return keys;
  }

  private static Map<String, Object> dictionary(String entry, Object value) {
    Map<String, Object> dictionary = new LinkedHashMap<>();
    dictionary.put("mchid", Fixtures.MCHID);
    dictionary.put("serial", Fixtures.SERIAL);
    dictionary.put("privateKey", PEM);
    dictionary.put("passphrase", PASSPHRASE);
    dictionary.put("secret", Fixtures.SECRET);
    dictionary.put("certs", Map.of(Fixtures.PLATFORM_SERIAL, Fixtures.text("platform_cert.pem")));
    dictionary.put(entry, value);
    return dictionary;
  }

  private static Map<String, String> environment(String variable, String value) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("WXPAY_MCHID", Fixtures.MCHID);
    environment.put("WXPAY_SERIAL", Fixtures.SERIAL);
    environment.put("WXPAY_PRIVATE_KEY", PEM);
    environment.put("WXPAY_SECRET", Fixtures.SECRET);
    environment.put(
        "WXPAY_CERTS", Fixtures.PLATFORM_SERIAL + "=" + Fixtures.path("platform_cert.pem"));
    environment.put("WXPAY_" + variable, value);
    return environment;
  }

  private void plant(String name, String secret) {
    for (int i = 0; i + WINDOW <= secret.length(); i++) {
      windows.put(secret.substring(i, i + WINDOW), name);
    }
  }

  private List<String> leaks() {
    Set<String> leaks = new TreeSet<>();
    synchronized (given) {
      given.forEach(
          (where, text) -> {
            for (int i = 0; i + WINDOW <= text.length(); i++) {
              String name = windows.get(text.substring(i, i + WINDOW));
              if (name != null) {
                int end = Math.min(text.length(), 300);
                leaks.add(where + " shows " + name + ": " + text.substring(0, end));
                break;
              }
            }
          });
    }
    return new ArrayList<>(leaks);
  }

  private static Reply fail(IOException e) {
    throw new UncheckedIOException(e);
  }

  /** Returns the text of an exception with its causes and suppressed exceptions. */
  private static String text(Throwable e) {
    StringWriter out = new StringWriter();
    e.printStackTrace(new PrintWriter(out, true));
    return e + "\n" + e.getLocalizedMessage() + "\n" + out;
  }

  /** The output before a failure counts too. */
  private void json(String name, JsonMapper mapper, Object object) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String failure = "";
    try {
      mapper.writeValue(out, object);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      failure = String.valueOf(e.getMessage());
    }
    given.put(name, out.toString(StandardCharsets.UTF_8) + failure);
  }
}
