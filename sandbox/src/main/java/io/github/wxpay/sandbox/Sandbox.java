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
 * A simulation of WeChat Pay on 127.0.0.1, in this process. Verifies the signatures of requests,
 * signs its responses, and keeps a ledger in memory. Needs no account, no network and no files.
 *
 * <pre>{@code
 * try (Sandbox sandbox = Sandbox.start(); Wxpay wxpay = Wxpay.of(sandbox.config())) {
 *   wxpay.chain("v3/pay/transactions/native").post(order);
 *   sandbox.pay("order-1");
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads. Keys and certificates are generated when first needed and shared
 * by all sandboxes of a JVM; orders, requests and secrets are separate. All threads are daemons;
 * {@link #close()} ends them and frees the port.
 *
 * <p>Limits of a request: 10 s from its first byte to its last, 32 MiB of body (otherwise 413), 380
 * KiB and 200 headers (otherwise 431). The connection of a slower request is closed. Neither such a
 * request nor one that is rejected for its form or size is recorded. At most 512 connections may be
 * open at a time, each with a thread.
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

  /** Starts a sandbox with the default settings: plain HTTP on a free port. */
  public static Sandbox start() {
    return builder().start();
  }

  /** Returns a builder for a sandbox with other settings. */
  public static SandboxBuilder builder() {
    return new SandboxBuilder();
  }

  /** Returns the base address, for example {@code http://127.0.0.1:41234/}. */
  public URI uri() {
    return hosts.uri(Inbound.HOST);
  }

  /**
   * Returns the base address that replaces another host of the platform, such as {@code
   * fraud.mch.weixin.qq.com}, {@code payapp.weixin.qq.com} or {@code apihk.mch.weixin.qq.com}. The
   * endpoints of that host are available only there; pass the address as {@code baseURL} of a call.
   *
   * @throws IllegalArgumentException if the host has no documented endpoint; the message lists the
   *     hosts
   */
  public URI uri(String host) {
    Objects.requireNonNull(host, "host == null");
    Set<String> known = new EndpointHints().hosts();
    if (!known.contains(host)) {
      throw new IllegalArgumentException(
          "host must be one of " + String.join(", ", known) + ", not " + host);
    }
    return hosts.uri(host);
  }

  /** Returns the platform's clock, for clients that must use the same one. */
  public Clock clock() {
    return platform.clock();
  }

  /**
   * Returns the address of a page that shows requests, orders and notifications live, and on which
   * orders can be paid. Its status is 404 in a merged jar without {@code META-INF/services}.
   */
  public URI page() {
    return uri();
  }

  /**
   * Returns the dictionary for {@code Wxpay.of}: {@code mchid}, {@code serial}, {@code privateKey}
   * (PKCS#8 PEM), {@code certs} (certificate serial or public key id to PEM), {@code secret} (the
   * APIv2 key), {@code apiV3Key}, {@code baseURL}, and {@code merchant} with {@code cert}, {@code
   * key} and, with https, {@code ca}. The keys are valid only for this sandbox; still, do not log
   * them.
   */
  public Map<String, Object> config() {
    return config(true);
  }

  /**
   * Returns the dictionary of {@link #config()}, with or without {@code certs}. A client without
   * them must download the certificates.
   */
  public Map<String, Object> config(boolean withPlatformKeys) {
    return new Dictionary(credentials, uri(), https).ofMerchant(withPlatformKeys);
  }

  /**
   * Returns the dictionary of a brand, for the endpoints below {@code brand/} and {@code
   * v3/brand/}: {@code brandId} instead of {@code mchid}, {@code serial}, {@code privateKey},
   * {@code certs}, {@code apiV3Key}, {@code baseURL}.
   *
   * @throws IllegalStateException if the sandbox uses SM2; brands sign with RSA only
   */
  public Map<String, Object> brandConfig() {
    return new Dictionary(credentials, uri(), https).ofBrand();
  }

  /** Returns the root certificate, in PEM, of the platform's certificates. */
  public String rootCertificate() {
    return credentials.root().certificatePem();
  }

  /** Returns the secret of the WeCom payment application, for {@code workwx_sign}. */
  public String workwxSecret() {
    return credentials.workwxSecret();
  }

  /** Returns a TLS context that trusts the sandbox and presents the merchant's certificate. */
  public SSLContext sslContext() {
    return Tls.context(credentials.client(), credentials.authority());
  }

  /**
   * Returns the requests, oldest first. The last 1,000 are kept, in at most 64 MiB with their
   * responses.
   */
  public List<Recorded> requests() {
    return platform.journal().snapshot();
  }

  /**
   * Returns the orders, oldest first; the last 100,000 are kept. Each is a map of {@code
   * out_trade_no}, {@code version} ({@code v2} or {@code v3}), {@code trade_type}, {@code state}
   * ({@code NOTPAY}, {@code SUCCESS}, {@code REFUND}, {@code CLOSED}), {@code total} and {@code
   * refunded} in fen ({@link Long}), {@code create_time} ({@link java.time.Instant}), {@code
   * refunds}, and where known {@code description}, {@code notify_url}, {@code code_url}, {@code
   * transaction_id}, {@code success_time} ({@code Instant}).
   *
   * <p>{@code refunds} is a list of maps, oldest first: {@code out_refund_no}, {@code refund_id},
   * {@code refund} in fen and {@code create_time}. All lists and maps are immutable.
   */
  public List<Map<String, Object>> orders() {
    return platform.orders().snapshot();
  }

  /** Returns whether the merchant is notified, see {@link SandboxBuilder#notifying}. */
  public boolean isNotifying() {
    return platform.isNotifying();
  }

  /**
   * Pays an order as its payer: it becomes {@code SUCCESS}; a combined order is paid with all its
   * parts. With {@link SandboxBuilder#notifying}, a notification is then sent to the order's {@code
   * notify_url}, if that is on this machine; {@link #deliveries} has the result.
   *
   * @throws IllegalArgumentException if the order does not exist
   * @throws IllegalStateException if the order is not {@code NOTPAY}; the message names its state
   */
  public void pay(String outTradeNo) {
    Objects.requireNonNull(outTradeNo, "outTradeNo == null");
    platform.pay(outTradeNo);
  }

  /** Returns the user's other actions: to confirm, sign, pay later or complain. */
  public Payer payer() {
    return platform.payer();
  }

  /** Returns the event types of all notifications; those of APIv2 have the prefix {@code v2/}. */
  public static List<String> eventTypes() {
    return NotificationShapes.names();
  }

  /** Creates a notification with the defaults, see {@link #notification(String, Map)}. */
  public SignedNotification notification(String eventType) {
    return notification(eventType, Map.of());
  }

  /**
   * Creates a notification, signed and encrypted as by the platform, without sending it. Its
   * resource has the fields of the basic product, in the state of the event, with consistent
   * values. Except for times and encryption, the result is always the same.
   *
   * @param eventType one of {@link #eventTypes}; {@code v2/} may be omitted if only one protocol
   *     has the event type
   * @param resource entries that replace the defaults; maps are merged, null removes a field, and a
   *     total without other amounts becomes the total of all amounts
   * @throws IllegalArgumentException if the event type does not exist; the message suggests the
   *     nearest
   */
  public SignedNotification notification(String eventType, Map<String, ?> resource) {
    return platform.notificationFactory().make(eventType, resource);
  }

  /**
   * Sends a notification and returns the HTTP status of the reply.
   *
   * @throws IllegalArgumentException if the receiver's address is not plain HTTP on this machine
   * @throws java.io.UncheckedIOException if there is no reply within 5 s
   */
  public int notify(URI receiver, SignedNotification notification) {
    return deliver(receiver, notification).status();
  }

  /**
   * Sends a notification as {@link #notify(URI, SignedNotification)} does and returns the delivery.
   */
  public Delivery deliver(URI receiver, SignedNotification notification) {
    return platform.notificationSender().deliver(receiver, notification);
  }

  /** Returns the deliveries, oldest first; the last 1,000 are kept. */
  public List<Delivery> deliveries() {
    return platform.notificationSender().deliveries();
  }

  /**
   * Waits until all notifications that requests caused so far have been sent, for at most 10 s, and
   * returns {@link #deliveries}. A receiver must not call this method while it handles one of them.
   */
  public List<Delivery> awaitDeliveries() {
    platform.notificationSender().await();
    return deliveries();
  }

  /**
   * Creates a new platform certificate and returns its serial number. From now on it signs
   * responses, including those to requests that name an older certificate; older certificates
   * remain valid, and in {@code v3/certificates}, until they expire. It also signs notifications,
   * until a request names the public key, or according to {@link #keySwitch}.
   *
   * @throws IllegalStateException if the platform has a public key only
   */
  public String rotate() {
    return credentials.platform().rotate();
  }

  /**
   * Sets how many of 1,000 notifications the public key signs. They are selected with a fixed seed;
   * the newest certificate signs the others. The platform's steps, one a day, are 1, 10, 50, 100,
   * 200, 500 and 1000. Responses always follow the request's {@code Wechatpay-Serial}.
   *
   * <p>Until the first call, notifications follow the requests too: they are signed with the kind
   * of key that the last verified request named in {@code Wechatpay-Serial}, or, before any request
   * named a key, with the public key if there is one.
   *
   * @throws IllegalStateException unless the platform has both kinds of keys
   */
  public void keySwitch(int permille) {
    credentials.platform().keySwitch(permille);
  }

  /**
   * Turns a share of APIv3 responses and notifications into signature probes, which are correct
   * except for a wrong signature that starts with {@code WECHATPAY/SIGNTEST/}.
   *
   * @param rate the share, from 0 to 1
   * @param seed selects the probes; the same seed selects the same ones
   */
  public void probes(double rate, long seed) {
    platform.signer().probes(rate, seed);
  }

  /**
   * Decrypts a sensitive field that was encrypted for any key of the platform, with RSA (OAEP or
   * PKCS#1 v1.5) or SM2.
   *
   * @throws IllegalArgumentException if no key decrypts it
   */
  public String decrypt(String ciphertext) {
    return credentials.decrypt(ciphertext, null);
  }

  /** Decrypts a sensitive field with the key of a {@code Wechatpay-Serial}. */
  public String decrypt(String ciphertext, String serial) {
    return credentials.decrypt(ciphertext, Objects.requireNonNull(serial, "serial == null"));
  }

  /** Encrypts a text for the merchant, as the platform encrypts sensitive fields. */
  public String encrypt(String plaintext) {
    return credentials.encrypt(plaintext);
  }

  /** Injects a fault into the next call that matches, see {@link #fault(String, Fault, int)}. */
  public void fault(String pattern, Fault fault) {
    fault(pattern, fault, 1);
  }

  /**
   * Injects a fault into the next calls that match, including downloads of both protocols. Of all
   * faults that are set, the first that matches and is due applies; those at the start of a
   * connection come first and count connections. A fault that does not fit the response, such as
   * that of a file for JSON, changes nothing but counts as used.
   *
   * @param pattern a path with or without a method before it, such as {@code POST v3/refund/**};
   *     {@code *} and {@code {name}} match one segment, {@code **} any number
   * @param times the number of calls, at least 1
   * @throws IllegalArgumentException if the pattern or {@code times} is invalid, or the pattern of
   *     a fault at the start of a connection is not {@code **}
   * @throws IllegalStateException if the fault needs {@link SandboxBuilder#socketFaults} or https
   */
  public void fault(String pattern, Fault fault, int times) {
    platform.faults().add(pattern, fault, times);
  }

  /**
   * Injects a fault into a share of the calls that match, until {@link #clearFaults}. Otherwise as
   * {@link #fault(String, Fault, int)}.
   *
   * @param rate the share, from 0 to 1
   * @param seed selects the calls; the same seed selects the same ones
   */
  public void fault(String pattern, Fault fault, double rate, long seed) {
    platform.faults().add(pattern, fault, rate, seed);
  }

  /** Removes all faults except those of {@link #downloads}; a fault in progress continues. */
  public void clearFaults() {
    platform.faults().clear();
  }

  /**
   * Injects a fault into all downloads, until a call with {@link DownloadFault#NONE}.
   *
   * @deprecated use {@link #fault(String, Fault, double, long)} with the path of the file and rate
   *     1; to be removed in 0.2
   */
  @Deprecated
  public void downloads(DownloadFault fault) {
    platform.faults().setDownloads(Objects.requireNonNull(fault, "fault == null").fault());
  }

  /**
   * Injects a fault into the next download; another call applies to the download after it, and so
   * on.
   *
   * @deprecated use {@link #fault(String, Fault)} with the path of the file; to be removed in 0.2
   */
  @Deprecated
  public void nextDownload(DownloadFault fault) {
    platform.faults().addDownload(Objects.requireNonNull(fault, "fault == null").fault());
  }

  /**
   * Sets the size of the next bill of {@code v3/bill/tradebill} and returns its number of rows. The
   * bill is generated while it is sent and never in memory; the same size and seed generate the
   * same bill.
   *
   * @param bytes the approximate size, 1,000 bytes to 16 GiB
   */
  public long generateBill(long bytes, long seed) {
    return platform.generateBill(bytes, seed);
  }

  /**
   * Returns an uploaded file by the ID or address in the response to the upload. The last 1,000
   * files are kept, in at most 64 MiB.
   *
   * @throws IllegalArgumentException if the upload does not exist
   */
  public byte[] media(String id) {
    return platform.media(Objects.requireNonNull(id, "id == null"));
  }

  /** Stops the server, ends its threads and frees the port; a second call has no effect. */
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
