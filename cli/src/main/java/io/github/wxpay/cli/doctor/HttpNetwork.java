package io.github.wxpay.cli.doctor;

import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Retry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The network of the JVM, with its proxy. */
public final class HttpNetwork implements Network {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Creates the network. */
  public HttpNetwork() {}

  @Override
  public Probe probe(URI base, Map<String, String> headers, @Nullable X509Certificate authority) {
    HttpClient.Builder settings =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT);
    if (authority != null) {
      settings.sslContext(trusting(authority));
    }
    HttpClient http = settings.build();
    UnsignedClient unsigned = new UnsignedClient(http);
    // The signature is not sent. Without a platform key, the first request is that of the
    // certificate download, the same GET.
    WxpayBuilder builder =
        Wxpay.builder()
            .mchid("0")
            .serial("0")
            .privateKey(message -> new byte[256])
            .apiV3Key("0".repeat(32))
            .baseUrl(base.toString())
            .timeout(TIMEOUT)
            .retry(Retry.none())
            .circuitBreaker(false)
            .httpClient(unsigned);
    headers.forEach(builder::header);
    String problem = "";
    try (Wxpay client = builder.build()) {
      var unused = client.chain("v3/certificates").get();
    } catch (WxpayException e) {
      problem = Failure.text(e);
    } finally {
      close(http);
    }
    String failure = problem;
    return unsigned
        .received()
        .map(head -> Probe.reached(head.status(), head.duration(), date(head)))
        .orElseGet(() -> Probe.failed(failure));
  }

  private static Optional<Instant> date(UnsignedClient.Received head) {
    return head.headers()
        .firstValue("Date")
        .flatMap(
            text -> {
              try {
                return Optional.of(
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
              } catch (DateTimeParseException e) {
                return Optional.empty();
              }
            });
  }

  private static SSLContext trusting(X509Certificate authority) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("authority", authority);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(
          "The certificate of `merchant.ca` cannot be used for TLS.", e);
    }
  }

  /** Closes a client, which is possible from Java 21 on. */
  private static void close(HttpClient http) {
    if (http instanceof AutoCloseable) {
      try {
        ((AutoCloseable) http).close();
      } catch (Exception e) {
        throw new IllegalStateException("The connections could not be closed.", e);
      }
    }
  }
}
