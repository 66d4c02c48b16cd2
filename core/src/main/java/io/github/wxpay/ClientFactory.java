package io.github.wxpay;

import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.json.Jackson;
import io.github.wxpay.internal.pipeline.Hosts;
import io.github.wxpay.internal.pipeline.Observers;
import io.github.wxpay.internal.pipeline.Pipeline;
import io.github.wxpay.internal.pipeline.RetryBudget;
import io.github.wxpay.internal.pipeline.RetryRule;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.transport.Transport;
import io.github.wxpay.internal.trust.KeyLoader;
import io.github.wxpay.internal.trust.KeyRing;
import io.github.wxpay.internal.trust.Merchant;
import io.github.wxpay.internal.trust.PlatformKey;
import io.github.wxpay.internal.trust.SerialNumber;
import io.github.wxpay.internal.trust.Suite;
import io.github.wxpay.internal.url.Gateway;
import io.github.wxpay.internal.v2.V2;
import io.github.wxpay.internal.v3.Certificates;
import io.github.wxpay.internal.v3.PlatformClock;
import io.github.wxpay.internal.v3.V3Signer;
import io.github.wxpay.internal.v3.V3Verifier;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;

/** Checks the settings that depend on each other, and creates the client. */
final class ClientFactory {
  private static final Logger LOG = System.getLogger("io.github.wxpay");

  private final ClientSettings settings;

  ClientFactory(ClientSettings settings) {
    Jackson.requireSupported();
    // A copy, because the builder may be used for further clients.
    this.settings = new ClientSettings(settings);
  }

  /** Creates a client that has all settings of at least one protocol, and fails otherwise. */
  Wxpay strictly() {
    String serial = serial();
    boolean notificationsOnly = readsNotificationsOnly(serial);
    require(
        !settings.mchid.isEmpty()
            || !settings.brandId.isEmpty()
            || (notificationsOnly && settings.secret.isEmpty()),
        "mchid",
        "the merchant's number");
    if (notificationsOnly) {
      return client();
    }
    boolean v3 = !serial.isEmpty() || settings.signer != null || !settings.platformKeys.isEmpty();
    if (v3 || settings.secret.isEmpty()) {
      require(
          !serial.isEmpty(), "serial", "the serial of the merchant's certificate (or certificate)");
      require(settings.signer != null, "privateKey", "the merchant's private key");
      require(
          !settings.platformKeys.isEmpty() || !settings.apiV3Key.isEmpty(),
          "platformKey",
          "a key or certificate of the platform (or apiV3Key, to have certificates downloaded)");
    }
    return client();
  }

  /** Creates the client of a dictionary, whose missing settings fail the calls that need them. */
  Wxpay client() {
    Merchant merchant = merchant();
    HttpClient given = settings.httpClient;
    if (given != null && settings.signer != null) {
      Transport.requireAuthorization(given);
    }
    boolean owner = settings.transport == null;
    Transport transport =
        settings.transport == null
            ? new Transport(settings.tls, given, settings.pauses::nanoTime)
            : settings.transport;
    settings.transport = transport;
    Observers observers = new Observers(settings.listeners);
    PlatformClock clock = new PlatformClock(settings.clock);
    RetryRule retry = new RetryRule(settings.retry, new RetryBudget(), settings.pauses);
    Hosts hosts = hosts();
    V3Signer signer = new V3Signer(merchant, clock, settings.nonce);
    Certificates certificates = certificates(merchant, signer, clock);
    Pipeline downloads = pipeline(transport, List.of(), observers, hosts, retry);
    KeyRing keys =
        new KeyRing(
            settings.platformKeys.values(),
            settings.clock,
            downloadsCertificates() ? download(downloads, certificates, certificates::read) : null);
    keys.unusable().forEach(problem -> LOG.log(Level.WARNING, problem));
    ClientCore core =
        new ClientCore(
            merchant,
            keys,
            download(downloads, certificates, certificates::bySerial),
            signer,
            new V3Verifier(keys, settings.clock, settings.provider),
            clock,
            new V2(
                settings.mchid,
                settings.secret,
                settings.signType,
                settings.nonce,
                settings.maxResponseBytes),
            pipeline(transport, settings.hooks, observers, hosts, retry),
            settings.baseUrl,
            settings.headers,
            settings.pauses);
    return new Wxpay(core, settings, transport, owner);
  }

  /** Creates the merchant, whose signer uses the configured provider. */
  private Merchant merchant() {
    Provider provider = settings.provider;
    RequestSigner signer = settings.signer;
    if (provider != null) {
      Suite.requireSignatures(provider);
      if (signer != null) {
        signer = KeyLoader.signer(signer, provider);
      }
    }
    Merchant merchant =
        new Merchant(
            settings.mchid,
            settings.brandId,
            serial(),
            signer,
            settings.decrypter,
            settings.certificate,
            settings.apiV3Key,
            suite());
    refuseOwnKey(merchant);
    return merchant;
  }

  private Certificates certificates(Merchant merchant, V3Signer signer, PlatformClock clock) {
    return new Certificates(
        signer,
        merchant,
        clock,
        settings.baseUrl,
        settings.headers,
        settings.root,
        settings.provider);
  }

