package io.github.wxpay;

import io.github.wxpay.crypto.Secret;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.transport.Transport;
import io.github.wxpay.internal.trust.Suite;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client of WeChat Pay for one merchant. Chain a path, then call a verb.
 *
 * <pre>{@code
 * Wxpay wxpay = Wxpay.builder()
 *     .mchid("1900000109").serial("3775B6A4…").privateKey(Path.of("apiclient_key.pem"))
 *     .platformKey("PUB_KEY_ID_01…", Path.of("pub_key.pem"))
 *     .build();
 * wxpay.v3().chain("pay/transactions/native").post(Map.of("mchid", "1900000109", …));
 * }</pre>
 *
 * <p>Signs exactly the bytes that are sent, and verifies exactly the bytes that were received
 * before anything of a response is returned. Immutable and safe for use by many threads. Create one
 * client for each merchant and use it as long as the program runs.
 */
public final class Wxpay implements AutoCloseable {
  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

  private final ClientCore core;
  private final ClientSettings settings;
  private final Transport connections;
  private final boolean owner;

  Wxpay(ClientCore core, ClientSettings settings, Transport connections, boolean owner) {
    this.settings = settings;
    this.core = core;
    this.connections = connections;
    this.owner = owner;
  }

  /** Returns a builder without settings. */
  public static WxpayBuilder builder() {
    return new WxpayBuilder(new ClientSettings());
  }

  /**
   * Creates the client of the original's dictionary: {@code mchid}, {@code serial}, {@code
   * privateKey}, {@code passphrase}, {@code certs} (id to key), {@code secret}, {@code apiV3Key},
   * {@code baseURL}, {@code gateway}, {@code timeout} in ms, {@code maxResponseBytes}, {@code
   * headers}, {@code signType}, {@code brandId}, and {@code merchant} ({@code cert} and {@code
   * key}, or {@code pfx} and {@code passphrase}; {@code ca}). A key is PEM text, a protocol string,
   * a path, bytes, or a key object. An empty value is the same as a missing one. The map is not
   * modified.
   *
   * @throws IllegalArgumentException if a required entry is missing or an entry is not known
   */
  public static Wxpay of(Map<String, ?> dictionary) {
    return ConfigReader.dictionary(dictionary, Path.of(""));
  }

  /**
   * Creates the client of a JSON file that contains a dictionary; paths in it are relative to its
   * folder.
   */
  public static Wxpay load(Path file) {
    return ConfigReader.file(file);
  }

  /**
   * Creates the client of the environment variables {@code WXPAY_MCHID}, {@code WXPAY_SERIAL},
   * {@code WXPAY_PRIVATE_KEY}, {@code WXPAY_PASSPHRASE}, {@code WXPAY_CERTS} ({@code
   * id=path;id=path}), {@code WXPAY_SECRET}, {@code WXPAY_API_V3_KEY}, {@code WXPAY_BASE_URL},
   * {@code WXPAY_GATEWAY}, {@code WXPAY_TIMEOUT}, {@code WXPAY_MAX_RESPONSE_BYTES}, or {@code
   * WXPAY_CONFIG}, the path of a file for {@link #load}.
   */
  public static Wxpay fromEnvironment() {
    return ConfigReader.environment(System.getenv());
  }

  /**
   * Returns the dictionary of the variables {@code WXPAY_*} that {@link #fromEnvironment} reads,
   * for {@link #of}; empty if none is set. {@code WXPAY_CONFIG} is not an entry of it.
   *
   * <pre>{@code
   * Map<String, Object> dictionary = Wxpay.dictionary(System.getenv());
   * dictionary.put("timeout", 5_000);
   * Wxpay wxpay = Wxpay.of(dictionary);
   * }</pre>
   *
   * @param environment the variables by their names
   * @return a new map, which contains secrets
   */
  public static Map<String, Object> dictionary(Map<String, String> environment) {
    return ConfigEntries.ofVariables(environment);
  }

