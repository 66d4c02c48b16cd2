package io.github.wxpay;

import io.github.wxpay.crypto.Decrypter;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.http.CallListener;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Retry;
import io.github.wxpay.internal.call.Pauses;
import io.github.wxpay.internal.text.Checks;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.text.SignedText;
import io.github.wxpay.internal.transport.Transport;
import io.github.wxpay.internal.trust.KeyLoader;
import io.github.wxpay.internal.trust.PlatformKey;
import io.github.wxpay.internal.trust.SerialNumber;
import io.github.wxpay.internal.trust.TlsMaterial;
import io.github.wxpay.internal.url.BaseUrl;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a {@link Wxpay}. Not safe for use by several threads. Each method checks
 * its value; {@link #build()} checks the settings that depend on each other. Keys are read when
 * they are set: one that is unreadable, weak or of the wrong kind is refused with a {@code
 * CryptoException}, which never contains the key.
 *
 * <pre>{@code
 * Wxpay wxpay = Wxpay.builder().mchid("1900000109").serial("3775B6A4…")
 *     .privateKey(Path.of("apiclient_key.pem"))
 *     .platformKey("PUB_KEY_ID_01…", Path.of("pub_key.pem"))
 *     .apiV3Key(System.getenv("API_V3_KEY")).build();
 * }</pre>
 */
public final class WxpayBuilder {
  final ClientSettings settings;

  /**
   * Creates a builder with a copy of settings. Clients built from the settings of a client share
   * its connections.
   */
  WxpayBuilder(ClientSettings settings) {
    this.settings = new ClientSettings(settings);
  }

  /** Sets the merchant's number ({@code mchid}), such as {@code 1900000109}. */
  public WxpayBuilder mchid(String mchid) {
    settings.mchid = Checks.token("mchid", mchid);
    return this;
  }

  /**
   * Sets the serial number of the merchant's certificate, in hex, as the merchant platform shows
   * it.
   */
  public WxpayBuilder serial(String serial) {
    settings.serial = Checks.token("serial", serial);
    return this;
  }

  /**
   * Sets the merchant's certificate ({@code apiclient_cert.pem}), from which the serial number is
   * read.
   */
  public WxpayBuilder certificate(Path file) {
    settings.certificate =
        KeyLoader.certificate("certificate", Objects.requireNonNull(file, "certificate == null"));
    return this;
  }

  /** Sets the merchant's private key as a file ({@code apiclient_key.pem}), PEM or DER. */
  public WxpayBuilder privateKey(Path file) {
    return privateKey(file, null);
  }

  /** Sets the merchant's private key as an encrypted file with its passphrase. */
  public WxpayBuilder privateKey(Path file, @Nullable String passphrase) {
    return signer(file, passphrase);
  }

  /** Sets the merchant's private key as PEM text or a protocol string, see {@code Rsa}. */
  public WxpayBuilder privateKey(String text) {
    return privateKey(text, null);
  }

  /** Sets the merchant's private key as encrypted PEM text with its passphrase. */
  public WxpayBuilder privateKey(String text, @Nullable String passphrase) {
    return signer(text, passphrase);
  }

  /** Sets the merchant's private key. */
  public WxpayBuilder privateKey(PrivateKey key) {
    return signer(key, null);
  }

  /**
   * Sets the signer of a merchant whose private key is in a KMS or HSM. Its {@link
   * RequestSigner#algorithm} decides between RSA and SM2.
   */
  public WxpayBuilder privateKey(RequestSigner signer) {
    return signer(signer, null);
  }

  /** Sets the decrypter of a merchant whose private key is in a KMS or HSM. */
  public WxpayBuilder decrypter(Decrypter decrypter) {
    settings.decrypter =
        KeyLoader.decrypter(Objects.requireNonNull(decrypter, "decrypter == null"));
    return this;
  }

  /**
   * Sets the brand's number ({@code brand_id}). Paths below {@code brand/} are signed for the
   * brand; all paths if there is no mchid.
   */
  public WxpayBuilder brandId(String brandId) {
    settings.brandId = Checks.token("brandId", brandId);
    return this;
  }

  /** Sets the root certificate that must have issued downloaded platform certificates: Tenpay's. */
  public WxpayBuilder certificateRoot(Path file) {
    settings.root =
        KeyLoader.certificate(
            "certificateRoot", Objects.requireNonNull(file, "certificateRoot == null"));
    return this;
  }

  /**
   * Adds a platform key: the serial number of its certificate or {@code PUB_KEY_ID_…}, and the
   * file.
   */
  public WxpayBuilder platformKey(String id, Path file) {
    return trusted(id, file);
  }

  /** Adds a platform key by its ID, as PEM text or a protocol string. */
  public WxpayBuilder platformKey(String id, String text) {
    return trusted(id, text);
  }

  /** Adds a platform key by its ID. */
  public WxpayBuilder platformKey(String id, PublicKey key) {
    return trusted(id, key);
  }

  /** Removes the platform keys that were added so far, for a derived client with other keys. */
  public WxpayBuilder clearPlatformKeys() {
    settings.platformKeys.clear();
    return this;
  }

  /**
   * Sets the APIv3 key: 32 bytes, chosen by the merchant on the merchant platform. It decrypts
   * notifications. If no platform public key is configured, it also decrypts the platform
   * certificates, which are then downloaded when they are needed.
   */
  public WxpayBuilder apiV3Key(String key) {
    settings.apiV3Key = KeyLoader.apiV3Key(Objects.requireNonNull(key, "apiV3Key == null"));
    return this;
  }

  /** Sets the APIv2 key: 32 bytes, checked by {@link #build()}; empty for none. */
  public WxpayBuilder secret(String key) {
    settings.secret = Objects.requireNonNull(key, "secret == null");
    return this;
  }

  /**
   * Sets the base URL, {@code https://api.mch.weixin.qq.com/} by default. With a host of the
   * platform it must be https; http is for your gateways and test servers. A path in it is sent and
   * signed. For a gateway that removes its path, set {@link #gateway}.
   */
  public WxpayBuilder baseUrl(String url) {
    settings.baseUrl = BaseUrl.check(Objects.requireNonNull(url, "baseUrl == null"));
    return this;
  }

  /**
   * Sets the URL of your gateway, which forwards requests to the platform. Requests are sent to it
   * but signed for the base URL. Its path is put before the path of each request and is not signed;
   * the gateway must remove it. Downloads of a {@code download_url}, downloads of certificates and
   * calls with a {@code baseURL} option are sent to the gateway too; signed URLs of pages do not
   * contain it. {@code security} then requires https, and the gateway receives the merchant's
   * certificate.
   *
   * @throws IllegalArgumentException if it is not an http(s) URL, is http to a host of the
   *     platform, or has a user, a query or a fragment
   */
  public WxpayBuilder gateway(String url) {
    settings.gateway = BaseUrl.check("gateway", Objects.requireNonNull(url, "gateway == null"));
    return this;
  }

  /**
   * Sets the platform's backup domain, {@code https://api2.wechatpay.cn/}, see {@link #backupUrl}.
   */
  public WxpayBuilder backup() {
    return backupUrl("https://api2.wechatpay.cn/");
  }

  /**
   * Sets a URL that requests are sent to while the base URL does not respond; empty for none, which
   * is the default. After an attempt that did not reach the host of the base URL, or got no
   * response, requests are sent to the backup URL for a minute; then, or as soon as it fails as
   * well, to the base URL again. A response of any status does not switch.
   *
   * <p>If nothing was sent, a call continues with the other host at once; otherwise it is attempted
   * again only by the rules of {@link #retry}. Calls with a {@code baseURL} option and downloads of
   * a {@code download_url} do not switch.
   *
   * @throws IllegalArgumentException if it is not an http(s) URL, is http to a host of the
   *     platform, or has a user, a query or a fragment; {@link #build()} also requires the path of
   *     the base URL, another host, https if the base URL has it, and no {@link #gateway}
   */
  public WxpayBuilder backupUrl(String url) {
    Objects.requireNonNull(url, "backupUrl == null");
    settings.backupUrl = url.isEmpty() ? "" : BaseUrl.check("backup URL", url);
    return this;
  }

  /**
   * Sets whether calls fail at once while the platform cannot be reached; {@code true} by default.
   * After ten attempts in a row without a connection, without TLS or without a byte of a response,
   * calls to this host are {@code NOT_SENT} for 5 s; then one call tries the host again. Responses
   * of every status, late responses and unverified ones do not count. Clients derived from each
   * other share what is known about a host.
   */
  public WxpayBuilder circuitBreaker(boolean enabled) {
    settings.circuitBreaker = enabled;
    return this;
  }

  /** Adds a header to every request; a header of the call replaces it. */
  public WxpayBuilder header(String name, String value) {
    settings.headers = settings.headers.with(name, value);
    return this;
  }

  /** Removes the headers that were added so far and resets {@code User-Agent} to its default. */
  public WxpayBuilder clearHeaders() {
    settings.headers = ClientSettings.DEFAULT_HEADERS;
    return this;
  }

  /**
   * Sets how often a call is attempted; {@link Retry#standard()} by default. {@link Options#retry}
   * replaces it for one call.
   */
  public WxpayBuilder retry(Retry retry) {
    settings.retry = Objects.requireNonNull(retry, "retry == null");
    return this;
  }

  /** Sets the pauses between attempts, so that tests need not wait. */
  WxpayBuilder pauses(Pauses pauses) {
    settings.pauses = pauses;
    return this;
  }

  /**
   * Sets the timeout of a call, 30 s by default: from the start of the verb to the last byte of the
   * response, including signatures and downloads of certificates. For a download it is the idle
   * timeout, the longest time without data, see {@link io.github.wxpay.http.Options#deadline}.
   *
   * @throws IllegalArgumentException if it is not between 1 ms and 1 day
   */
  public WxpayBuilder timeout(Duration timeout) {
    settings.timeout = Checks.timeout("timeout", timeout);
    return this;
  }

  /**
   * Sets the maximum size of a response in memory in bytes, as received and when decompressed: 8
   * MiB by default. A larger response fails the call with a {@code MalformedException}. Of an error
   * response the first 64 KiB are kept. Downloaded files have another limit, see {@link
   * io.github.wxpay.http.Options#maxBytes(long)}.
   *
   * @throws IllegalArgumentException if it is not between 64 KiB and 1 GiB
   */
  public WxpayBuilder maxResponseBytes(long max) {
    if (max < 64 << 10 || max > 1 << 30) {
      throw new IllegalArgumentException(
          "`maxResponseBytes` must be between 65536 and 1073741824; got "
              + max
              + ". It is a number of bytes, 8388608 by default.");
    }
    settings.maxResponseBytes = (int) max;
    return this;
  }

  /**
   * Adds a hook, which receives every request before it is signed and every response after it is
   * verified.
   */
  public WxpayBuilder hook(Hook hook) {
    settings.hooks.add(Objects.requireNonNull(hook, "hook == null"));
    return this;
  }

  /**
   * Adds a listener, which observes every call, download and notification of the client: for
   * metrics, logs and traces.
   */
  public WxpayBuilder listener(CallListener listener) {
    settings.listeners.add(Objects.requireNonNull(listener, "listener == null"));
    return this;
  }

  /** Removes the listeners that were added so far. */
  public WxpayBuilder clearListeners() {
    settings.listeners.clear();
    return this;
  }

  /** Removes the hooks that were added so far. */
  public WxpayBuilder clearHooks() {
    settings.hooks.clear();
    return this;
  }

  /**
   * Sets the JDK client to send with. The caller closes it. It must not follow redirects. Calls
   * with {@code security} present the merchant's certificate, which requires an SSLContext of the
   * library: they use another client with the same proxy, executor, connect timeout, SSL
   * parameters, version, authenticator and cookie handler.
   *
   * <p>{@link #build()} refuses a client with an {@link java.net.Authenticator} on a JDK that drops
   * the {@code Authorization} header of requests in this case, such as JDK 17, unless the client
   * has no private key.
   */
  public WxpayBuilder httpClient(HttpClient client) {
    settings.httpClient = Transport.checked(Objects.requireNonNull(client, "httpClient == null"));
    return connected(settings.tls);
  }

  /**
   * Sets a JCA provider that signs requests and verifies responses and notifications with RSA,
   * instead of the JDK: Conscrypt or Amazon Corretto, which take less CPU time for the same
   * results. The first signature is the first use of the provider. It is not installed in the JVM,
   * and not used for the encryption of fields, for SM2, or instead of a {@link RequestSigner}.
   */
  public WxpayBuilder provider(Provider provider) {
    settings.provider = Objects.requireNonNull(provider, "provider == null");
    return this;
  }

  /**
   * Sets the merchant's certificate for mutual TLS as PKCS#12 ({@code apiclient_cert.p12}). Its
   * password is the mchid unless it was changed. Calls of APIv2 with {@code security} present it.
   */
  public WxpayBuilder merchantCertificate(Path pkcs12, String password) {
    return connected(KeyLoader.pkcs12(settings.tls, pkcs12, password));
  }

  /**
   * Sets the merchant's certificate for mutual TLS as two PEM files: certificate and private key.
   */
  public WxpayBuilder merchantCertificate(Path certificate, Path key) {
    return connected(KeyLoader.pair(settings.tls, certificate, key));
  }

  /**
   * Sets the merchant's certificate for mutual TLS as two PEM texts: certificate and private key.
   */
  public WxpayBuilder merchantCertificate(String certificate, String key) {
    return connected(KeyLoader.pair(settings.tls, certificate, key));
  }

  /**
   * Sets the certificate authority that is trusted instead of the JDK's, for a test platform or a
   * proxy that inspects TLS. Together with {@link #httpClient} it applies to calls with {@code
   * security} only, and {@link #build()} refuses it if there is no merchant certificate for them.
   */
  public WxpayBuilder certificateAuthority(Path file) {
    return connected(KeyLoader.authority(settings.tls, file));
  }

  /**
   * Sets the {@code sign_type} of APIv2 requests that contain none: MD5, which is the default, or
   * HMAC-SHA256.
   */
  public WxpayBuilder signType(String signType) {
    if (!signType.equals(Hash.ALGO_MD5) && !signType.equals(Hash.ALGO_HMAC_SHA256)) {
      throw new IllegalArgumentException(
          "`signType` must be MD5 or HMAC-SHA256; got '" + Printable.name(signType) + "'.");
    }
    settings.signType = signType;
    return this;
  }

  /** Sets the clock, for tests; the system clock by default. */
  public WxpayBuilder clock(Clock clock) {
    settings.clock = Objects.requireNonNull(clock, "clock == null");
    return this;
  }

  /**
   * Sets the source of nonces, for tests; random ones by default. A nonce must be 1 to 128
   * characters of visible ASCII, otherwise the call fails and nothing is sent.
   */
  public WxpayBuilder nonce(Supplier<String> nonce) {
    settings.nonce = SignedText.nonces(Objects.requireNonNull(nonce, "nonce == null"));
    return this;
  }

  /**
   * Creates the client. With {@code apiV3Key} and a {@code platformKey} but neither {@code serial}
   * nor {@code privateKey}, the client only reads notifications; every call fails before anything
   * is sent. A client that is derived from one of {@link Wxpay#of} may lack the same settings as
   * that one.
   *
   * @throws IllegalStateException if a setting is missing, two settings contradict each other, or
   *     the JDK drops the {@code Authorization} header of the {@code httpClient}
   * @throws IllegalArgumentException if the APIv2 key does not have 32 bytes, a {@link
   *     RequestSigner} names an algorithm that is not known, or the provider has no SHA256withRSA
   */
  public Wxpay build() {
    KeyLoader.requireSecret(settings.secret);
    ClientFactory factory = new ClientFactory(settings);
    return settings.partial ? factory.client() : factory.strictly();
  }

  /** Sets the TLS settings; a derived client with other ones does not share the connections. */
  WxpayBuilder connected(TlsMaterial material) {
    settings.tls = material;
    settings.transport = null;
    return this;
  }

  WxpayBuilder signer(Object key, @Nullable String passphrase) {
    settings.signer =
        KeyLoader.signer(Objects.requireNonNull(key, "privateKey == null"), passphrase);
    return this;
  }

  WxpayBuilder trusted(String id, Object value) {
    Checks.token("platformKey id", id);
    Objects.requireNonNull(value, "platformKey == null");
    PlatformKey key = KeyLoader.platformKey(id, value);
    settings.platformKeys.put(SerialNumber.comparable(id), key);
    return this;
  }

  /**
   * Returns the merchant, the ids of the platform keys, the provider if there is one, and the names
   * of the secrets that are set.
   */
  @Override
  public String toString() {
    List<String> secrets = new ArrayList<>();
    if (settings.signer != null) {
      secrets.add("privateKey");
    }
    if (!settings.apiV3Key.isEmpty()) {
      secrets.add("apiV3Key");
    }
    if (!settings.secret.isEmpty()) {
      secrets.add("secret");
    }
    return "WxpayBuilder[mchid="
        + settings.mchid
        + ", serial="
        + settings.serial
        + ", platformKeys="
        + settings.platformKeys.values().stream().map(PlatformKey::id).collect(Collectors.toList())
        + (settings.provider == null
            ? ""
            : ", provider=" + Printable.of(settings.provider.getName(), 64))
        + ", set: "
        + secrets
        + "]";
  }
}
