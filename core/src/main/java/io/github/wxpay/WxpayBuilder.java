package io.github.wxpay;

import io.github.wxpay.crypto.Decrypter;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.http.CallListener;
import io.github.wxpay.http.Hook;
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
 * Collects the settings of a {@link Wxpay}, for one thread. What one setting can tell is refused at
 * once, {@link #build()} checks what needs several. Keys are read when they are set: unreadable
 * ones, weak ones, or those of a wrong kind are refused with a {@code CryptoException} that never
 * shows them.
 */
public final class WxpayBuilder {
  final ClientSettings settings;

  /**
   * A builder of a copy of these settings; of a client's, what it builds shares the connections.
   */
  WxpayBuilder(ClientSettings settings) {
    this.settings = new ClientSettings(settings);
  }

  /** The merchant's number ({@code mchid}), such as {@code 1900000109}. */
  public WxpayBuilder mchid(String mchid) {
    settings.mchid = Checks.token("mchid", mchid);
    return this;
  }

  /** The serial of the merchant's certificate, in hex, as the merchant platform shows it. */
  public WxpayBuilder serial(String serial) {
    settings.serial = Checks.token("serial", serial);
    return this;
  }

  /** The merchant's certificate ({@code apiclient_cert.pem}), of which the serial is taken. */
  public WxpayBuilder certificate(Path file) {
    settings.certificate =
        KeyLoader.certificate("certificate", Objects.requireNonNull(file, "certificate == null"));
    return this;
  }

  /** The merchant's private key ({@code apiclient_key.pem}), PEM or DER. */
  public WxpayBuilder privateKey(Path file) {
    return privateKey(file, null);
  }

  /** The merchant's private key of an encrypted file, and its passphrase. */
  public WxpayBuilder privateKey(Path file, @Nullable String passphrase) {
    return signer(file, passphrase);
  }

  /** The merchant's private key as PEM text or a protocol string, see {@code Rsa}. */
  public WxpayBuilder privateKey(String text) {
    return privateKey(text, null);
  }

  /** The merchant's private key as encrypted PEM text, and its passphrase. */
  public WxpayBuilder privateKey(String text, @Nullable String passphrase) {
    return signer(text, passphrase);
  }

  /** The merchant's private key. */
  public WxpayBuilder privateKey(PrivateKey key) {
    return signer(key, null);
  }

  /**
   * Sets what signs for the merchant, where the key is out of reach (KMS, HSM). Its {@link
   * RequestSigner#algorithm} decides between RSA and SM2.
   */
  public WxpayBuilder privateKey(RequestSigner signer) {
    return signer(signer, null);
  }

  /** What decrypts for the merchant, where the private key is out of reach (KMS, HSM). */
  public WxpayBuilder decrypter(Decrypter decrypter) {
    settings.decrypter =
        KeyLoader.decrypter(Objects.requireNonNull(decrypter, "decrypter == null"));
    return this;
  }

  /**
   * The brand's number ({@code brand_id}): paths below {@code brand/} are signed for the brand, all
   * paths when there is no mchid.
   */
  public WxpayBuilder brandId(String brandId) {
    settings.brandId = Checks.token("brandId", brandId);
    return this;
  }

  /** The root that platform certificates which are downloaded must be issued by: Tenpay's. */
  public WxpayBuilder certificateRoot(Path file) {
    settings.root =
        KeyLoader.certificate(
            "certificateRoot", Objects.requireNonNull(file, "certificateRoot == null"));
    return this;
  }

  /** A key of the platform: its certificate's serial or {@code PUB_KEY_ID_…}, and the file. */
  public WxpayBuilder platformKey(String id, Path file) {
    return trusted(id, file);
  }

  /** A key of the platform as PEM text or a protocol string, under its id. */
  public WxpayBuilder platformKey(String id, String text) {
    return trusted(id, text);
  }

  /** A key of the platform under its id. */
  public WxpayBuilder platformKey(String id, PublicKey key) {
    return trusted(id, key);
  }

  /**
   * Removes the platform keys that were set so far, for a derived client that has others. Keys that
   * are set afterwards remain.
   */
  public WxpayBuilder clearPlatformKeys() {
    settings.platformKeys.clear();
    return this;
  }

  /**
   * The APIv3 key: 32 bytes, set by the merchant on the merchant platform. With it, notifications
   * can be read; and where no bare public key of the platform is held, its certificates are
   * downloaded when they are needed.
   */
  public WxpayBuilder apiV3Key(String key) {
    settings.apiV3Key = KeyLoader.apiV3Key(Objects.requireNonNull(key, "apiV3Key == null"));
    return this;
  }

  /** Sets the APIv2 key: 32 bytes, checked by {@link #build()}; empty stands for none. */
  public WxpayBuilder secret(String key) {
    settings.secret = Objects.requireNonNull(key, "secret == null");
    return this;
  }

  /**
   * Sets the URL that paths are joined to; {@code https://api.mch.weixin.qq.com/} unless set. With
   * a host of the platform it must be https; http is for gateways and test servers of one's own. A
   * path in it is sent and signed. For a gateway that takes its path off, set {@link #gateway}.
   */
  public WxpayBuilder baseUrl(String url) {
    settings.baseUrl = BaseUrl.check(Objects.requireNonNull(url, "baseUrl == null"));
    return this;
  }

  /**
   * Sets the URL that requests are sent to in place of the host of the base URL, for which they are
   * still signed: a gateway of your own that forwards them to the platform. Its path, which it has
   * to take off, is put before the path of each request and is not signed. Downloads of a {@code
   * download_url} and of certificates go there too, and so do calls with a base URL of their own;
   * signed URLs of pages do not. {@code security} then needs a gateway with https, which sees the
   * merchant's certificate.
   *
   * @throws IllegalArgumentException if it is not an http(s) URL, is http to a host of the
   *     platform, or has a user, a query or a fragment
   */
  public WxpayBuilder gateway(String url) {
    settings.gateway = BaseUrl.check("gateway", Objects.requireNonNull(url, "gateway == null"));
    return this;
  }

  /** A header of every request, below those of a call. */
  public WxpayBuilder header(String name, String value) {
    settings.headers = settings.headers.with(name, value);
    return this;
  }

  /** Removes the headers that were set so far; {@code User-Agent} has its default again. */
  public WxpayBuilder clearHeaders() {
    settings.headers = ClientSettings.DEFAULT_HEADERS;
    return this;
  }

  /**
   * Sets the time that a call may take, 30 s by default: from the start of the verb to the last
   * byte of the response, with the keys that are downloaded for it and its signature. For a
   * download it is the time in which no data may arrive, see {@link
   * io.github.wxpay.http.Options#deadline}.
   *
   * @throws IllegalArgumentException if it is not between 1 ms and 1 day
   */
  public WxpayBuilder timeout(Duration timeout) {
    settings.timeout = Checks.timeout("timeout", timeout);
    return this;
  }

  /**
   * Sets the largest number of bytes that a response in memory may have, as it is received and as
   * it is when decompressed: 8 MiB by default. The call fails with a {@code MalformedException} if
   * it has more. Of an error response the first 64 KiB are kept. Files that are downloaded have
   * another limit, see {@link io.github.wxpay.http.Options#maxBytes(long)}.
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

  /** Adds a hook, which sees every request before it is sealed and every answer once it is open. */
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
   * Sets the JDK client to send with; it remains the caller's to close, and must not follow
   * redirects. Calls with {@code security} present the merchant's certificate, which only an
   * SSLContext of the library can do: they use another client with the same proxy, executor,
   * connect timeout, SSL parameters, version, authenticator and cookie handler.
   *
   * <p>{@link #build()} refuses a client with an {@link java.net.Authenticator} on a JDK that then
   * drops the {@code Authorization} of requests, as 17 does, unless the client has no private key.
   */
  public WxpayBuilder httpClient(HttpClient client) {
    settings.httpClient = Transport.checked(Objects.requireNonNull(client, "httpClient == null"));
    return connected(settings.tls);
  }

  /**
   * Sets a JCA provider that signs requests and verifies responses and notifications with RSA, in
   * place of the JDK: Conscrypt or Amazon Corretto, which take less CPU time. Results are the same.
   * The provider is first used by the first signature. It is not installed in the JVM, and not used
   * for the encryption of fields, for SM2, or in place of a {@link RequestSigner}.
   */
  public WxpayBuilder provider(Provider provider) {
    settings.provider = Objects.requireNonNull(provider, "provider == null");
    return this;
  }

  /**
   * The merchant's certificate for mutual TLS, as PKCS#12 ({@code apiclient_cert.p12}); its
   * password is the mchid unless it was changed. It is presented to calls of APIv2 with {@code
   * security}.
   */
  public WxpayBuilder merchantCertificate(Path pkcs12, String password) {
    return connected(KeyLoader.pkcs12(settings.tls, pkcs12, password));
  }

  /** The merchant's certificate for mutual TLS as two PEM files: certificate and private key. */
  public WxpayBuilder merchantCertificate(Path certificate, Path key) {
    return connected(KeyLoader.pair(settings.tls, certificate, key));
  }

  /** The merchant's certificate for mutual TLS as two PEM texts: certificate and private key. */
  public WxpayBuilder merchantCertificate(String certificate, String key) {
    return connected(KeyLoader.pair(settings.tls, certificate, key));
  }

  /**
   * Sets the authority whose servers are trusted in place of the JDK's: for a test platform, or a
   * proxy that inspects TLS. Beside {@link #httpClient} it is for calls with {@code security}
   * alone, and {@link #build()} refuses it if there is no merchant certificate for them.
   */
  public WxpayBuilder certificateAuthority(Path file) {
    return connected(KeyLoader.authority(settings.tls, file));
  }

  /** The APIv2 {@code sign_type} of requests that name none: MD5 unless set, or HMAC-SHA256. */
  public WxpayBuilder signType(String signType) {
    if (!signType.equals(Hash.ALGO_MD5) && !signType.equals(Hash.ALGO_HMAC_SHA256)) {
      throw new IllegalArgumentException(
          "`signType` must be MD5 or HMAC-SHA256; it is '" + Printable.name(signType) + "'.");
    }
    settings.signType = signType;
    return this;
  }

  /** The clock, for tests and replays; the system's unless set. */
  public WxpayBuilder clock(Clock clock) {
    settings.clock = Objects.requireNonNull(clock, "clock == null");
    return this;
  }

  /**
   * Sets the source of nonces, for tests and replays; random ones by default. Each nonce must be 1
   * to 128 characters of visible ASCII, otherwise the call fails and nothing is sent.
   */
  public WxpayBuilder nonce(Supplier<String> nonce) {
    settings.nonce = SignedText.nonces(Objects.requireNonNull(nonce, "nonce == null"));
    return this;
  }

  /**
   * Creates the client. With {@code apiV3Key} and a {@code platformKey}, and neither {@code serial}
   * nor {@code privateKey}, it reads notifications, and every call fails before anything is sent.
   *
   * @throws IllegalStateException when a setting is missing, two of them contradict each other, or
   *     the JDK drops what the {@code httpClient} is given to send
   * @throws IllegalArgumentException when the APIv2 key does not have 32 bytes, a {@link
   *     RequestSigner} names an algorithm that is not known, or the provider has no SHA256withRSA
   */
  public Wxpay build() {
    KeyLoader.requireSecret(settings.secret);
    return new ClientFactory(settings).strictly();
  }

  /** Other material for connections means other connections. */
  WxpayBuilder connected(TlsMaterial material) {
    settings.tls = material;
    settings.transport = null;
    return this;
  }

  WxpayBuilder signer(Object thing, @Nullable String passphrase) {
    settings.signer =
        KeyLoader.signer(Objects.requireNonNull(thing, "privateKey == null"), passphrase);
    return this;
  }

  WxpayBuilder trusted(String id, Object thing) {
    Checks.token("platformKey id", id);
    Objects.requireNonNull(thing, "platformKey == null");
    PlatformKey key = KeyLoader.platformKey(id, thing);
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