  /**
   * Converts a name of the original's property chain to a path segment: {@code outTradeNo} to
   * {@code out-trade-no}, {@code $out_trade_no$} and {@code _out_trade_no_} to {@code
   * {out_trade_no}}. Returns the empty string for {@code null}.
   */
  public static String normalize(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      return "";
    }
    String first = name.substring(0, 1);
    String head = CAPITAL.matcher(first).matches() ? first.toLowerCase(Locale.ROOT) : first;
    String kebab =
        head
            + CAPITAL
                .matcher(name.substring(1))
                .replaceAll(match -> "-" + match.group().toLowerCase(Locale.ROOT));
    return isWrapped(kebab) ? "{" + kebab.substring(1, kebab.length() - 1) + "}" : kebab;
  }

  /** Returns whether a name begins and ends with {@code $}, or with {@code _}, on one line. */
  private static boolean isWrapped(String name) {
    char mark = name.charAt(0);
    return name.length() > 1
        && (mark == '$' || mark == '_')
        && name.charAt(name.length() - 1) == mark
        && name.chars().noneMatch(c -> c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029');
  }

  /**
   * Returns the merchant's number, which most bodies contain; empty for a client of a brand only.
   */
  public String mchid() {
    return core.merchant.mchid();
  }

  /** Returns the chain of APIv3: JSON, paths below {@code v3/}. */
  public Chain v3() {
    return chain("v3");
  }

  /** Returns the chain of APIv2: signed XML of fields, paths below {@code v2/}. */
  public Chain v2() {
    return chain("v2");
  }

  /** Returns the chain of a complete path, {@code "v3/pay/transactions/native"}. */
  public Chain chain(String path) {
    return new Chain(core, Endpoint.ROOT).chain(path);
  }

  /** Returns the chain of the original's property names, {@code "v3.pay.transactions.native"}. */
  public Chain prop(String names) {
    return new Chain(core, Endpoint.ROOT).prop(names);
  }

  /**
   * Returns a Map of pairs of a name and a value, in the order given, for a body or a query: {@code
   * Wxpay.fields("total", 1, "currency", "CNY")}. Pairs whose value is {@code null} are left out.
   * The Map is unmodifiable.
   *
   * @throws IllegalArgumentException if the number of arguments is odd, or a name is not a String,
   *     is empty, or occurs twice
   */
  public static Map<String, Object> fields(@Nullable Object... namesAndValues) {
    return Fields.of(namesAndValues);
  }

  /**
   * Returns a sensitive value that is encrypted when it is sent, anywhere in a body of APIv3, with
   * the key that {@code Wechatpay-Serial} names. Its {@code toString()} does not show the
   * plaintext.
   */
  public static Secret secret(String plaintext) {
    return Secret.of(plaintext);
  }

  /**
   * Encrypts a text for the platform and returns it in base64. Uses the key that {@code
   * Wechatpay-Serial} names in requests that set no other. Use {@link #secret} to have fields
   * encrypted when they are sent.
   */
  public String encrypt(String plaintext) {
    return encryption(plaintext).run();
  }

  /**
   * Encrypts a text as {@link #encrypt} does, without waiting if a certificate has to be downloaded
   * first.
   */
  public CompletableFuture<String> encryptAsync(String plaintext) {
    return encryption(plaintext).start();
  }

  private Task<String> encryption(String plaintext) {
    return core.timed(core.keys.preferred())
        .map(key -> Suite.of(key.key()).encrypt(plaintext, key.key()));
  }

  /**
   * Returns the plaintext of a base64 text that the platform encrypted for the merchant (OAEP).
   *
   * @throws io.github.wxpay.exception.CryptoException if it was not encrypted for this merchant, or
   *     is empty
   */
  public String decrypt(String ciphertext) {
    return core.timed(core.merchant.decrypt(ciphertext)).run();
  }

  /**
   * Decrypts a text as {@link #decrypt} does, without waiting for an asynchronous {@code
   * Decrypter}.
   */
  public CompletableFuture<String> decryptAsync(String ciphertext) {
    return core.timed(core.merchant.decrypt(ciphertext)).start();
  }

  /**
   * Downloads the platform certificates, decrypts them with the APIv3 key, and verifies the
   * response with one of them. A call does this by itself when it needs a certificate; use this
   * method to save or to inspect them. Expired certificates and those that are not valid yet are
   * returned too. The keys of this client do not change.
   *
   * <pre>{@code
   * wxpay.downloadCertificates().forEach(
   *     (serial, certificate) -> System.out.println(serial + " until " + certificate.getNotAfter()));
   * }</pre>
   *
   * @return the certificates by their serial numbers, in the order and the spelling of the response
   * @throws IllegalStateException if the client has no APIv3 key
   * @throws io.github.wxpay.exception.StatusException if the platform refuses, with 404 for a
   *     merchant with a platform public key instead of certificates
   * @throws io.github.wxpay.exception.VerificationException if the response is not signed with one
   *     of the certificates, or has content that is not a platform certificate
   * @throws io.github.wxpay.exception.CryptoException if it cannot be decrypted, or an entry is not
   *     the certificate of its serial number
   */
  public Map<String, X509Certificate> downloadCertificates() {
    return core.certificates.run();
  }

  /** Downloads the platform certificates as {@link #downloadCertificates} does, without waiting. */
  public CompletableFuture<Map<String, X509Certificate>> downloadCertificatesAsync() {
    return core.certificates.start();
  }

  /** Returns the reader of the platform's notifications to this merchant. */
  public Notifications notifications() {
    return new Notifications(List.of(core), null);
  }

  /**
   * Returns the signer of call-up parameters, with which pages and apps open payment and other
   * views.
   */
  public PayParams payParams() {
    return new PayParams(settings, core);
  }

  /**
   * Returns a builder with all settings of this client; clients that it builds share the
   * connections.
   */
  public WxpayBuilder newBuilder() {
    return new WxpayBuilder(settings);
  }

  /**
   * Makes the first call faster: creates the HTTP client with its TLS settings and loads the
   * classes that sign, verify and read JSON. Takes some tenths of a second at the start of a
   * program. Sends nothing, downloads no certificate and does not call a {@code RequestSigner}.
   *
   * @throws IllegalStateException if this client was closed
   */
  public void warmUp() {
    String url = settings.gateway.isEmpty() ? settings.baseUrl : settings.gateway;
    connections.open(url.regionMatches(true, 0, "https:", 0, 6));
    core.warmUp();
  }

  /**
   * Closes this client and those derived from it: further calls fail. On Java 21 and later, waits
   * until running calls have ended, then ends the connections. Before Java 21 an {@code HttpClient}
   * cannot be closed: running calls continue, and the connections and threads end when the garbage
   * collector has collected it. Closing a derived client has no effect, and an {@code HttpClient}
   * that was passed to the builder stays open.
   */
  @Override
  public void close() {
    if (owner) {
      connections.close();
    }
  }

  /** Returns the merchant and the ids of the platform's keys, without keys and secrets. */
  @Override
  public String toString() {
    return "Wxpay[" + core + "]";
  }
}
