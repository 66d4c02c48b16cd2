package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.Wxpay;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.Sent;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A platform without a network that sends its certificate, or a forged one. */
public final class Downloads {
  private static final String PATH = "/v3/certificates";

  private Downloads() {}

  /**
   * Returns a JDK client that responds to certificate downloads with one function, and to others
   * with another.
   */
  static FakeHttpClient http(Function<Sent, Reply> certificates, Function<Sent, Reply> others) {
    return new FakeHttpClient(
        sent -> sent.target().equals(PATH) ? certificates.apply(sent) : others.apply(sent));
  }

  /** Returns the number of certificate downloads. */
  static long count(FakeHttpClient http) {
    awaitRunning();
    return http.sent().stream().filter(sent -> sent.target().equals(PATH)).count();
  }

  /** Waits for a download that no call waits for: it is signed on the common pool. */
  static void awaitRunning() {
    assertThat(ForkJoinPool.commonPool().awaitQuiescence(20, TimeUnit.SECONDS)).isTrue();
  }

  /** Returns the response with the platform's certificate. */
  public static Reply genuine() {
    return signed(body(Fixtures.PLATFORM_SERIAL, "platform_cert.pem", Fixtures.API_V3_KEY));
  }

  /** Returns a server that sends the certificates once the latch is open. */
  static RawServer stalled(CountDownLatch until) {
    Reply certificates = genuine();
    return new RawServer(
        (request, out) -> {
          until.await();
          out.write(certificates.wire());
          return true;
        });
  }

  /** Returns a client that downloads its certificates from a server. */
  static Wxpay client(RawServer server) {
    return Clients.downloading().baseUrl(server.url()).build();
  }

  static Reply signed(String body) {
    return signed(body, Fixtures.platformKey());
  }

  static Reply signed(String body, PrivateKey key) {
    return Reply.signed(200, body.getBytes(StandardCharsets.UTF_8), Fixtures.NOW, "SHA256", key);
  }

  static String body(String serial, String certificate, String apiV3Key) {
    return "{\"data\":[" + entry(serial, Fixtures.text(certificate), apiV3Key) + "]}";
  }

  static String entry(String serial, String pem, String apiV3Key) {
    return "{\"serial_no\":\""
        + serial
        + "\",\"effective_time\":\"2020-01-01T00:00:00+08:00\","
        + "\"expire_time\":\"2120-01-01T00:00:00+08:00\",\"encrypt_certificate\":{"
        + "\"algorithm\":\"AEAD_AES_256_GCM\",\"nonce\":\"61f9c719728a\","
        + "\"associated_data\":\"certificate\",\"ciphertext\":\""
        + Notice.gcm(pem, apiV3Key, "61f9c719728a", "certificate")
        + "\"}}";
  }
}