  /** Returns the task that downloads the platform's certificates. Hooks are not called for it. */
  private static <T> Task<T> download(
      Pipeline pipeline, Certificates certificates, Function<Incoming, T> reader) {
    return pipeline.send(
        certificates,
        "GET",
        certificates.request()::template,
        certificates::request,
        (request, response, attempts) -> reader.apply(response));
  }

  private Pipeline pipeline(
      Transport transport, List<Hook> hooks, Observers observers, Hosts hosts, RetryRule retry) {
    return new Pipeline(
        settings.circuitBreaker ? transport : transport.withoutCircuitBreaker(),
        settings.timeout,
        settings.maxResponseBytes,
        hooks,
        observers,
        hosts,
        retry);
  }

  /** Returns the hosts that requests are sent to, after checking the URLs beside each other. */
  private Hosts hosts() {
    if (settings.backupUrl.isEmpty()) {
      return settings.gateway.isEmpty()
          ? Hosts.direct()
          : Hosts.gateway(Gateway.of(settings.gateway));
    }
    if (!settings.gateway.isEmpty()) {
      throw new IllegalStateException(
          "`gateway` and `backupUrl` exclude each other, since a gateway receives every request."
              + " Remove one of them; backupUrl(\"\") does.");
    }
    URI base = URI.create(settings.baseUrl);
    URI backup = URI.create(settings.backupUrl);
    if (!base.getRawPath().equals(backup.getRawPath())) {
      throw new IllegalStateException(
          "The path of `backupUrl` is '"
              + Printable.of(backup.getRawPath(), 128)
              + "', but that of the base URL is '"
              + Printable.of(base.getRawPath(), 128)
              + "'. They must be equal, since the path is signed.");
    }
    if ("https".equalsIgnoreCase(base.getScheme())
        && !"https".equalsIgnoreCase(backup.getScheme())) {
      throw new IllegalStateException(
          "`backupUrl` must begin with https://, since the base URL does; got '"
              + Printable.of(settings.backupUrl, 128)
              + "'.");
    }
    if (settings.baseUrl.equalsIgnoreCase(settings.backupUrl)) {
      throw new IllegalStateException(
          "`backupUrl` is the base URL '"
              + Printable.of(settings.baseUrl, 128)
              + "'. Give another host, or remove it with backupUrl(\"\").");
    }
    return Hosts.backup(
        Gateway.of(backup.getScheme() + "://" + backup.getRawAuthority()),
        settings.pauses::nanoTime);
  }

  /** Returns whether the client can read notifications of APIv3 but cannot sign requests. */
  private boolean readsNotificationsOnly(String serial) {
    return serial.isEmpty()
        && settings.signer == null
        && !settings.apiV3Key.isEmpty()
        && !settings.platformKeys.isEmpty();
  }

  /** Returns the cipher suite of the signer, or of the platform's keys if there is no signer. */
  private Suite suite() {
    if (settings.signer == null) {
      return Suite.of(settings.platformKeys.values());
    }
    Suite suite = Suite.of(settings.signer);
    X509Certificate certificate = settings.certificate;
    if (certificate != null && Suite.of(certificate.getPublicKey()) != suite) {
      throw new IllegalStateException(
          "The signer's algorithm is "
              + suite.signing()
              + ", but the merchant's certificate "
              + SerialNumber.of(certificate)
              + " is for "
              + Suite.of(certificate.getPublicKey()).signing()
              + ". Give the certificate of the key, or override RequestSigner.algorithm().");
    }
    return suite;
  }

  /** Returns whether to download certificates: not if a platform public key is configured. */
  private boolean downloadsCertificates() {
    return !settings.apiV3Key.isEmpty()
        && (settings.platformKeys.isEmpty()
            || settings.platformKeys.values().stream().anyMatch(PlatformKey::isCertificate));
  }

  private String serial() {
    X509Certificate certificate = settings.certificate;
    if (certificate == null) {
      return settings.serial;
    }
    String certified = SerialNumber.of(certificate);
    if (!settings.serial.isEmpty() && !SerialNumber.same(settings.serial, certified)) {
      throw new IllegalStateException(
          "`serial` is "
              + settings.serial
              + ", but the merchant's certificate has "
              + certified
              + ".");
    }
    PrivateKey key = settings.signer == null ? null : KeyLoader.keyOf(settings.signer);
    if (key != null && !KeyLoader.match(key, certificate.getPublicKey())) {
      throw new IllegalStateException(
          "The private key does not belong to the merchant's certificate "
              + certified
              + ". Use apiclient_key.pem and apiclient_cert.pem of one download.");
    }
    return certified;
  }

  /** Rejects the merchant's own certificate as a platform key: it would verify no response. */
  private void refuseOwnKey(Merchant merchant) {
    for (PlatformKey platform : settings.platformKeys.values()) {
      if (merchant.owns(platform)) {
        throw new IllegalStateException(
            "The platform key '"
                + platform.id()
                + "' is the merchant's own. Use the platform's public key (PUB_KEY_ID_…,"
                + " pub_key.pem) or its certificate instead.");
      }
    }
  }

  private static void require(boolean present, String name, String what) {
    if (!present) {
      throw new IllegalStateException(
          "`"
              + name
              + "` is missing: "
              + what
              + ". APIv3 needs mchid, serial, privateKey and a platformKey; APIv2 needs mchid and"
              + " secret; notifications alone need a platformKey and apiV3Key.");
    }
  }
}
