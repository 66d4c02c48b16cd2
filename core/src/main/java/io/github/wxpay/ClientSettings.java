package io.github.wxpay;

import io.github.wxpay.codec.Formatter;
import io.github.wxpay.crypto.Decrypter;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.http.CallListener;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Retry;
import io.github.wxpay.internal.call.Pauses;
import io.github.wxpay.internal.transport.Transport;
import io.github.wxpay.internal.trust.PlatformKey;
import io.github.wxpay.internal.trust.TlsMaterial;
import java.net.http.HttpClient;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Settings of a client. A builder changes them; each client keeps a copy. */
final class ClientSettings {
  /** The default headers. */
  static final Headers DEFAULT_HEADERS = Headers.none().with("User-Agent", UserAgent.TEXT);

  /** The keys by their ids, as normalised by {@code SerialNumber.comparable}. */
  final Map<String, PlatformKey> platformKeys = new LinkedHashMap<>();

  String mchid = "";
  String serial = "";
  @Nullable RequestSigner signer;
  @Nullable X509Certificate certificate;
  @Nullable X509Certificate root;
  @Nullable Decrypter decrypter;
  String brandId = "";
  // transient, because serializers that read fields must not write keys
  transient String apiV3Key = "";
  transient String secret = "";
  final transient List<Hook> hooks = new ArrayList<>();
  final transient List<CallListener> listeners = new ArrayList<>();
  transient @Nullable HttpClient httpClient;
  transient @Nullable Provider provider;
  String baseUrl = "https://api.mch.weixin.qq.com";

  /** The URL that requests are sent to instead of the base URL; empty for none. */
  String gateway = "";

  /** The URL that replaces the base URL while that does not respond; empty for none. */
  String backupUrl = "";

  boolean circuitBreaker = true;

  /** Allows settings to be missing, as in a dictionary; the calls that need them then fail. */
  boolean partial;

  Headers headers = DEFAULT_HEADERS;
  Clock clock = Clock.systemUTC();
  Supplier<String> nonce = Formatter::nonce;
  Duration timeout = Duration.ofSeconds(30);
  Retry retry = Retry.standard();
  Pauses pauses = Pauses.REAL;
  int maxResponseBytes = 8 << 20;
  String signType = Hash.ALGO_MD5;
  TlsMaterial tls = TlsMaterial.NONE;
  @Nullable Transport transport;

  ClientSettings() {}

  /** Copies settings; the connections are shared. */
  ClientSettings(ClientSettings other) {
    platformKeys.putAll(other.platformKeys);
    hooks.addAll(other.hooks);
    listeners.addAll(other.listeners);
    mchid = other.mchid;
    serial = other.serial;
    signer = other.signer;
    certificate = other.certificate;
    root = other.root;
    decrypter = other.decrypter;
    brandId = other.brandId;
    apiV3Key = other.apiV3Key;
    secret = other.secret;
    baseUrl = other.baseUrl;
    gateway = other.gateway;
    backupUrl = other.backupUrl;
    circuitBreaker = other.circuitBreaker;
    partial = other.partial;
    headers = other.headers;
    clock = other.clock;
    nonce = other.nonce;
    timeout = other.timeout;
    retry = other.retry;
    pauses = other.pauses;
    maxResponseBytes = other.maxResponseBytes;
    signType = other.signType;
    tls = other.tls;
    httpClient = other.httpClient;
    provider = other.provider;
    transport = other.transport;
  }
}
