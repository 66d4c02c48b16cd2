package io.github.wxpay.sandbox;

import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.Tls;
import io.github.wxpay.sandbox.http.Hosts;
import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.http.ServerSettings;
import io.github.wxpay.sandbox.http.Site;
import io.github.wxpay.sandbox.http.SiteProvider;
import io.github.wxpay.sandbox.http.TlsLayer;
import io.github.wxpay.sandbox.shape.EndpointHints;
import io.github.wxpay.sandbox.shape.NotificationShapes;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * WeChat Pay on 127.0.0.1, in this process: checks the signatures of requests, signs its answers,
 * keeps a ledger in memory. It needs no account, no network and no files.
 *
 * <p>Safe for use by many threads. Keys and certificates are made when first needed and shared by
 * all sandboxes of a JVM; orders, requests and secrets are each sandbox's own. All its threads are
 * daemons; {@link #close()} ends them and frees the port.
 *
 * <p>A request has 10 s from its first byte to its last, its body 32 MiB (413 otherwise), its head
 * 380 KiB and 200 headers (431 otherwise). A request that arrives more slowly ends with its
 * connection; neither it nor one that is refused for its form or size is recorded. There may be 512
 * connections at a time, each with a thread.
 */
public final class Sandbox implements AutoCloseable {
  private final Credentials credentials;
  private final Platform platform;
  private final Hosts hosts;
  private final boolean https;

  Sandbox(SandboxBuilder settings) {
    this.credentials = settings.credentials();
    this.platform = new Platform(credentials, settings);
    this.https = settings.isHttps();
    ServerSettings servers =
        new ServerSettings(
            https ? tls(credentials, settings.clientCertificate()) : null,
            platform::receive,
            settings.isSocketFaults() ? platform.faults()::welcome : null,
            settings.requestLimits(),
            settings.clock());
    this.hosts = new Hosts(settings.port(), servers);
    platform.open(sites());
  }

  private static TlsLayer tls(Credentials credentials, ClientCertificate mode) {
    return new TlsLayer(
        Tls.context(credentials.server(), credentials.authority()),
        mode == ClientCertificate.WANTED,
        mode == ClientCertificate.REQUIRED);
  }

  private List<Site> sites() {
    List<Site> sites = new ArrayList<>();
    for (SiteProvider<?> provider :
        ServiceLoader.load(SiteProvider.class, Sandbox.class.getClassLoader())) {
      if (provider.type() == Sandbox.class) {
        sites.add(open(provider, this));
      }
    }
    return sites;
  }

  private static <T> Site open(SiteProvider<T> provider, Object subject) {
    return provider.open(provider.type().cast(subject));
  }

  /** Starts a sandbox that speaks plain HTTP at a free port. */
  public static Sandbox start() {
    return builder().start();
  }

  /** Returns settings to be changed before the start. */
  public static SandboxBuilder builder() {
    return new SandboxBuilder();
  }

  /** Returns the base address, for example {@code http://127.0.0.1:41234/}. */
  public URI uri() {
    return hosts.uri(Inbound.HOST);
  }

  /**
   * Returns the base address that stands for another host of the platform, whose endpoints are
   * found there only: {@code fraud.mch.weixin.qq.com}, {@code payapp.weixin.qq.com}, {@code
   * apihk.mch.weixin.qq.com}. A client takes it as {@code baseURL} of a call.
   *
   * @throws IllegalArgumentException if no documented endpoint is there; the message names them
   */
  public URI uri(String host) {
    Objects.requireNonNull(host, "host == null");
    Set<String> known = new EndpointHints().hosts();
    if (!known.contains(host)) {
      throw new IllegalArgumentException(
          "there is nothing at " + host + "; the hosts are " + String.join(", ", known));
    }
    return hosts.uri(host);
  }

  /** Returns the platform's clock, for clients that must agree with it. */
  public Clock clock() {
    return platform.clock();
  }

  /**
   * Returns the address of a page that shows all that happened, live; one can pay there. It
   * responds with 404 in a merged jar without {@code META-INF/services}.
   */
  public URI page() {
    return uri();
  }

  /**
   * Returns the dictionary for {@code Wxpay.of}: {@code mchid}, {@code serial}, {@code privateKey}
   * (PKCS#8 PEM), {@code certs} (certificate serial or public key id to PEM), {@code secret} (the
   * APIv2 key), {@code apiV3Key}, {@code baseURL}, and {@code merchant} with {@code cert}, {@code
   * key} and, with https, {@code ca}. It holds keys: they are good for this sandbox only, yet do
   * not log it out of habit.
   */
  public Map<String, Object> config() {
    return config(true);
  }

  /** Returns the same dictionary, with {@code certs} or without: its client must download them. */
  public Map<String, Object> config(boolean withPlatformKeys) {
    return new Dictionary(credentials, uri(), https).ofMerchant(withPlatformKeys);
  }

  /**
   * Returns the dictionary of a brand, who may ask below {@code brand/} and {@code v3/brand/}:
   * {@code brandId} in the place of {@code mchid}, {@code serial}, {@code privateKey}, {@code
   * certs}, {@code apiV3Key}, {@code baseURL}.
   *
   * @throws IllegalStateException if the sandbox speaks SM2; brands sign with RSA only
   */
  public Map<String, Object> brandConfig() {
    return new Dictionary(credentials, uri(), https).ofBrand();
  }

  /** Returns the certificate, in PEM, of the root that issues the platform's certificates. */
  public String rootCertificate() {
    return credentials.root().certificatePem();
  }

  /** Returns the secret of the WeCom payment application, for {@code workwx_sign}. */
  public String workwxSecret() {
    return credentials.workwxSecret();
  }

  /** Returns a context that trusts the sandbox and presents the merchant's certificate. */
  public SSLContext sslContext() {
    return Tls.context(credentials.client(), credentials.authority());
  }

  /** Returns what came in, oldest first; the last 1,000 requests are kept. */
  public List<Recorded> requests() {
    return platform.journal().snapshot();
  }

  /**
   * Returns the orders, newest last; the last 100,000 are kept. Each is a map of {@code
   * out_trade_no}, {@code version} ({@code v2} or {@code v3}), {@code trade_type}, {@code state}
   * ({@code NOTPAY}, {@code SUCCESS}, {@code REFUND}, {@code CLOSED}), {@code total} and {@code
   * refunded} in fen ({@link Long}), {@code create_time} ({@link java.time.Instant}), {@code
   * refunds}, and where known {@code description}, {@code notify_url}, {@code code_url}, {@code
   * transaction_id}, {@code success_time} ({@code Instant}).
   *
   * <p>{@code refunds} is a list of maps, newest last: {@code out_refund_no}, {@code refund_id},
   * {@code refund} in fen and {@code create_time}. All lists and maps are immutable.
   */
  public List<Map<String, Object>> orders() {
    return platform.orders().snapshot();
  }

  /**
   * Returns whether {@link #pay} and {@link #payer} notify, see {@link SandboxBuilder#notifying}.
   */
  public boolean isNotifying() {
    return platform.isNotifying();
  }

  /**
   * Plays the payer: the order becomes {@code SUCCESS}, a combined one with all its parts. With
   * {@link SandboxBuilder#notifying} the order's {@code notify_url} is then notified, if it is on
   * this machine; what came of it stands in {@link #deliveries}.
   *
   * @throws IllegalArgumentException if there is no such order
   * @throws IllegalStateException if it is not {@code NOTPAY}; the message names its state
   */
  public void pay(String outTradeNo) {
    Objects.requireNonNull(outTradeNo, "outTradeNo == null");
    platform.pay(outTradeNo);
  }

  /** Returns the other party: who confirms, signs, pays later or complains. */
  public Payer payer() {
    return platform.payer();
  }

  /** Returns the event types there are notifications for; those of APIv2 behind {@code v2/}. */
  public static List<String> eventTypes() {
    return NotificationShapes.names();
  }

  /** Returns {@link #notification(String, Map)} with nothing but the defaults. */
  public SignedNotification notification(String eventType) {
    return notification(eventType, Map.of());
  }

  /**
   * Makes a notification, signed and encrypted as the platform does; it is sent nowhere. Its
   * resource has the fields of the plain product, in the state that the event is about, with values
   * that fit each other; always the same but for times and what is encrypted.
   *
   * @param eventType one of {@link #eventTypes}; {@code v2/} may be left out where the name is of
   *     one protocol only
   * @param resource entries that win over the defaults; maps are laid over maps, null takes a field
   *     away, a total given alone becomes the total of all amounts
   * @throws IllegalArgumentException if there is no such event type; the message names the nearest
   */
  public SignedNotification notification(String eventType, Map<String, ?> resource) {
    return platform.notificationFactory().make(eventType, resource);
  }

  /**
   * Sends a notification and returns the status of the answer.
   *
   * @throws IllegalArgumentException if the receiver is not plain HTTP on this machine
   * @throws java.io.UncheckedIOException if no answer comes within 5 s
   */
  public int notify(URI receiver, SignedNotification notification) {
    return deliver(receiver, notification).status();
  }

  /** Sends a notification like {@link #notify(URI, SignedNotification)} and returns the answer. */
  public Delivery deliver(URI receiver, SignedNotification notification) {
    return platform.notificationSender().deliver(receiver, notification);
  }

  /** Returns what was sent, oldest first; the last 1,000 deliveries are kept. */
  public List<Delivery> deliveries() {
    return platform.notificationSender().deliveries();
  }

  /**
   * Waits until the notifications that requests caused so far were sent, 10 s at most, and returns
   * {@link #deliveries}. A receiver must not call this while it handles one of them.
   */
  public List<Delivery> awaitDeliveries() {
    platform.notificationSender().await();
    return deliveries();
  }

  /**
   * Makes a new platform certificate and returns its serial. It is valid from now and signs from
   * now on, also answers to requests that name an older certificate; those stay known, and in
   * {@code v3/certificates}, until they expire. It signs notifications too, until a request names
   * the public key, or as {@link #keySwitch} says.
   *
   * @throws IllegalStateException if the platform has a public key only
   */
  public String rotate() {
    return credentials.platform().rotate();
  }

  /**
   * Sets how many of 1,000 notifications the public key signs; which ones is drawn from a fixed
   * seed, the newest certificate signs the rest. The platform's seven days are 1, 10, 50, 100, 200,
   * 500, 1000. Answers follow the request's {@code Wechatpay-Serial} at any time.
   *
   * <p>Until this is called, notifications follow the requests too: the key that signs is of the
   * kind that the last verified request named in {@code Wechatpay-Serial}, and the public key, if
   * there is one, before any request named a key.
   *
   * @throws IllegalStateException unless the platform has both kinds of keys
   */
  public void keySwitch(int permille) {
    credentials.platform().keySwitch(permille);
  }

  /**
   * Makes that share of APIv3 answers and notifications signature probes: all is as it should be,
   * but the signature is wrong and begins with {@code WECHATPAY/SIGNTEST/}.
   */
  public void probes(double rate, long seed) {
    platform.signer().probes(rate, seed);
  }

  /**
   * Decrypts a sensitive field that was encrypted with any key of the platform (RSA: OAEP or PKCS#1
   * v1.5; SM2).
   *
   * @throws IllegalArgumentException if none opens it
   */
  public String decrypt(String ciphertext) {
    return credentials.decrypt(ciphertext, null);
  }

  /** Decrypts a sensitive field with the key that {@code Wechatpay-Serial} named. */
  public String decrypt(String ciphertext, String serial) {
    return credentials.decrypt(ciphertext, Objects.requireNonNull(serial, "serial == null"));
  }

  /** Encrypts a text for the merchant, as the platform does with sensitive fields. */
  public String encrypt(String plaintext) {
    return credentials.encrypt(plaintext);
  }

  /**
   * Injects the fault into the next call of that pattern, see {@link #fault(String, Fault, int)}.
   */
  public void fault(String pattern, Fault fault) {
    fault(pattern, fault, 1);
  }

  /**
   * Injects the fault into the next calls of that pattern, downloads of both protocols included. Of
   * all faults that are set, the first that matches and is due happens; those at the start of a
   * connection come first and mean connections. One of which the response has nothing, say a file's
   * fault on JSON, changes nothing and counts.
   *
   * @param pattern a path, with a verb before it or without: {@code POST v3/refund/**}; {@code *}
   *     and {@code {name}} stand for one segment, {@code **} for any number
   * @throws IllegalArgumentException if pattern, fault and times do not make sense
   * @throws IllegalStateException if the fault needs {@link SandboxBuilder#socketFaults} or https
   */
  public void fault(String pattern, Fault fault, int times) {
    platform.faults().add(pattern, fault, times);
  }

  /**
   * Injects the fault into that share, 0 to 1, of the calls of that pattern until {@link
   * #clearFaults}; the seed decides which. The rest is {@link #fault(String, Fault, int)}.
   */
  public void fault(String pattern, Fault fault, double rate, long seed) {
    platform.faults().add(pattern, fault, rate, seed);
  }

  /** Removes all faults but those of {@link #downloads}; one that has begun goes on. */
  public void clearFaults() {
    platform.faults().clear();
  }

  /**
   * Injects the fault into all downloads, until it is called with {@link DownloadFault#NONE}.
   *
   * @deprecated use {@link #fault(String, Fault, double, long)} with the path of the file and rate
   *     1; goes with 0.2
   */
  @Deprecated
  public void downloads(DownloadFault fault) {
    platform.faults().setDownloads(Objects.requireNonNull(fault, "fault == null").fault());
  }

  /**
   * Injects the fault into the next download; called again, into the one after it, and so on.
   *
   * @deprecated use {@link #fault(String, Fault)} with the path of the file; goes with 0.2
   */
  @Deprecated
  public void nextDownload(DownloadFault fault) {
    platform.faults().addDownload(Objects.requireNonNull(fault, "fault == null").fault());
  }

  /**
   * Makes the next bill that {@code v3/bill/tradebill} is asked for one of about that many bytes
   * (1,000 to 16 GiB) and returns how many rows it has. Size and seed decide what is in it; it is
   * made up while it is sent and never in memory.
   */
  public long generateBill(long bytes, long seed) {
    return platform.generateBill(bytes, seed);
  }

  /**
   * Returns the file that was uploaded, by the id or address that was answered; the last 1,000
   * files are kept, 64 MiB at most.
   *
   * @throws IllegalArgumentException if there is no such upload
   */
  public byte[] media(String id) {
    return platform.media(Objects.requireNonNull(id, "id == null"));
  }

  /** Stops the server, ends its threads and frees the port; a second time does nothing. */
  @Override
  public void close() {
    platform.close();
    hosts.close();
  }

  @Override
  public String toString() {
    return "Sandbox[" + uri() + "]";
  }
}
