package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** Tests the sandbox's configuration, TLS, recorded requests and close. */
class SandboxTest {
  private static X509Certificate certificate(Object pem) throws Exception {
    byte[] text = ((String) pem).getBytes(StandardCharsets.US_ASCII);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(text));
  }

  private static HttpClient client(SSLContext context) {
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static SSLContext contextTrusting(Object caPem) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", certificate(caPem));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void configHasAllEntriesOfClient() throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      Map<String, Object> config = sandbox.config();

      assertThat(config)
          .containsOnlyKeys(
              "mchid",
              "serial",
              "privateKey",
              "certs",
              "secret",
              "apiV3Key",
              "baseURL",
              "merchant");
      assertThat(config).containsEntry("mchid", "1900000109");
      assertThat(config).containsEntry("baseURL", sandbox.uri().toString());
      assertThat(sandbox.uri().toString()).matches("http://127\\.0\\.0\\.1:[0-9]+/");
      assertThat((String) config.get("secret")).matches("[0-9A-Za-z]{32}");
      assertThat((String) config.get("apiV3Key")).matches("[0-9A-Za-z]{32}");
      Map<?, ?> merchant = (Map<?, ?>) config.get("merchant");
      assertThat(merchant.keySet().toString()).isEqualTo("[cert, key]");
      X509Certificate own = certificate(merchant.get("cert"));
      assertThat((String) config.get("serial")).matches("[1-7][0-9A-F]{39}");
      assertThat(own.getSerialNumber().toString(16)).isEqualToIgnoringCase(text(config, "serial"));
      assertThat(own.getSubjectX500Principal().getName()).endsWith(",CN=1900000109");
      assertThat(own.getIssuerX500Principal().getName()).endsWith("CN=Tenpay.com Sandbox Root CA");
      RSAPrivateCrtKey key =
          (RSAPrivateCrtKey)
              KeyFactory.getInstance("RSA")
                  .generatePrivate(
                      new PKCS8EncodedKeySpec(SignedRequest.der(text(config, "privateKey"))));
      assertThat(key.getModulus()).isEqualTo(((RSAPublicKey) own.getPublicKey()).getModulus());
      assertThat(key.getModulus().bitLength()).isEqualTo(2048);
      Map<?, ?> certs = (Map<?, ?>) config.get("certs");
      assertThat(certs).hasSize(2);
      for (Map.Entry<?, ?> entry : certs.entrySet()) {
        if (!entry.getKey().toString().startsWith("PUB_KEY_ID_")) {
          assertThat(certificate(entry.getValue()).getSerialNumber().toString(16))
              .isEqualToIgnoringCase(entry.getKey().toString());
        }
      }
    }
  }

  private static String text(Map<String, Object> config, String key) {
    return (String) config.get(key);
  }

  @Test
  void eachSandboxHasSeparateSecrets() {
    try (Sandbox one = Sandbox.start();
        Sandbox two = Sandbox.start()) {
      assertThat(one.config().get("secret")).isNotEqualTo(two.config().get("secret"));
      assertThat(one.config().get("apiV3Key")).isNotEqualTo(two.config().get("apiV3Key"));
      assertThat(one.config().get("privateKey")).isEqualTo(two.config().get("privateKey"));
      assertThat(one.toString()).isEqualTo("Sandbox[" + one.uri() + "]");
    }
  }

  @Test
  void servesHttpsWithCertificateOfSandboxAuthority() throws Exception {
    try (Sandbox sandbox = Sandbox.builder().https(true).start()) {
      assertThat(sandbox.uri().getScheme()).isEqualTo("https");
      Object ca = ((Map<?, ?>) sandbox.config().get("merchant")).get("ca");

      SandboxResponse with =
          SignedRequest.of(sandbox).through(client(sandbox.sslContext())).get("/v3/certificates");
      SandboxResponse without =
          SignedRequest.of(sandbox).through(client(contextTrusting(ca))).get("/v3/certificates");

      assertThat(with.status()).isEqualTo(200);
      assertThat(without.status()).isEqualTo(200);
      SignedRequest untrusting = SignedRequest.of(sandbox).through(client(SSLContext.getDefault()));
      assertThat(SignedRequest.failedHandshake(() -> untrusting.get("/v3/certificates")))
          .hasMessageContaining("unable to find valid certification path");
    }
  }

  @Test
  void refusesConnectionWithoutRequiredClientCertificate() throws Exception {
    try (Sandbox sandbox =
        Sandbox.builder().https(true).clientCertificate(ClientCertificate.REQUIRED).start()) {
      Object ca = ((Map<?, ?>) sandbox.config().get("merchant")).get("ca");

      SandboxResponse with =
          SignedRequest.of(sandbox).through(client(sandbox.sslContext())).get("/v3/certificates");

      assertThat(with.status()).isEqualTo(200);
      SignedRequest without = SignedRequest.of(sandbox).through(client(contextTrusting(ca)));
      assertThatThrownBy(() -> without.get("/v3/certificates")).isInstanceOf(IOException.class);
      assertThat(sandbox.requests()).hasSize(1);
    }
  }

  @Test
  void recordsRequestsAsReceived() throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      String target = "/v3/payscore/permissions?q=%7E+";
      SignedRequest.of(sandbox).header("X-Test", "Wert").post(target, "{\"a\":\"人\"}");
      SignedRequest.of(sandbox).get("/v3/certificates");

      List<Recorded> all = sandbox.requests();

      assertThat(all).hasSize(2);
      Recorded first = all.get(0);
      assertThat(first.method()).isEqualTo("POST");
      assertThat(first.target()).isEqualTo(target);
      assertThat(first.header("x-tEST")).contains("Wert");
      assertThat(first.header("x-none")).isEmpty();
      assertThat(first.headers().get("x-test")).containsExactly("Wert");
      assertThat(first.text()).isEqualTo("{\"a\":\"人\"}");
      assertThat(first.body()).isEqualTo("{\"a\":\"人\"}".getBytes(StandardCharsets.UTF_8));
      assertThat(first.status()).isEqualTo(400);
      assertThat(first.verified()).isTrue();
      assertThat(first).hasToString("POST " + target + " 400");
      assertThat(all.get(1).body()).isEmpty();
      assertThatThrownBy(() -> all.remove(0)).isInstanceOf(UnsupportedOperationException.class);
      first.body()[0] = 'x';
      assertThat(first.text()).startsWith("{");
    }
  }

  @Test
  void keepsLastThousandRequests() throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      for (int i = 0; i <= 1000; i++) {
        SignedRequest.send(HttpRequest.newBuilder(sandbox.uri().resolve("/" + i)).build());
      }
      assertThat(sandbox.requests()).hasSize(1000);
      assertThat(sandbox.requests().get(0).target()).isEqualTo("/1");
      assertThat(sandbox.requests().get(999).target()).isEqualTo("/1000");
    }
  }

  @Test
  void readsChunkedBodyCompletely() throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      String body = "x".repeat(300_000);
      HttpRequest request =
          HttpRequest.newBuilder(sandbox.uri().resolve("/v3/none"))
              .POST(
                  HttpRequest.BodyPublishers.ofInputStream(
                      () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.US_ASCII))))
              .build();
      assertThat(SignedRequest.send(request).status()).isEqualTo(404);
      Recorded seen = sandbox.requests().get(0);
      assertThat(seen.header("Transfer-Encoding")).contains("chunked");
      assertThat(seen.text()).isEqualTo(body);
    }
  }

  @Test
  void closeEndsThreadsAndFreesPort() throws Exception {
    Set<Thread> before = serverThreads();
    Sandbox sandbox = Sandbox.start();
    int port = sandbox.uri().getPort();
    SignedRequest.of(sandbox).get("/v3/certificates");
    Set<Thread> during = serverThreads();
    during.removeAll(before);
    assertThat(during).isNotEmpty().allMatch(Thread::isDaemon);

    sandbox.close();
    sandbox.close();

    for (Thread thread : during) {
      thread.join(5_000);
      assertThat(thread.isAlive()).as(thread.getName()).isFalse();
    }
    try (Sandbox next = Sandbox.builder().port(port).start()) {
      assertThat(next.uri().getPort()).isEqualTo(port);
    }
  }

  @Test
  void closeDoesNotWaitForIncompleteRequest() throws Exception {
    Set<Thread> before = serverThreads();
    Sandbox sandbox = Sandbox.start();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.uri().getPort())) {
      String half = "POST /v3/x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1";
      socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
      // After a response on another connection, the incomplete request is being read.
      SignedRequest.of(sandbox).get("/v3/certificates");
      Set<Thread> during = serverThreads();
      during.removeAll(before);

      sandbox.close();

      for (Thread thread : during) {
        thread.join(5_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  private static Set<Thread> serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            t ->
                t.getName().startsWith("wxpay-sandbox")
                    || t.getName().startsWith("HTTP-Dispatcher")
                    || t.getName().startsWith("server-timer"))
        .collect(Collectors.toSet());
  }

  @Test
  void refusesInvalidAndUsedPort() {
    assertThatThrownBy(() -> Sandbox.builder().port(70_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("port must be 0 to 65535, not 70000");
    try (Sandbox taken = Sandbox.start()) {
      int port = taken.uri().getPort();
      assertThatThrownBy(() -> Sandbox.builder().port(port).start())
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("cannot listen on 127.0.0.1:" + port);
    }
  }
}
