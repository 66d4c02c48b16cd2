package io.github.wxpay.sandbox;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.Tls;
import io.github.wxpay.sandbox.http.Server;
import io.github.wxpay.sandbox.ledger.Trouble;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * WeChat Pay on 127.0.0.1, in this process: checks the signatures of requests, signs its answers,
 * keeps a ledger in memory. It needs no account, no network and no files.
 *
 * <pre>{@code
 * try (Sandbox sandbox = Sandbox.start()) {
 *   Wxpay wxpay = Wxpay.of(sandbox.config());
 *   wxpay.chain("v3/pay/transactions/native").post(order);
 *   sandbox.pay("order-1");
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads. Keys and certificates are made when first needed and shared by
 * all sandboxes of a JVM; orders, requests and secrets are each sandbox's own. All its threads are
 * daemons; {@link #close()} ends them and frees the port.
 */
public final class Sandbox implements AutoCloseable {
  private final Credentials credentials;
  private final Platform platform;
  private final Server server;
  private final boolean https;

  private Sandbox(Builder settings) {
    this.credentials = new Credentials();
    this.platform = new Platform(credentials, settings.clock);
    this.https = settings.https;
    HttpsConfigurator configurator =
        https ? new Asking(credentials, settings.clientCertificate) : null;
    this.server = Server.start(settings.port, configurator, platform::answer);
  }

  /** Starts a sandbox that speaks plain HTTP at a free port. */
  public static Sandbox start() {
    return builder().start();
  }

  /** Returns settings to be changed before the start. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the base address, for example {@code http://127.0.0.1:41234/}. */
  public URI uri() {
    return URI.create((https ? "https" : "http") + "://127.0.0.1:" + server.port() + "/");
  }

  /**
   * Returns the dictionary for {@code Wxpay.of}: {@code mchid}, {@code serial}, {@code privateKey}
   * (PKCS#8 PEM), {@code certs} (certificate serial or public key id to PEM), {@code secret} (the
   * APIv2 key), {@code apiV3Key}, {@code baseURL}, and {@code merchant} with {@code cert}, {@code
   * key} and, with https, {@code ca}. It holds keys: they are good for this sandbox only, yet do
   * not log it out of habit.
   */
  public Map<String, Object> config() {
    Map<String, String> merchant = new LinkedHashMap<>();
    merchant.put("cert", credentials.merchant().certificatePem());
    merchant.put("key", credentials.merchant().privateKeyPem());
    if (https) {
      merchant.put("ca", credentials.authority().certificatePem());
    }
    Map<String, String> certs = new LinkedHashMap<>();
    certs.put(credentials.platform().serial(), credentials.platform().certificatePem());
    certs.put(credentials.publicKeyId(), credentials.publicKeyPem());
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("mchid", credentials.mchid());
    config.put("serial", credentials.merchant().serial());
    config.put("privateKey", credentials.merchant().privateKeyPem());
    config.put("certs", certs);
    config.put("secret", credentials.secret());
    config.put("apiV3Key", credentials.apiV3Key());
    config.put("baseURL", uri().toString());
    config.put("merchant", merchant);
    return config;
  }

  /**
   * Returns the secret of the merchant's WeCom payment application, which signs {@code
   * workwx_sign}; the dictionary has no place for it.
   */
  public String workwxSecret() {
    return credentials.workwxSecret();
  }

  /**
   * Returns a context for an {@code HttpClient} of one's own: trusts the sandbox's authority and
   * presents the merchant's certificate.
   */
  public SSLContext sslContext() {
    return Tls.context(credentials.merchant(), credentials.authority());
  }

  /** Returns what came in, oldest first; the last 1,000 requests are kept. */
  public List<Recorded> requests() {
    return platform.journal().snapshot();
  }

  /**
   * Plays the payer: the order becomes {@code SUCCESS}.
   *
   * @throws IllegalArgumentException if there is no such order
   * @throws IllegalStateException if it is not {@code NOTPAY}; the message names its state
   */
  public void pay(String outTradeNo) {
    Objects.requireNonNull(outTradeNo, "outTradeNo == null");
    try {
      platform.ledger().pay(outTradeNo);
    } catch (Trouble trouble) {
      if (trouble.kind() == Trouble.Kind.ORDER_UNKNOWN) {
        throw new IllegalArgumentException(trouble.getMessage(), trouble);
      }
      throw new IllegalStateException(trouble.getMessage(), trouble);
    }
  }

  /** Stops the server, ends its threads and frees the port; a second time does nothing. */
  @Override
  public void close() {
    server.close();
  }

  @Override
  public String toString() {
    return "Sandbox[" + uri() + "]";
  }

  /** Settings of a sandbox; not safe for use by several threads. */
  public static final class Builder {
    private boolean https;
    private ClientCertificate clientCertificate = ClientCertificate.WANTED;
    private Clock clock = Clock.systemUTC();
    private int port;

    private Builder() {}

    /** Sets whether to speak https, with a certificate by the sandbox's authority; default no. */
    public Builder https(boolean on) {
      this.https = on;
      return this;
    }

    /** Sets whether to ask for the client certificate (https only); default {@code WANTED}. */
    public Builder clientCertificate(ClientCertificate mode) {
      this.clientCertificate = Objects.requireNonNull(mode, "mode == null");
      return this;
    }

    /** Sets the platform's clock; default the system's. */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock == null");
      return this;
    }

    /** Sets the port; default 0, any that is free. */
    public Builder port(int port) {
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
      }
      this.port = port;
      return this;
    }

    /**
     * Starts the sandbox.
     *
     * @throws java.io.UncheckedIOException if the port is taken
     */
    public Sandbox start() {
      return new Sandbox(this);
    }
  }

  /** Asks for the client certificate, or not. */
  private static final class Asking extends HttpsConfigurator {
    private final ClientCertificate mode;

    Asking(Credentials credentials, ClientCertificate mode) {
      super(Tls.context(credentials.server(), credentials.authority()));
      this.mode = mode;
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters tls = getSSLContext().getDefaultSSLParameters();
      if (mode == ClientCertificate.REQUIRED) {
        tls.setNeedClientAuth(true);
      } else if (mode == ClientCertificate.WANTED) {
        tls.setWantClientAuth(true);
      }
      parameters.setSSLParameters(tls);
    }
  }
}
